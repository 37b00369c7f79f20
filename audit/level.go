package audit

import "slices"

// Level says how bad a finding is.
type Level string

// The levels, the worst first.
const (
	// High: a job that nobody meant to trust is admitted, or a job can do
	// anything in the account, or neither can be ruled out.
	High Level = "high"
	// Medium: more jobs are admitted than the one that was meant, or a job can
	// do much more than publish.
	Medium Level = "medium"
	// Low: an attack that needs something else to go wrong first.
	Low Level = "low"
	// Note: nothing can be attacked, and something is not as it was meant.
	Note Level = "note"
)

// Levels are the levels, the worst first.
var Levels = []Level{High, Medium, Low, Note}

// Reaches reports whether a level is as bad as another, or worse.
func (l Level) Reaches(other Level) bool {
	return slices.Index(Levels, l) <= slices.Index(Levels, other)
}

// raised returns the next worse level.
func (l Level) raised() Level { return Levels[max(0, slices.Index(Levels, l)-1)] }

// lowered returns the next better level.
func (l Level) lowered() Level { return Levels[min(len(Levels)-1, slices.Index(Levels, l)+1)] }

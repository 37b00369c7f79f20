package doctor

// Level says how bad a finding is.
type Level string

// The levels.
const (
	// Problem: the job can't assume a role until this is mended.
	Problem Level = "problem"
	// Warning: the job may assume a role, and something else is likely to fail.
	Warning Level = "warning"
	// Note: nothing is wrong, and it is worth knowing.
	Note Level = "note"
)

// Finding is something that the doctor found in the job.
type Finding struct {
	// ID is stable, such as "no-permission".
	ID string `json:"id"`
	// Level says how bad it is.
	Level Level `json:"level"`
	// Text says what it is, in sentences.
	Text string `json:"text"`
	// Remedy says what to do, as an instruction; empty where there is nothing to
	// do.
	Remedy string `json:"remedy,omitempty"`
	// Source is the page that says so; empty where the token itself does.
	Source string `json:"source,omitempty"`
}

// Findings collects findings.
type Findings []Finding

func (f *Findings) add(id string, level Level, text, remedy, source string) {
	*f = append(*f, Finding{ID: id, Level: level, Text: text, Remedy: remedy, Source: source})
}

// Refused reports whether one of the findings keeps the job from assuming a
// role.
func (f Findings) Refused() bool {
	for _, one := range f {
		if one.Level == Problem {
			return true
		}
	}
	return false
}

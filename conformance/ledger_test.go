package conformance

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// ledgerLine is what one check did: a line of the table in README.md.
type ledgerLine struct {
	name, what string
	started    time.Time

	mutex    sync.Mutex
	count    int
	seconds  float64
	findings int
	remark   string
}

var ledger struct {
	sync.Mutex
	lines []*ledgerLine
}

// begin opens a check's line; the line is complete when the test ends.
func begin(t *testing.T, name, what string) *ledgerLine {
	line := &ledgerLine{name: name, what: what, started: time.Now()}
	ledger.Lock()
	ledger.lines = append(ledger.lines, line)
	ledger.Unlock()
	t.Cleanup(func() {
		line.seconds = time.Since(line.started).Seconds()
	})
	return line
}

// cases counts what the check put to its checker.
func (l *ledgerLine) cases(n int) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.count += n
}

// found records a finding that nobody has acknowledged, and fails the test.
func (l *ledgerLine) found(t testing.TB, format string, arguments ...any) {
	t.Helper()
	l.mutex.Lock()
	l.findings++
	l.mutex.Unlock()
	t.Errorf(format, arguments...)
}

// note says in the table what a number alone doesn't.
func (l *ledgerLine) note(format string, arguments ...any) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.remark = fmt.Sprintf(format, arguments...)
}

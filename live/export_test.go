package live

import (
	"testing"
	"time"
)

// Impatient has progress told at once, until the test ends.
func Impatient(t *testing.T) {
	before := patience
	patience = -time.Second
	t.Cleanup(func() { patience = before })
}

// Hurried gives each try of a request a moment, until the test ends.
func Hurried(t *testing.T) {
	before := tryTime
	tryTime = 50 * time.Millisecond
	t.Cleanup(func() { tryTime = before })
}

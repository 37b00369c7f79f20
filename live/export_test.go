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

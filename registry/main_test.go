package registry_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// The tests make some hundred thousand roles, and collect garbage as the command
// line does, which makes as many.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

package policy_test

import (
	"os"
	"runtime/debug"
	"testing"

	"github.com/cipublisher/cipublisher/internal/golden"
)

// The sweeps make much garbage and keep little, so that it is collected seldom.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(golden.Main(m, "testdata"))
}

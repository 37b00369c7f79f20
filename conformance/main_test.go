package conformance

import (
	"flag"
	"os"
	"sync/atomic"
	"testing"
)

var update = flag.Bool("update", false, "write the golden tables and README.md anew")

// skipped tells that some check did not run, so that the table can't be made.
var skipped atomic.Bool

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	simulators.stop()
	templateJudges.stop()
	os.Exit(code)
}

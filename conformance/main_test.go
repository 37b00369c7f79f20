package conformance

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
	"testing"
)

// skipped tells that some check did not run, so that the table can't be made.
var skipped atomic.Bool

func TestMain(m *testing.M) {
	flag.Parse()
	debug.SetGCPercent(400) // the tests make much and keep little
	code := m.Run()
	if code == 0 && wholeRun() {
		if err := checkReadme(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	simulators.stop()
	templateCheckers.stop()
	os.Exit(code)
}

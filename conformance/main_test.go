package conformance

import (
	"flag"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
)

// skipped tells that some check did not run, so that the table can't be made.
var skipped atomic.Bool

func TestMain(m *testing.M) {
	flag.Parse()
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

package cdkrules

import (
	"flag"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names of variables: with without, the tests of this package run by Without,
// else directly, so that one that swallows failures can't swallow its own; with
// fails, they fail.
const (
	without = "CIPUBLISHER_TEST_WITHOUT"
	fails   = "CIPUBLISHER_TEST_FAILS"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv(without) != "" {
		os.Exit(Without(m.Run))
	}
	os.Exit(m.Run())
}

func TestWithout(t *testing.T) {
	for _, test := range []struct {
		environment string
		passes      bool
	}{{"", true}, {fails + "=1", false}} {
		run := exec.Command(os.Args[0], "-test.run=^TestVariable$|^TestFails$")
		run.Env = append(environmentWithout(variable), without+"=1", test.environment)
		out, err := run.CombinedOutput()
		assert.Equal(t, test.passes, err == nil, "%s", out)
	}
}

// What the environment says already is left alone.
func TestWithoutOverridesNothing(t *testing.T) {
	t.Setenv(variable, "true")
	require.Equal(t, 7, Without(func() int { return 7 }))
}

func TestVariable(t *testing.T) {
	if os.Getenv(without) != "" {
		require.Equal(t, "false", os.Getenv(variable))
	}
}

func TestFails(t *testing.T) { require.Empty(t, os.Getenv(fails)) }

func environmentWithout(name string) []string {
	var all []string
	for _, v := range os.Environ() {
		if len(v) <= len(name) || v[:len(name)+1] != name+"=" {
			all = append(all, v)
		}
	}
	return all
}

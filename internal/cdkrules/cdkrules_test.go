package cdkrules

import (
	"flag"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fails is the name of a variable with which the tests of this package fail.
const fails = "CIPUBLISHER_TEST_FAILS"

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(Without(m.Run))
}

func TestWithout(t *testing.T) {
	assert.Equal(t, "false", os.Getenv(variable))
	for _, test := range []struct {
		environment string
		passes      bool
	}{{"", true}, {fails + "=1", false}} {
		run := exec.Command(os.Args[0], "-test.run=^TestVariable$|^TestFails$")
		run.Env = append(environmentWithout(variable), test.environment)
		out, err := run.CombinedOutput()
		assert.Equal(t, test.passes, err == nil, "%s", out)
	}
}

// What the environment says already is left alone.
func TestWithoutOverridesNothing(t *testing.T) {
	t.Setenv(variable, "true")
	require.Equal(t, 7, Without(func() int { return 7 }))
}

func TestVariable(t *testing.T) { require.Equal(t, "false", os.Getenv(variable)) }

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

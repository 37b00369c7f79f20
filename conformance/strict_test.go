package conformance

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A warning of the example app is printed with the id that acknowledges it,
// with the CDK command line and without it, and stops "cdk synth --strict".
func TestWarningsStopAStrictSynthesis(t *testing.T) {
	requireNode(t)
	// Without the command line, the CDK prints annotations under a feature flag
	// that cdk.json sets.
	settings, err := os.ReadFile("../cdk.json")
	require.NoError(t, err)
	app := filepath.Join(t.TempDir(), "app")
	build := exec.Command("go", "build", "-o", app, "../example")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	cdk, err := filepath.Abs(filepath.Join("node_modules", ".bin", "cdk"))
	require.NoError(t, err)
	memory, err := filepath.Abs("memory.mjs")
	require.NoError(t, err)
	const warning = "cipublisher:trust-missing-ids"
	for _, test := range []struct {
		name string
		run  []string
		code int
	}{
		{"without the command line", []string{app}, 0},
		{"with it", []string{cdk, "synth", "--quiet", "--app", app}, 0},
		{"strict", []string{cdk, "synth", "--quiet", "--strict", "--app", app}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			command := exec.Command(test.run[0], test.run[1:]...)
			command.Dir = t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(command.Dir, "cdk.json"), settings, 0o600))
			command.Env = append(os.Environ(), "NODE_OPTIONS=--import="+memory)
			out, err := command.CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				require.NoError(t, err)
			}
			require.Equal(t, test.code, command.ProcessState.ExitCode(), "%s", out)
			require.Contains(t, string(out), warning)
		})
	}
}

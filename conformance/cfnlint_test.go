package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// cfnLintVersion is what gets installed where the PATH has no cfn-lint.
const cfnLintVersion = "1.51.0"

var cfnLint = sync.OnceValues(findCfnLint)

// requireCfnLint returns the program, or skips the test where there is none.
func requireCfnLint(t testing.TB) string {
	t.Helper()
	program, err := cfnLint()
	if err != nil {
		missing(t, "cfn-lint is neither on the PATH nor to be had with pip: %v", err)
	}
	return program
}

// findCfnLint returns the cfn-lint of the PATH, else one of its own virtual
// environment, which it makes.
func findCfnLint() (string, error) {
	if program, err := exec.LookPath("cfn-lint"); err == nil {
		return program, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	environment := filepath.Join(cache, "cipublisher", "cfn-lint-"+cfnLintVersion)
	program := filepath.Join(environment, "bin", "cfn-lint")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	unlock, err := lockFile(filepath.Join(os.TempDir(), "cipublisher-cfn-lint.lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	for _, command := range [][]string{
		{"python3", "-m", "venv", environment},
		{filepath.Join(environment, "bin", "pip"), "install", "--quiet", "cfn-lint==" + cfnLintVersion},
	} {
		if output, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			return "", fmt.Errorf("%v: %w: %s", command, err, output)
		}
	}
	return program, nil
}

// lint returns the errors and warnings of cfn-lint on template files.
func lint(program string, files ...string) ([]finding, error) {
	var output, complaints bytes.Buffer
	command := exec.Command(program, append([]string{"--format", "json", "--template"}, files...)...)
	command.Stdout, command.Stderr = &output, &complaints
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	// The exit status is a sum of 2, 4 and 8 for what was found; anything
	// else is a failure of the program.
	if exit != nil && exit.ExitCode()&^(2|4|8) != 0 {
		return nil, fmt.Errorf("%w: %s%s", err, output.Bytes(), complaints.Bytes())
	}
	var matches []struct {
		Filename string
		Level    string
		Message  string
		Location struct{ Path []any }
		Rule     struct{ Id string }
	}
	if err := json.Unmarshal(output.Bytes(), &matches); err != nil {
		return nil, fmt.Errorf("%w: %s%s", err, output.Bytes(), complaints.Bytes())
	}
	findings := make([]finding, len(matches))
	for i, m := range matches {
		findings[i] = finding{Checker: "cfn-lint", Template: m.Filename, Rule: m.Rule.Id, Severity: m.Level, Text: m.Message}
		if len(m.Location.Path) > 1 {
			findings[i].Resource = fmt.Sprint(m.Location.Path[1])
		}
	}
	return findings, nil
}

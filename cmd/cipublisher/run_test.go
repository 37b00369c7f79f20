package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
)

// result is what one run of the command line leaves behind.
type result struct {
	stdout, stderr string
	status         int
}

// cipublisher runs the command line in this process, with nothing on stdin.
func cipublisher(args ...string) result { return withStdin("", args...) }

func withStdin(stdin string, args ...string) result {
	var stdout, stderr bytes.Buffer
	status := run(args, strings.NewReader(stdin), &stdout, &stderr)
	return result{stdout.String(), stderr.String(), status}
}

// words splits a command line at its spaces; ” is an empty argument.
func words(line string) []string {
	args := strings.Fields(line)
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "''", "")
	}
	return args
}

// requireGolden compares a text with a file of testdata.
func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), got)
}

// requirePrinted compares the documents that a command prints with a file of
// testdata, and what it says of them with a part of stderr.txtar beside it.
func requirePrinted(t *testing.T, command, name string, got result) {
	t.Helper()
	name = strings.ReplaceAll(name, " ", "-")
	requireGolden(t, command+"/"+name+".json", got.stdout)
	golden.CompareIn(t, filepath.Join("testdata", command, "stderr.txtar"), name, got.stderr)
}

// refusal is the whole of stderr for these faults.
func refusal(command string, faults ...string) string {
	text := "cipublisher: " + faults[0]
	if len(faults) > 1 {
		text = "cipublisher: " + string(rune('0'+len(faults))) + " faults:\n  - " + strings.Join(faults, "\n  - ")
	}
	return text + "\nRun \"" + strings.Join(strings.Fields("cipublisher "+command+" --help"), " ") + "\" for what it takes.\n"
}

func TestHelp(t *testing.T) {
	names := []string{""}
	for _, c := range commands {
		names = append(names, c.name)
	}
	for _, name := range names {
		t.Run("of cipublisher "+name, func(t *testing.T) {
			got := cipublisher(append(words(name), "--help")...)
			assert.Equal(t, exitOK, got.status)
			assert.Empty(t, got.stderr)
			requireGolden(t, filepath.Join("help", strings.ReplaceAll(cmp.Or(name, "cipublisher"), " ", "-")+".txt"), got.stdout)
			for text := range strings.Lines(got.stdout) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(text, "\n")), helpWidth, text)
			}
			assert.NotRegexp(t, `\{[A-Z]`, got.stdout, "options are shown by their flags")
			assert.Equal(t, got, cipublisher(append(words(name), "-h")...))
		})
	}
	t.Run("by its own word", func(t *testing.T) {
		assert.Equal(t, cipublisher("--help"), cipublisher("help"))
		assert.Equal(t, cipublisher("check", "--help"), cipublisher("help", "check"))
		assert.Equal(t, cipublisher("check", "policy", "--help"), cipublisher("help", "check", "policy"))
		assert.Equal(t, exitBadInput, cipublisher("help", "me").status)
	})
	t.Run("of a group of commands", func(t *testing.T) {
		got := cipublisher("check", "--help")
		assert.Equal(t, exitOK, got.status)
		requireGolden(t, "help/check.txt", got.stdout)
	})
	t.Run("wins over faults", func(t *testing.T) {
		assert.Equal(t, cipublisher("policy", "--help"), cipublisher("policy", "--nope", "x", "--help"))
	})
	t.Run("is no value of a flag", func(t *testing.T) {
		assert.Equal(t, cipublisher("policy", "--help"), cipublisher("policy", "--s3-bucket", "--help"))
	})
}

func TestEveryCommandHasAnExampleThatRuns(t *testing.T) {
	for _, c := range commands {
		require.NotEmpty(t, c.examples, c.name)
		for _, example := range c.examples {
			t.Run(c.name, func(t *testing.T) {
				t.Chdir(filepath.Join("testdata", "examples"))
				var got result
				for command := range strings.SplitSeq(strings.ReplaceAll(example, "\\\n", ""), "|") {
					args := words(strings.NewReplacer("'", "").Replace(command))
					require.Equal(t, "cipublisher", args[0])
					got = withStdin(got.stdout, args[1:]...)
					assert.NotEqual(t, exitBadInput, got.status, "%s\n%s", example, got.stderr)
				}
				assert.NotEmpty(t, got.stdout)
			})
		}
	}
}

func TestCommandNames(t *testing.T) {
	var all []string
	for _, c := range commands {
		all = append(all, c.name)
	}
	list := strings.Join(all, ", ")
	for _, test := range []struct {
		name, line, fault string
	}{
		{"no command", "", "the command is missing; use one of " + list},
		{"unknown command", "polciy --dev", `the command "polciy" does not exist; use one of ` + list},
		{"flag before the command", "--dev policy", `the command "--dev" does not exist; use one of ` + list},
		{"half a command", "check", `the command "check" needs a second word; use one of check policy, check trust`},
		{"half a command and its flags", "check --policy x", `the command "check" needs a second word; use one of check policy, check trust`},
		{"unknown second word", "check polcy", `the command "check polcy" does not exist; use one of check policy, check trust`},
		{"wrong case", "Policy", `the command "Policy" does not exist; use one of ` + list},
		{"empty", "''", `the command is missing; use one of ` + list},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, result{"", refusal("", test.fault), exitBadInput}, cipublisher(words(test.line)...))
		})
	}
}

func TestCommandsAreUnambiguous(t *testing.T) {
	var names []string
	for _, c := range commands {
		assert.NotContains(t, names, c.name)
		assert.Empty(t, inGroup(c.name), "a command is not the first word of another")
		names = append(names, c.name)
	}
	assert.True(t, slices.ContainsFunc(names, func(name string) bool { return name == "policy" }))
}

// brokenPipe takes a few bytes and then fails.
type brokenPipe struct{}

func (brokenPipe) Write(p []byte) (int, error) {
	return min(len(p), 10), errors.New("broken pipe")
}

func TestOutputThatCannotBeWrittenIsNotSuccess(t *testing.T) {
	for _, line := range []string{"--help", "policy --help", "version", "policy --account-id 111122223333 --region eu-west-1 --ecr-repository app"} {
		var stderr bytes.Buffer
		status := run(words(line), strings.NewReader(""), brokenPipe{}, &stderr)
		assert.Equal(t, exitBadInput, status)
		assert.Contains(t, stderr.String(), "cipublisher: the output could not be written: broken pipe\n")
	}
}

var _ io.Writer = brokenPipe{}

package main

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

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

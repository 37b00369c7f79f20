package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
)

// binary is the command as users run it, built once, without what only a
// debugger reads, as releases are.
var binary string

func TestMain(m *testing.M) {
	collectSeldom(os.Getenv) // as main does
	folder, err := os.MkdirTemp("", "cipublisher")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	binary = filepath.Join(folder, "cipublisher.exe") // the suffix matters on Windows only
	if output, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, output)
		os.Exit(1)
	}
	folders, _ := filepath.Glob("testdata/[^e]*") // all but the examples, which command lines start from
	status := golden.Main(m, folders...)
	os.RemoveAll(folder)
	os.Exit(status)
}

// process runs the binary without any environment: no PATH to find Node by,
// no credentials, no home.
func process(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.Command(binary, args...)
	command.Env = []string{}
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(stdin), &stdout, &stderr
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return result{stdout.String(), stderr.String(), command.ProcessState.ExitCode()}
}

func TestBinary(t *testing.T) {
	for _, line := range []string{
		"", "--help", "check --help", "policy --help",
		"policy " + store + " " + bucket + " --dev",
		"policy --account-id 1 --regoin x",
		"check policy --policy nope.json --action s3:GetObject --resource *",
		"version --verbose",
	} {
		t.Run(line, func(t *testing.T) {
			assert.Equal(t, cipublisher(words(line)...), process(t, "", words(line)...))
		})
	}
	t.Run("a document through a pipe", func(t *testing.T) {
		document := process(t, "", words("policy "+store+" "+bucket)...)
		require.Equal(t, exitOK, document.status)
		allowed := process(t, document.stdout, words("check policy --policy - --action s3:PutObject --resource "+dist+"/app.zip")...)
		assert.Equal(t, exitOK, allowed.status, allowed.stderr)
		denied := process(t, document.stdout, words("check policy --policy - --action s3:PutObject --resource "+dist+"-evil/app.zip")...)
		assert.Equal(t, exitDenied, denied.status, denied.stderr)
	})
}

// The command line starts in milliseconds because it needs no CDK.
func TestCommandNeedsNoCDK(t *testing.T) {
	output, err := exec.Command("go", "list", "-deps", ".").Output()
	require.NoError(t, err)
	packages := strings.Fields(string(output))
	assert.Contains(t, packages, "github.com/cipublisher/cipublisher/permission")
	for _, name := range packages {
		for _, unwanted := range []string{"awscdk", "jsii", "constructs", "testify", "rapid"} {
			assert.NotContains(t, name, unwanted)
		}
		assert.NotEqual(t, "github.com/cipublisher/cipublisher", name)
	}
}

package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

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

// elsewhere has the golden files that hold what a case prints where another
// case writes them: that of a set in its own package, or one that comes out the
// same.
var elsewhere = map[string]string{
	"policy/cdk-deploy.json":            "../../../permission/deploy/testdata/sets/cdk-deploy.json",
	"policy/ecr-push.json":              "../../../permission/deploy/testdata/sets/ecr-push.json",
	"policy/ecs-deploy.json":            "../../../permission/deploy/testdata/sets/ecs-deploy.json",
	"policy/lambda-deploy.json":         "../../../permission/deploy/testdata/sets/lambda-deploy.json",
	"policy/static-site.json":           "../../../permission/deploy/testdata/sets/static-site.json",
	"policy/static-site-encrypted.json": "../../../permission/deploy/testdata/sets/static-site-kms.json",

	"policy/dev-ignores-what-only-releases-have.json": "policy/dev.json",
	"policy/pull-through.json":                        "../../../permission/deploy/testdata/sets/pull-through.json",
	"policy/pull-through-and-create.json":             "../../../permission/deploy/testdata/sets/pull-through-create.json",

	"resource-policy/dev-images-to-push.json":             "resource-policy/images-to-push.json",
	"resource-policy/domain-for-an-organization.json":     "../../../resource/testdata/golden/organization.json",
	"resource-policy/repository-to-read-and-publish.json": "resource-policy/repository-to-publish-to.json",
	"resource-policy/same-account.json":                   "resource-policy/repository-of-the-administrator.json",
	"trust/any-ref-for-dev-releases.json":                 "trust/any-ref.json",

	"check-trust/allowed-by-a-token.txt":              "check-trust/allowed-by-claims.txt",
	"check-trust/allowed-by-an-account.txt":           "check-trust/allowed-by-claims.txt",
	"check-trust/allowed-by-an-address.txt":           "check-trust/allowed-by-claims.txt",
	"check-trust/allowed-by-get-role.txt":             "check-trust/allowed-by-claims.txt",
	"check-trust/allowed-by-the-answer-of-GitHub.txt": "check-trust/allowed-by-claims.txt",
}

// requireGolden compares a text with a file of testdata, or the one elsewhere
// that holds the same.
func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	path, other := elsewhere[name]
	switch {
	case !other:
		golden.Compare(t, filepath.Join("testdata", name), got)
	case !golden.Updating(t): // the other case may not have written it yet
		assert.Equal(t, mustRead(t, "testdata/"+path), got)
	}
}

// A golden file that equals another one of the module says nothing new, and is
// one more to read when something changes.
func TestGoldenFilesAreNoCopies(t *testing.T) {
	if golden.Updating(t) {
		t.Skip("other packages may be writing theirs")
	}
	first := map[string]string{}
	require.NoError(t, filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && len(entry.Name()) > 2) {
			return cmp.Or(err, error(fs.SkipDir))
		}
		path = filepath.ToSlash(path)
		if entry.IsDir() || !strings.Contains(path, "/testdata/") || strings.Contains(path, "/examples/") {
			return nil
		}
		content := mustRead(t, path)
		other := first[content]
		ours := strings.HasPrefix(path, "../../cmd/cipublisher/") || strings.HasPrefix(other, "../../cmd/cipublisher/")
		assert.False(t, other != "" && ours, "%s equals %s; name the one that stays in elsewhere", path, other)
		first[content] = path
		return nil
	}))
	for name, path := range elsewhere {
		assert.FileExists(t, filepath.Join("testdata", path))
		assert.NoFileExists(t, filepath.Join("testdata", name))
	}
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

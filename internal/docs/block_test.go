package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/parser"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/internal/awsstub"
)

// block is a fenced block of a page.
type block struct {
	page string
	line int
	// language and what stands behind it on the opening fence.
	language, about, text string
}

func (b block) String() string { return fmt.Sprintf("%s:%d", b.page, b.line) }

var fence = regexp.MustCompile("^( *)```(.*)$")

// blocksOf returns the blocks of a page, unindented.
func blocksOf(t *testing.T, page string) []block {
	t.Helper()
	content, err := os.ReadFile(page)
	require.NoError(t, err)
	var all []block
	var open *block
	indent := ""
	for i, line := range strings.Split(string(content), "\n") {
		match := fence.FindStringSubmatch(line)
		switch {
		case match != nil && open == nil:
			language, about, _ := strings.Cut(match[2], " ")
			indent, open = match[1], &block{page: page, line: i + 1, language: language, about: about}
		case match != nil && match[2] == "":
			all, open = append(all, *open), nil
		case open != nil:
			open.text += strings.TrimPrefix(line, indent) + "\n"
		}
	}
	require.Nil(t, open, "%s ends inside a block", page)
	return all
}

// everyBlock returns the blocks of all pages, by page.
func everyBlock(t *testing.T) map[string][]block {
	t.Helper()
	pages, err := pagesBelow(".")
	require.NoError(t, err)
	all := map[string][]block{}
	for _, page := range pages {
		all[page] = blocksOf(t, page)
	}
	require.NotEmpty(t, all["README.md"])
	return all
}

// Every block is of a language that a test here reads.
func TestLanguagesOfBlocks(t *testing.T) {
	atRoot(t)
	known := []string{"go", "sh", "hcl", "json", "yaml", "mermaid", "text", "diff"}
	for _, blocks := range everyBlock(t) {
		for _, b := range blocks {
			assert.Contains(t, known, b.language, "%s is of a language that nothing tests", b)
			if b.language == "text" {
				assert.Contains(t, []string{"output", "help"}, b.about, "%s: text is the output of a command, or its help", b)
			}
			if b.language == "diff" {
				for line := range strings.Lines(b.text) {
					assert.Contains(t, "+- ", line[:1], "%s: %s", b, line)
				}
			}
			if b.language == "mermaid" {
				assert.True(t, strings.HasPrefix(b.text, "flowchart LR\n"), "%s", b)
			}
		}
	}
}

func TestJSONBlocks(t *testing.T) {
	atRoot(t)
	for _, blocks := range everyBlock(t) {
		for _, b := range blocks {
			if b.language == "json" {
				assert.True(t, json.Valid([]byte(b.text)), "%s", b)
			}
		}
	}
}

// YAML is read; whole workflows also go through actionlint.
func TestYAMLBlocks(t *testing.T) {
	atRoot(t)
	workflows := 0
	for _, blocks := range everyBlock(t) {
		for _, b := range blocks {
			if b.language != "yaml" {
				continue
			}
			var value any
			require.NoError(t, yaml.Unmarshal([]byte(b.text), &value), "%s", b)
			if object, ok := value.(map[string]any); !ok || object["jobs"] == nil {
				continue
			}
			workflows++
			lint := exec.Command("go", "tool", "-modfile=.ci/tools.mod", "actionlint", "-no-color", "-")
			lint.Env = append(os.Environ(), "GOTOOLCHAIN=auto") // the linter may need a newer Go than the code
			lint.Stdin = strings.NewReader(b.text)
			out, err := lint.CombinedOutput()
			assert.NoError(t, err, "%s\n%s", b, out)
		}
	}
	assert.NotZero(t, workflows)
}

// wrapped makes a program of a block: it is one already, or declarations, or
// statements that use a stack, or a value.
func wrapped(b block) string {
	if strings.HasPrefix(b.text, "package ") {
		return b.text
	}
	body := strings.TrimSpace(b.text)
	if _, err := parser.ParseExpr(body); err == nil && !strings.HasSuffix(body, ")") {
		body = "_ = " + body
	} else if strings.HasPrefix(body, "func ") || strings.HasPrefix(body, "type ") {
		return fileHead + body + "\n"
	}
	return fileHead + "func snippet(stack awscdk.Stack) {\n" + body + "\n}\n"
}

// fileHead imports what snippets may use.
const fileHead = `package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

func main() { snippet(nil) }

var (
	_ awscdk.Stack
	_ awsiam.IRole
	_ awss3.IBucket
	_ = jsii.String
	_ cipublisher.CiPublisher
	_ permission.Set
	_ deploy.ECS
	_ policy.Document
	_ trust.Options
)

`

// Every block of Go compiles, in a module of its own beside this one.
func TestGoBlocks(t *testing.T) {
	atRoot(t)
	folder := userModule(t)
	count := 0
	for page, blocks := range everyBlock(t) {
		for i, b := range blocks {
			if b.language != "go" {
				continue
			}
			count++
			name := fmt.Sprintf("block_%s_%d", strings.TrimSuffix(filepath.Base(page), ".md"), i)
			require.NoError(t, os.MkdirAll(filepath.Join(folder, name), 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(folder, name, "main.go"), []byte(wrapped(b)), 0o644))
		}
	}
	require.NotZero(t, count)
	vet := exec.Command("go", "vet", "./...")
	vet.Dir = folder
	out, err := vet.CombinedOutput()
	assert.NoError(t, err, "%s", out)
}

// userModule makes a module as a user would, outside the repository, that uses
// this one as it stands.
func userModule(t *testing.T) string {
	t.Helper()
	root, err := os.Getwd()
	require.NoError(t, err)
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "main.go"), []byte(fileHead+"func snippet(awscdk.Stack) {}\n"), 0o644))
	for _, args := range [][]string{
		{"mod", "init", "example.com/publisher"},
		{"mod", "edit", "-require=github.com/cipublisher/cipublisher@v0.0.0", "-replace=github.com/cipublisher/cipublisher=" + root},
		{"mod", "tidy"},
	} {
		command := exec.Command("go", args...)
		command.Dir = folder
		out, err := command.CombinedOutput()
		require.NoError(t, err, "go %s\n%s", strings.Join(args, " "), out)
	}
	return folder
}

// ours is a line that runs the command line.
var ours = regexp.MustCompile(`(^|\| )(cipublisher|go run \./cmd/cipublisher) `)

// Shell blocks that run nothing but our command are run, page by page in one
// folder, and what they print is compared with the block of output that
// follows. Of others the syntax is checked: they need an account, or minutes.
func TestShellBlocks(t *testing.T) {
	atRoot(t)
	root, err := os.Getwd()
	require.NoError(t, err)
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "cipublisher"), "./cmd/cipublisher")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	awsstub.Use(t, &awsstub.Stub{}) // for those that ask AWS
	for page, blocks := range everyBlock(t) {
		t.Run(page, func(t *testing.T) {
			folder := t.TempDir()
			require.NoError(t, os.CopyFS(folder, os.DirFS(filepath.Join(root, "cmd/cipublisher/testdata/examples"))))
			last := ""
			for _, b := range blocks {
				if b.about == "output" {
					assert.Equal(t, b.text, last, "%s: the output of the block before it", b)
				}
				if b.language != "sh" {
					continue
				}
				syntax := exec.Command("bash", "-n")
				syntax.Stdin = strings.NewReader(b.text)
				out, err := syntax.CombinedOutput()
				require.NoError(t, err, "%s\n%s", b, out)
				if !runnable(b.text) {
					continue
				}
				last = runBlock(t, b, folder, bin)
			}
		})
	}
}

// runnable reports whether a block consists of our command and of files that
// it writes.
func runnable(text string) bool {
	document := ""
	found := false
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		line = strings.TrimSpace(line)
		switch {
		case document != "":
			if line == document {
				document = ""
			}
		case strings.HasPrefix(line, "cat >"):
			_, document, _ = strings.Cut(line, "<<'")
			document = strings.TrimSuffix(document, "'")
		case line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "echo '"):
		case ours.MatchString(line):
			found = true
		default:
			return false
		}
	}
	return found
}

// runBlock runs a block and returns what it writes to stdout. Denials are answers.
func runBlock(t *testing.T, b block, folder, bin string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	script := strings.ReplaceAll(b.text, "go run ./cmd/cipublisher ", "cipublisher ")
	command := exec.Command("bash", "-c", "set -o pipefail\nfail() { [ $? -lt 2 ] || exit 2; }\ntrap fail ERR\n"+script)
	command.Dir, command.Stdout, command.Stderr = folder, &stdout, &stderr
	command.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Errorf("%s: %v\n%s", b, err, stderr.String())
	}
	return stdout.String()
}

func TestRunnable(t *testing.T) {
	for text, want := range map[string]bool{
		"cipublisher version\n":                                true,
		"go run ./cmd/cipublisher version\n":                   true,
		"echo '{}' |\n  cipublisher check trust -\n":           true,
		"cat >a <<'END'\nrm -rf /\nEND\ncipublisher version\n": true,
		"cipublisher policy \\\n  --dev\n":                     true,
		"rm -rf /\n":                                           false,
		"aws s3 ls\ncipublisher version\n":                     false,
		"go test ./...\n":                                      false,
		"# a comment\n":                                        false,
	} {
		assert.Equal(t, want, runnable(text), text)
	}
}

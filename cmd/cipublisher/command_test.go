package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/awsstub"
)

func TestEveryCommandHasAnExampleThatRuns(t *testing.T) {
	for _, c := range commands {
		require.NotEmpty(t, c.examples, c.name)
		for _, example := range c.examples {
			t.Run(c.name, func(t *testing.T) {
				folder := t.TempDir()
				require.NoError(t, os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "examples"))))
				t.Chdir(folder)
				awsstub.Use(t, &awsstub.Stub{}) // for those that ask AWS
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
	var names []string
	for _, c := range commands {
		if c.group != "" {
			names = append(names, c.name)
		}
	}
	list := strings.Join(names, ", ")
	for _, test := range []struct {
		name, line, of string
		faults         []string
	}{
		{"unknown command", "job --dev", "", []string{
			`--dev stands before the command; write it behind the command that it belongs to`,
			`the command "job" does not exist; use one of ` + list}},
		{"misspelt command", "polciy", "", []string{`the command "polciy" does not exist; did you mean policy?`}},
		{"flag before the command", "--dev=true", "", []string{
			`--dev "true" stands before the command; write it behind the command that it belongs to`,
			`the command is missing; use one of ` + list}},
		{"half a command", "check", "check", []string{`the command "check" needs a second word; use one of check policy, check trust`}},
		{"half a command and its flags", "check --policy x", "check", []string{
			`--policy "x" stands before the command; write it behind the command that it belongs to`,
			`the command "check" needs a second word; use one of check policy, check trust`}},
		{"misspelt second word", "check polcy", "check", []string{`the command "check polcy" does not exist; did you mean check policy?`}},
		{"unknown second word", "check everything", "check", []string{`the command "check everything" does not exist; use one of check policy, check trust`}},
		{"help that is neither true nor false", "check --help=no", "check", []string{
			`--help "no" is neither true nor false; write --help alone`,
			`the command "check" needs a second word; use one of check policy, check trust`}},
		{"unknown shell", "completion tcsh", "completion", []string{
			`the command "completion tcsh" does not exist; use one of completion bash, completion zsh, completion fish, completion powershell`}},
		{"wrong case", "Policy", "", []string{`the command "Policy" does not exist; did you mean policy?`}},
		{"empty", "''", "", []string{`the command is missing; use one of ` + list}},
		{"help for what is not there", "help me", "", []string{`the command "me" does not exist; use one of ` + list}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, result{"", refusal(test.of, test.faults...), exitBadInput}, cipublisher(words(test.line)...))
		})
	}
}

func TestCommandsAreUnambiguous(t *testing.T) {
	var names []string
	for _, c := range commands {
		assert.NotContains(t, names, c.name)
		for _, other := range commands {
			assert.False(t, strings.HasPrefix(other.name, c.name+" "), "%s is the first word of %s", c.name, other.name)
		}
		if first, _, two := strings.Cut(c.name, " "); two {
			assert.NotEmpty(t, families[first], c.name)
		}
		names = append(names, c.name)
	}
}

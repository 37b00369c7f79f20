package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

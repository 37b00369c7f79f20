package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
)

func TestComplete(t *testing.T) {
	choices := []string{"one", "other:", "third\tis last"}
	for _, test := range []struct {
		value, typed string
		want         []cobra.Completion
		directive    cobra.ShellCompDirective
	}{
		{"NAME", "", choices, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace},
		{"NAME", "on", []string{"one"}, cobra.ShellCompDirectiveNoFileComp},
		{"NAME", "other:x", nil, cobra.ShellCompDirectiveNoFileComp},
		{"FILE", "", nil, cobra.ShellCompDirectiveDefault},
		{"BEFORE AFTER", "", nil, cobra.ShellCompDirectiveDefault},
		{"FOLDER", "", nil, cobra.ShellCompDirectiveFilterDirs},
		{"", "", []string{"true", "false"}, cobra.ShellCompDirectiveNoFileComp},
	} {
		got, directive := (&flag{value: test.value, choices: choices}).complete(nil, nil, test.typed)
		assert.Equal(t, test.want, got, "%s %q", test.value, test.typed)
		assert.Equal(t, test.directive, directive, "%s %q", test.value, test.typed)
	}
}

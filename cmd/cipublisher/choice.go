package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// complete returns the values of a flag that begin as typed. Where they are
// names of files the shell knows them; any others but the choices only the user
// does.
func (f *flag) complete(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch f.value {
	case "FILE", "BEFORE AFTER":
		return nil, cobra.ShellCompDirectiveDefault
	case "FOLDER":
		return nil, cobra.ShellCompDirectiveFilterDirs
	case "":
		return []cobra.Completion{"true", "false"}, cobra.ShellCompDirectiveNoFileComp
	}
	var found []cobra.Completion
	directive := cobra.ShellCompDirectiveNoFileComp
	for _, choice := range f.choices {
		if strings.HasPrefix(choice, typed) {
			found = append(found, choice)
		}
		if value, _, _ := strings.Cut(choice, "\t"); strings.HasPrefix(choice, typed) && strings.HasSuffix(value, ":") {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
	}
	return found, directive
}

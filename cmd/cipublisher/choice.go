package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func (f *flag) known() []string {
	known := slices.Clone(f.choices)
	for i, choice := range known {
		known[i], _, _ = strings.Cut(choice, "\t")
	}
	return known
}

// alternatives lists choices: "text or json", "text, markdown, json".
func alternatives(choices []string) string {
	if len(choices) == 2 {
		return choices[0] + " or " + choices[1]
	}
	return strings.Join(choices, ", ")
}

func useOne(choices []string) string {
	if len(choices) > 2 {
		return "use one of " + alternatives(choices)
	}
	return "use " + alternatives(choices)
}

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

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// helpFolder has everything about every command, which the command line's own
// tests keep current.
const helpFolder = "cmd/cipublisher/testdata/help-all"

// commandHelp shows the help of every command, after the overview of all.
func commandHelp() (string, error) {
	files, err := filepath.Glob(filepath.Join(helpFolder, "*.txt"))
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("no help in %s: %w", helpFolder, err)
	}
	var b strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		name := usage.FindStringSubmatch(string(content))
		if name == nil || name[1] == "man" {
			continue // an overview, which says nothing more, and what releases are made with
		}
		fmt.Fprintf(&b, "## cipublisher %s\n\n```text help\n%s```\n\n", name[1], content)
	}
	return b.String(), nil
}

// usage names the command that a help is about.
var usage = regexp.MustCompile(`(?m)^Usage: cipublisher ([a-z -]+?)(?: FILE\.\.\.)? \[FLAGS\]$`)

// uses is a step of a workflow that runs an action.
var uses = regexp.MustCompile(`uses: (\S+)`)

// workflowActions lists the actions that written workflows use.
func workflowActions() (string, error) {
	content, err := os.ReadFile("internal/job/github.yml.tmpl")
	if err != nil {
		return "", err
	}
	var names []string
	for _, match := range uses.FindAllStringSubmatch(string(content), -1) {
		if line := "- `" + match[1] + "`"; !slices.Contains(names, line) {
			names = append(names, line)
		}
	}
	slices.Sort(names)
	return strings.Join(names, "\n"), nil
}

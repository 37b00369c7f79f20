package main

import (
	"fmt"
	"strings"
)

const (
	opening = "<!-- generated: "
	closing = "<!-- end -->"
)

// sections are the generated parts, by the name in their opening comment.
var sections = map[string]func() (string, error){
	"diagram":     diagram,
	"props":       propsTables,
	"options":     publisherOptions,
	"builder":     builderOptions,
	"registry":    registryKeys,
	"permissions": permissionTables,
	"commands":    commandHelp,
	"actions":     workflowActions,
	"findings":    findings,
	"clients":     clientsTable,
	"requests":    requestsTable,
	"rollout":     rollOut,
}

// regenerate returns a page with its generated parts up to date.
func regenerate(page string) (string, error) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(page, opening)
		if !found {
			b.WriteString(page)
			return b.String(), nil
		}
		name, rest, _ := strings.Cut(after, " -->\n")
		section, known := sections[name]
		if !known {
			return "", fmt.Errorf("no part is called %q", name)
		}
		text, err := section()
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		_, page, found = strings.Cut(rest, closing)
		if !found {
			return "", fmt.Errorf("%q has no %s", name, closing)
		}
		b.WriteString(before + opening + name + " -->\n\n" + strings.TrimSpace(text) + "\n\n" + closing)
	}
}

// cell keeps a text in one cell of a Markdown table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(strings.TrimSpace(text))
}

// code writes a text as code in a table.
func code(text string) string {
	if text == "" {
		return ""
	}
	return "`" + cell(text) + "`"
}

// table writes a Markdown table. Columns that are empty in all rows are left
// out.
func table(heading []string, rows [][]string) string {
	var used []int
	for column := range heading {
		for _, row := range rows {
			if row[column] != "" {
				used = append(used, column)
				break
			}
		}
	}
	var b strings.Builder
	line := func(cells []string) {
		for _, column := range used {
			b.WriteString("| " + cells[column] + " ")
		}
		b.WriteString("|\n")
	}
	line(heading)
	b.WriteString(strings.Repeat("|---", len(used)) + "|\n")
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

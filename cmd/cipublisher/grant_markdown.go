package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/review"
)

// grantMarkdown writes grants as a Markdown table, a row for each action, with
// the reason for it.
func grantMarkdown(grants []review.Grant) string {
	rows := [][]string{{"Store", "Effect", "Action", "Principal", "Resource", "Condition", "Needed for"}}
	for _, g := range grants {
		for _, a := range g.Actions {
			reason := markdownText(a.Call)
			if a.Source != "" {
				reason = "[" + reason + "](" + a.Source + ")"
			}
			rows = append(rows, []string{
				markdownText(g.Store), effects[g.Effect].word, code([]string{a.Name}),
				code(g.Principals), code(g.Resources), code(g.Conditions), reason,
			})
		}
	}
	return markdownTable(rows)
}

// markdownTable writes rows, the first of which is the heading. Columns that
// are empty in all rows are left out.
func markdownTable(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		var cells, rules []string
		for column, cell := range row {
			used := false
			for _, other := range rows[1:] {
				used = used || other[column] != ""
			}
			if used {
				cells, rules = append(cells, cell), append(rules, "---")
			}
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		if i == 0 {
			b.WriteString("| " + strings.Join(rules, " | ") + " |\n")
		}
	}
	return b.String()
}

// code writes each text as code, one a line.
func code(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		fence := "`"
		if strings.Contains(text, fence) {
			fence = "``"
		}
		quoted[i] = fence + strings.NewReplacer("|", `\|`, "\n", " ").Replace(text) + fence
	}
	return strings.Join(quoted, "<br>")
}

// markdownText keeps a text from meaning anything in Markdown.
func markdownText(text string) string {
	return strings.NewReplacer("\\", `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "]", `\]`, "`", "\\`", "\n", " ").Replace(text)
}

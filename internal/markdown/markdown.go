// Package markdown writes tables, code and texts of strangers as Markdown.
package markdown

import (
	"strings"
	"unicode"
)

// Table writes rows, the first of which is the heading. Columns that
// are empty in all rows are left out.
func Table(rows [][]string) string {
	used := make([]bool, len(rows[0]))
	for _, row := range rows[1:] {
		for column, cell := range row {
			used[column] = used[column] || cell != ""
		}
	}
	var b strings.Builder
	for i, row := range rows {
		var cells, rules []string
		for column, cell := range row {
			if used[column] {
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

// Code writes each text as code, one a line.
func Code(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		fence := "`"
		if strings.Contains(text, fence) {
			fence = "``"
		}
		quoted[i] = fence + visible(inCode.Replace(text)) + fence
	}
	return strings.Join(quoted, "<br>")
}

// Text keeps a text from meaning anything in Markdown.
func Text(text string) string {
	return visible(meaningless.Replace(text))
}

// visible makes control characters visible, which a terminal would obey where
// somebody prints the Markdown.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

var inCode = strings.NewReplacer("|", `\|`, "\n", " ")

var meaningless = strings.NewReplacer("\\", `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "]", `\]`, "`", "\\`", "\n", " ")

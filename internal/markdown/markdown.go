// Package markdown writes tables, code and texts of strangers as Markdown.
package markdown

import "strings"

// Table writes rows, the first of which is the heading. Columns that
// are empty in all rows are left out.
func Table(rows [][]string) string {
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

// Code writes each text as code, one a line.
func Code(texts []string) string {
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

// Text keeps a text from meaning anything in Markdown.
func Text(text string) string {
	return strings.NewReplacer("\\", `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "[", `\[`, "]", `\]`, "`", "\\`", "\n", " ").Replace(text)
}

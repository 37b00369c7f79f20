package report

import (
	"strings"

	"github.com/cipublisher/cipublisher/review"
)

// holdersMarkdown explains holders as Markdown, for a pull request or a page.
func holdersMarkdown(_ Style, holders []review.Holder) string {
	if len(holders) == 0 {
		return noHolders
	}
	var parts []string
	for _, h := range holders {
		if h.Type != "" {
			parts = append(parts, "## "+markdownText(title(h))+"\n")
		}
		if isRole(h) {
			parts = append(parts, "**Who may assume the role**\n", markdownOr(grantsOf(h.Trust), "nobody"))
			if onlyTrust(h) {
				continue
			}
			parts = append(parts, "**What the role may do**\n")
		}
		if len(h.Policies) > 0 || len(h.Named) == 0 || isRole(h) {
			parts = append(parts, markdownOr(grantsOf(h.Policies), "nothing"))
		}
		for _, note := range limits(h) {
			parts = append(parts, markdownText(note)+"\n")
		}
	}
	return strings.Join(parts, "\n")
}

func markdownOr(grants []review.Grant, none string) string {
	if len(grants) == 0 {
		return none + "\n"
	}
	return grantMarkdown(grants)
}

// changesMarkdown writes changes as a table, a row for each thing granted or
// taken away.
func changesMarkdown(_ Style, changes []review.Change) string {
	var b strings.Builder
	gained, lost := 0, 0
	for _, change := range changes {
		if change.Holder.Type != "" {
			b.WriteString("## " + markdownText(title(change.Holder)) + "\n\n")
		}
		rows := [][]string{{"", "Change", "Action", "Principal", "Resource", "Condition"}}
		for _, e := range change.Gained {
			rows = append(rows, changeRow("➕", gains[e.Kind][e.Grant.Effect], e))
		}
		for _, e := range change.Lost {
			rows = append(rows, changeRow("➖", losses[e.Kind][e.Grant.Effect], e))
		}
		b.WriteString(markdownTable(rows) + "\n")
		gained, lost = gained+len(change.Gained), lost+len(change.Lost)
	}
	b.WriteString(verdict(gained, lost) + "\n")
	return b.String()
}

func changeRow(sign, verb string, e review.Entry) []string {
	names := make([]string, len(e.Grant.Actions))
	for i, a := range e.Grant.Actions {
		names[i] = a.Name
	}
	resources := code(e.Grant.Resources)
	if e.Text != "" {
		resources = code([]string{e.Text})
	}
	return []string{sign, verb, code(names), code(e.Grant.Principals), resources, code(e.Grant.Conditions)}
}

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

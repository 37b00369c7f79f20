package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/review"
)

// holdersMarkdown explains holders as Markdown, for a pull request or a page.
func holdersMarkdown(_ painter, holders []review.Holder) string {
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
func changesMarkdown(_ painter, _ string, changes []review.Change) string {
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

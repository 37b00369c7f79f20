package report

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/markdown"
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
			parts = append(parts, "## "+markdown.Text(title(h))+"\n")
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
			parts = append(parts, markdown.Text(note)+"\n")
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
			b.WriteString("## " + markdown.Text(title(change.Holder)) + "\n\n")
		}
		rows := [][]string{{"", "Change", "Action", "Principal", "Resource", "Condition"}}
		for _, e := range change.Gained {
			rows = append(rows, changeRow("➕", gains[e.Kind][e.Grant.Effect], e))
		}
		for _, e := range change.Lost {
			rows = append(rows, changeRow("➖", losses[e.Kind][e.Grant.Effect], e))
		}
		b.WriteString(markdown.Table(rows) + "\n")
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
	resources := markdown.Code(e.Grant.Resources)
	if e.Text != "" {
		resources = markdown.Code([]string{e.Text})
	}
	return []string{sign, verb, markdown.Code(names), markdown.Code(e.Grant.Principals), resources, markdown.Code(e.Grant.Conditions)}
}

// grantMarkdown writes grants as a Markdown table, a row for each action, with
// the reason for it.
func grantMarkdown(grants []review.Grant) string {
	rows := [][]string{{"Store", "Effect", "Action", "Principal", "Resource", "Condition", "Needed for"}}
	for _, g := range grants {
		for _, a := range g.Actions {
			reason := markdown.Text(a.Call)
			if a.Source != "" {
				reason = "[" + reason + "](" + a.Source + ")"
			}
			rows = append(rows, []string{
				markdown.Text(g.Store), effects[g.Effect].word, markdown.Code([]string{a.Name}),
				markdown.Code(g.Principals), markdown.Code(g.Resources), markdown.Code(g.Conditions), reason,
			})
		}
	}
	return markdown.Table(rows)
}

package report

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/review"
)

const noHolders = "no resource of the template has a policy\n"

// holdersText explains holders as tables of at most 80 columns.
func holdersText(s Style, holders []review.Holder) string {
	if len(holders) == 0 {
		return noHolders
	}
	texts := make([]string, len(holders))
	for i, h := range holders {
		texts[i] = holderText(s.Paint, h)
	}
	return strings.Join(texts, "\n")
}

func holderText(p terminal.Painter, h review.Holder) string {
	var parts []string
	if h.Type != "" {
		parts = append(parts, p.In(terminal.Bold, strings.Join(terminal.Break(title(h), terminal.Width), "\n"))+"\n")
	}
	if isRole(h) {
		parts = append(parts, p.In(terminal.Bold, "Who may assume the role")+"\n"+tableOr(p, grantsOf(h.Trust), trustTable, "nobody"))
	}
	if onlyTrust(h) {
		return parts[0]
	}
	heading := ""
	if isRole(h) {
		heading = p.In(terminal.Bold, "What the role may do") + "\n"
	}
	text := heading
	if len(h.Policies) > 0 || len(h.Named) == 0 || isRole(h) {
		text += tableOr(p, grantsOf(h.Policies), grantTable, "nothing")
	}
	for _, note := range limits(h) {
		text += strings.Join(terminal.Break(tableIndent+note, terminal.Width), "\n") + "\n"
	}
	return strings.Join(append(parts, text), "\n")
}

func tableOr(p terminal.Painter, grants []review.Grant, table func(terminal.Painter, []review.Grant) string, none string) string {
	if len(grants) == 0 {
		return tableIndent + none + "\n"
	}
	return table(p, grants)
}

// changesText says what changes grant and take away. The sign before each
// line says which, in the colours of a diff where there are colours.
func changesText(s Style, changes []review.Change) string {
	var b strings.Builder
	gained, lost := 0, 0
	for _, change := range changes {
		if change.Holder.Type != "" {
			b.WriteString(s.Paint.In(terminal.Bold, strings.Join(terminal.Break(title(change.Holder), terminal.Width), "\n")) + "\n")
		}
		for _, e := range change.Gained {
			writeEntry(&b, s.Paint, "+", terminal.Green, gains[e.Kind][e.Grant.Effect], e)
		}
		for _, e := range change.Lost {
			writeEntry(&b, s.Paint, "-", terminal.Red, losses[e.Kind][e.Grant.Effect], e)
		}
		b.WriteByte('\n')
		gained, lost = gained+len(change.Gained), lost+len(change.Lost)
	}
	b.WriteString(verdict(gained, lost) + "\n")
	return b.String()
}

func writeEntry(b *strings.Builder, p terminal.Painter, sign string, c terminal.Color, verb string, e review.Entry) {
	write := func(first, indent, text string) {
		for i, line := range terminal.Break(text, terminal.Width-len(indent)) {
			if i > 0 {
				first = indent
			}
			b.WriteString(first + line + "\n")
		}
	}
	if e.Text != "" {
		write(p.In(c, sign)+" ", "  ", verb+" "+e.Text)
		for _, condition := range conditionLines(e.Grant) {
			write("    ", "    ", condition)
		}
		return
	}
	names := make([]string, len(e.Grant.Actions))
	for i, a := range e.Grant.Actions {
		names[i] = a.Name
	}
	write(p.In(c, sign)+" ", "  ", verb+" "+strings.Join(names, ", "))
	for _, principal := range e.Grant.Principals {
		write("    ", "    ", "to "+principal)
	}
	for _, resource := range e.Grant.Resources {
		write("    ", "    ", "on "+resource)
	}
	for _, condition := range conditionLines(e.Grant) {
		write("    ", "    ", condition)
	}
}

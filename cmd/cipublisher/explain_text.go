package main

import (
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

const noHolders = "no resource of the template has a policy\n"

// holdersText explains holders as tables of at most 80 columns.
func holdersText(p painter, holders []review.Holder) string {
	if len(holders) == 0 {
		return noHolders
	}
	texts := make([]string, len(holders))
	for i, h := range holders {
		texts[i] = holderText(p, h)
	}
	return strings.Join(texts, "\n")
}

func holderText(p painter, h review.Holder) string {
	var parts []string
	if h.ID != "" {
		parts = append(parts, p.in(bold, strings.Join(breakText(title(h), helpWidth), "\n"))+"\n")
	}
	if h.Trust != nil {
		parts = append(parts, p.in(bold, "Who may assume the role")+"\n"+tableOr(p, review.Grants(*h.Trust), trustTable, "nobody"))
	}
	if onlyTrust(h) {
		return parts[0]
	}
	heading := ""
	if h.Trust != nil {
		heading = p.in(bold, "What the role may do") + "\n"
	}
	text := heading + tableOr(p, grantsOf(h.Policies), grantTable, "nothing")
	for _, note := range limits(h) {
		text += strings.Join(breakText(tableIndent+note, helpWidth), "\n") + "\n"
	}
	return strings.Join(append(parts, text), "\n")
}

// onlyTrust reports whether a trust policy was given by itself.
func onlyTrust(h review.Holder) bool { return h.ID == "" && h.Trust != nil && len(h.Policies) == 0 }

// title names a holder of a template.
func title(h review.Holder) string {
	text := h.Type + " " + h.ID
	if h.Name != "" {
		text += ", " + h.Name
	}
	return text
}

func tableOr(p painter, grants []review.Grant, table func(painter, []review.Grant) string, none string) string {
	if len(grants) == 0 {
		return tableIndent + none + "\n"
	}
	return table(p, grants)
}

func grantsOf(documents []policy.Document) []review.Grant {
	var all []review.Grant
	for _, d := range documents {
		all = append(all, review.Grants(d)...)
	}
	return all
}

// limits says what a role's policies do not tell.
func limits(h review.Holder) []string {
	var all []string
	for _, arn := range h.Managed {
		all = append(all, "and whatever the managed policy "+arn+" says, which is not in the template")
	}
	for _, address := range h.Templates {
		all = append(all, "and whatever the template "+address+" grants, which is not known here")
	}
	if h.Boundary != "" {
		all = append(all, "but nothing beyond the permissions boundary "+h.Boundary)
	}
	return all
}

// changesText says what changes grant and take away. The sign before each
// line says which, in the colours of a diff where there are colours.
func changesText(p painter, changes []review.Change) string {
	var b strings.Builder
	gained, lost := 0, 0
	for _, change := range changes {
		if change.Holder.ID != "" {
			b.WriteString(p.in(bold, strings.Join(breakText(title(change.Holder), helpWidth), "\n")) + "\n")
		}
		for _, e := range change.Gained {
			writeEntry(&b, p, "+", green, gains[e.Kind][e.Grant.Effect], e)
		}
		for _, e := range change.Lost {
			writeEntry(&b, p, "-", red, losses[e.Kind][e.Grant.Effect], e)
		}
		b.WriteByte('\n')
		gained, lost = gained+len(change.Gained), lost+len(change.Lost)
	}
	b.WriteString(verdict(gained, lost) + "\n")
	return b.String()
}

// gains and losses say what an entry does, by its kind and effect.
var (
	gains = map[review.Kind]map[policy.Effect]string{
		review.InTrust:    {policy.Allow: "trusts", policy.Deny: "no longer refuses"},
		review.InPolicy:   {policy.Allow: "grants", policy.Deny: "no longer denies"},
		review.InManaged:  {"": "attaches the managed policy"},
		review.InTemplate: {"": "deploys another template, with whatever it grants:"},
		review.InBoundary: {"": "is no longer limited by the permissions boundary"},
	}
	losses = map[review.Kind]map[policy.Effect]string{
		review.InTrust:    {policy.Allow: "no longer trusts", policy.Deny: "refuses"},
		review.InPolicy:   {policy.Allow: "takes away", policy.Deny: "denies"},
		review.InManaged:  {"": "detaches the managed policy"},
		review.InTemplate: {"": "no longer deploys the template"},
		review.InBoundary: {"": "is limited by the permissions boundary"},
	}
)

func verdict(gained, lost int) string {
	switch {
	case gained+lost == 0:
		return "no change in what is granted"
	case gained == 0:
		return fmt.Sprintf("nothing new is granted; %s taken away", count(lost))
	}
	return fmt.Sprintf("%s granted, %s taken away", count(gained), count(lost))
}

// count counts entries.
func count(n int) string {
	if n == 1 {
		return "1 permission"
	}
	return fmt.Sprintf("%d permissions", n)
}

func writeEntry(b *strings.Builder, p painter, sign string, c color, verb string, e review.Entry) {
	write := func(first, indent, text string) {
		for i, line := range breakText(text, helpWidth-len(indent)) {
			if i > 0 {
				first = indent
			}
			b.WriteString(first + line + "\n")
		}
	}
	if e.Text != "" {
		write(p.in(c, sign)+" ", "  ", verb+" "+e.Text)
		return
	}
	names := make([]string, len(e.Grant.Actions))
	for i, a := range e.Grant.Actions {
		names[i] = a.Name
	}
	write(p.in(c, sign)+" ", "  ", verb+" "+strings.Join(names, ", "))
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

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
	if h.Type != "" {
		parts = append(parts, p.in(bold, strings.Join(breakText(title(h), helpWidth), "\n"))+"\n")
	}
	if isRole(h) {
		parts = append(parts, p.in(bold, "Who may assume the role")+"\n"+tableOr(p, grantsOf(h.Trust), trustTable, "nobody"))
	}
	if onlyTrust(h) {
		return parts[0]
	}
	heading := ""
	if isRole(h) {
		heading = p.in(bold, "What the role may do") + "\n"
	}
	text := heading
	if len(h.Policies) > 0 || len(h.Named) == 0 || isRole(h) {
		text += tableOr(p, grantsOf(h.Policies), grantTable, "nothing")
	}
	for _, note := range limits(h) {
		text += strings.Join(breakText(tableIndent+note, helpWidth), "\n") + "\n"
	}
	return strings.Join(append(parts, text), "\n")
}

// onlyTrust reports whether a trust policy was given by itself.
func onlyTrust(h review.Holder) bool { return h.Type == "" && len(h.Trust) > 0 && len(h.Policies) == 0 }

// isRole reports whether a holder is a role, whoever may assume it.
func isRole(h review.Holder) bool {
	return len(h.Trust) > 0 || h.Type == "AWS::IAM::Role" && h.ID != ""
}

// title names a holder of a template.
func title(h review.Holder) string {
	text := h.Type
	if h.ID != "" {
		text += " " + h.ID
	}
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

// limits says what a holder's policies do not tell.
func limits(h review.Holder) []string {
	var all []string
	for _, n := range h.Named {
		text := strings.ReplaceAll(notes[n.Kind], "%", n.Text)
		if len(n.When) > 0 {
			text += ", if " + strings.Join(n.When, " and ")
		}
		all = append(all, text)
	}
	return all
}

// notes say what stands for what is known by its name alone.
var notes = map[review.Kind]string{
	review.InManaged:  "and whatever the managed policy % says, which is not known here",
	review.InGroup:    "and whatever the group % has, which is not known here",
	review.InRole:     "and is passed the role %",
	review.InAccess:   "and what this opens: %",
	review.InTemplate: "and whatever the template % grants, which is not known here",
	review.InTarget:   "and all of it for %",
	review.InUnknown:  "and what is not known here: %",
	review.InBoundary: "but nothing beyond the permissions boundary %",
	review.InLimit:    "but only within %",
}

// changesText says what changes grant and take away. The sign before each
// line says which, in the colours of a diff where there are colours.
func changesText(p painter, _ string, changes []review.Change) string {
	var b strings.Builder
	gained, lost := 0, 0
	for _, change := range changes {
		if change.Holder.Type != "" {
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
		review.InManaged:  {policy.Allow: "attaches the managed policy", policy.Deny: "detaches the managed policy, which may have denied something:"},
		review.InGroup:    {policy.Allow: "joins the group", policy.Deny: "leaves the group, which may have denied something:"},
		review.InRole:     {policy.Allow: "is passed the role"},
		review.InAccess:   {policy.Allow: "opens"},
		review.InTemplate: {policy.Allow: "deploys another template, with whatever it grants:", policy.Deny: "no longer deploys a template, which may have denied something:"},
		review.InTarget:   {policy.Allow: "grants all of it for"},
		review.InUnknown:  {policy.Allow: "may grant anything:", policy.Deny: "no longer has what may have denied something:"},
		review.InBoundary: {policy.Deny: "is no longer limited by the permissions boundary"},
		review.InLimit:    {policy.Deny: "is no longer limited by"},
	}
	losses = map[review.Kind]map[policy.Effect]string{
		review.InTrust:    {policy.Allow: "no longer trusts", policy.Deny: "refuses"},
		review.InPolicy:   {policy.Allow: "takes away", policy.Deny: "denies"},
		review.InManaged:  {policy.Allow: "detaches the managed policy"},
		review.InGroup:    {policy.Allow: "leaves the group"},
		review.InRole:     {policy.Allow: "is no longer passed the role"},
		review.InAccess:   {policy.Allow: "closes"},
		review.InTemplate: {policy.Allow: "no longer deploys the template"},
		review.InTarget:   {policy.Allow: "no longer grants any of it for"},
		review.InUnknown:  {policy.Allow: "no longer has what is not known:"},
		review.InBoundary: {policy.Deny: "is limited by the permissions boundary"},
		review.InLimit:    {policy.Deny: "is limited by"},
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
		for _, condition := range conditionLines(e.Grant) {
			write("    ", "    ", condition)
		}
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

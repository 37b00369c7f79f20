package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// A table of grants for a terminal: a section for each store, and in it a row
// for each grant. What an action applies to, and when, share a column, since
// an ARN alone fills half the width.
const (
	tableIndent = "  "
	tableGap    = "  "
)

// grantTable writes grants as text of at most terminal.Width columns.
func grantTable(p terminal.Painter, grants []review.Grant) string {
	var b strings.Builder
	for i, store := range storesOf(grants) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.In(terminal.Bold, store) + "\n")
		writeSection(&b, p, slices.DeleteFunc(slices.Clone(grants), func(g review.Grant) bool { return g.Store != store }))
	}
	return b.String()
}

// trustTable writes the grants of a trust policy: there a line is for the
// principal and its conditions, which are long, and the action is one of few.
func trustTable(p terminal.Painter, grants []review.Grant) string {
	var b strings.Builder
	b.WriteString(tableIndent + "EFFECT" + tableGap + "PRINCIPAL, ACTION, CONDITION\n")
	for _, g := range grants {
		lines := slices.Clone(g.Principals)
		for _, a := range g.Actions {
			lines = append(lines, "by "+a.Name)
		}
		effect := pad(effects[g.Effect].word, len("EFFECT"))
		for _, text := range append(lines, conditionLines(g)...) {
			for _, line := range terminal.Break(text, terminal.Width-len(tableIndent+"EFFECT"+tableGap)) {
				b.WriteString(tableIndent + p.In(effects[g.Effect].color, effect) + tableGap + line + "\n")
				effect = pad("", len(effect))
			}
		}
	}
	return b.String()
}

// storesOf returns the stores in the order in which they first appear.
func storesOf(grants []review.Grant) []string {
	var stores []string
	for _, g := range grants {
		if !slices.Contains(stores, g.Store) {
			stores = append(stores, g.Store)
		}
	}
	return stores
}

func writeSection(b *strings.Builder, p terminal.Painter, grants []review.Grant) {
	const effectWidth, widest = len("EFFECT"), 36
	actionWidth := len("ACTION")
	for _, g := range grants {
		for _, a := range g.Actions {
			actionWidth = max(actionWidth, min(utf8.RuneCountInString(a.Name), widest))
		}
	}
	left := len(tableIndent) + effectWidth + len(tableGap) + actionWidth + len(tableGap)
	row := func(effect string, c terminal.Color, action, rest string) {
		line := tableIndent + p.In(c, effect) + strings.Repeat(" ", effectWidth-len(effect)) + tableGap + pad(action, actionWidth) + tableGap + rest
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	row("EFFECT", "", "ACTION", heading(grants))
	for _, g := range grants {
		var actions, rest []string
		for _, a := range g.Actions {
			actions = append(actions, terminal.Break(a.Name, actionWidth)...)
		}
		for _, text := range appliesTo(g) {
			rest = append(rest, terminal.Break(text, terminal.Width-left)...)
		}
		for i := range max(len(actions), len(rest)) {
			effect := ""
			if i == 0 {
				effect = effects[g.Effect].word
			}
			row(effect, effects[g.Effect].color, at(actions, i), at(rest, i))
		}
	}
}

var effects = map[policy.Effect]struct {
	word  string
	color terminal.Color
}{
	policy.Allow: {"allow", terminal.Green},
	policy.Deny:  {"deny", terminal.Red},
}

// heading names the last column by what it holds.
func heading(grants []review.Grant) string {
	var words []string
	has := func(word string, holds func(review.Grant) bool) {
		if slices.ContainsFunc(grants, holds) {
			words = append(words, word)
		}
	}
	has("PRINCIPAL", func(g review.Grant) bool { return len(g.Principals) > 0 })
	has("RESOURCE", func(g review.Grant) bool { return len(g.Resources) > 0 })
	has("CONDITION", func(g review.Grant) bool { return len(g.Conditions) > 0 })
	return strings.Join(words, ", ")
}

// appliesTo says who and what a grant applies to, and when.
func appliesTo(g review.Grant) []string {
	return slices.Concat(g.Principals, g.Resources, conditionLines(g))
}

// conditionLines says when a grant applies.
func conditionLines(g review.Grant) []string {
	var all []string
	for i, condition := range g.Conditions {
		word := "if "
		if i > 0 {
			word = "and "
		}
		all = append(all, word+condition)
	}
	return all
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

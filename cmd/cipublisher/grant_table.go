package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// grantTable writes grants as text of at most helpWidth columns.
func grantTable(p painter, grants []review.Grant) string {
	var b strings.Builder
	for i, store := range storesOf(grants) {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.in(bold, store) + "\n")
		writeSection(&b, p, slices.DeleteFunc(slices.Clone(grants), func(g review.Grant) bool { return g.Store != store }))
	}
	return b.String()
}

// trustTable writes the grants of a trust policy: there a line is for the
// principal and its conditions, which are long, and the action is one of few.
func trustTable(p painter, grants []review.Grant) string {
	var b strings.Builder
	b.WriteString(tableIndent + "EFFECT" + tableGap + "PRINCIPAL, ACTION, CONDITION\n")
	for _, g := range grants {
		lines := slices.Clone(g.Principals)
		for _, a := range g.Actions {
			lines = append(lines, "by "+a.Name)
		}
		effect := pad(effects[g.Effect].word, len("EFFECT"))
		for _, text := range append(lines, conditionLines(g)...) {
			for _, line := range breakText(text, helpWidth-len(tableIndent+"EFFECT"+tableGap)) {
				b.WriteString(tableIndent + p.in(effects[g.Effect].color, effect) + tableGap + line + "\n")
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

func writeSection(b *strings.Builder, p painter, grants []review.Grant) {
	const effectWidth, widest = len("EFFECT"), 36
	actionWidth := len("ACTION")
	for _, g := range grants {
		for _, a := range g.Actions {
			actionWidth = max(actionWidth, min(utf8.RuneCountInString(a.Name), widest))
		}
	}
	left := len(tableIndent) + effectWidth + len(tableGap) + actionWidth + len(tableGap)
	row := func(effect string, c color, action, rest string) {
		line := tableIndent + p.in(c, effect) + strings.Repeat(" ", effectWidth-len(effect)) + tableGap + pad(action, actionWidth) + tableGap + rest
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	row("EFFECT", "", "ACTION", heading(grants))
	for _, g := range grants {
		var actions, rest []string
		for _, a := range g.Actions {
			actions = append(actions, breakText(a.Name, actionWidth)...)
		}
		for _, text := range appliesTo(g) {
			rest = append(rest, breakText(text, helpWidth-left)...)
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
	color color
}{
	policy.Allow: {"allow", green},
	policy.Deny:  {"deny", red},
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

// breakText breaks a text into lines of a width, at a space where the next
// word then fits, else behind what separates the parts of a name; lines after
// the first are indented. Control characters, which a file may have brought
// along, are made visible.
func breakText(text string, width int) []string {
	const indent = "  "
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
	var lines []string
	before := "" // the indent, from the second line on
	for rest := []rune(text); ; before = indent {
		room := width - len(before)
		if len(rest) <= room {
			return append(lines, before+string(rest))
		}
		least := len(indent) + 1 - len(before)
		cut := room
		for i := room; i > least; i-- {
			if strings.ContainsRune("/:,", rest[i-1]) {
				cut = i
				break
			}
		}
		for i := room; i > least; i-- {
			if rest[i] != ' ' {
				continue
			}
			if wordLength(rest[i+1:], width) <= width-len(indent) {
				cut = i
			}
			break
		}
		lines = append(lines, strings.TrimRight(before+string(rest[:cut]), " "))
		rest = rest[cut:]
		for len(rest) > 0 && rest[0] == ' ' {
			rest = rest[1:]
		}
	}
}

// wordLength is the length of the word that a text begins with, as far as it
// matters.
func wordLength(text []rune, most int) int {
	for i, r := range text[:min(len(text), most+1)] {
		if r == ' ' {
			return i
		}
	}
	return min(len(text), most+1)
}

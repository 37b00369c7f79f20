package policy

import (
	"strings"
	"unicode/utf8"
)

// actionShape is one value of an Action element, for comparisons.
type actionShape struct {
	// text is the value in lower case.
	text string
	// prefix is its plain beginning; see plainLength.
	prefix string
	// open says that a "*" is all that follows the prefix.
	open bool
	// whole is made when it is asked for: most actions are compared by their
	// text alone.
	whole shape
}

// action prepares an action. Both sides of a comparison have most of them in
// common, and so they are kept.
func (c *shaping) action(text string) listed[*actionShape] {
	c.buffer = appendFolded(c.buffer[:0], text)
	if l, known := c.actions[string(c.buffer)]; known {
		return l
	}
	a := &actionShape{text: string(c.buffer)}
	l := listed[*actionShape]{value: a, id: int32(len(c.actions))}
	l.begins, _ = beginning(a.text)
	if plain := plainLength(a.text); plain == len(a.text) {
		a.prefix = a.text
		l.exact = a.text != "" && utf8.ValidString(a.text)
	} else {
		a.prefix = a.text[:plain]
		a.open = strings.Trim(a.text[plain:], everything) == "" && utf8.ValidString(a.prefix)
		_, l.exact = c.wholeAction(a).only()
		l.unsettled = isUnsettled(a.text)
	}
	c.actions[a.text] = l
	return l
}

func (c *shaping) wholeAction(a *actionShape) shape {
	if a.whole == nil {
		a.whole = c.shape(a.text, reading{wildcards: true})
	}
	return a.whole
}

func (a *actionShape) plain() string { return a.prefix }

// all reports whether a value takes in every action.
func (a *actionShape) all() bool { return a.open && a.prefix == "" }

// coversAction reports whether every action that narrow matches is matched by
// wide. It never says so wrongly.
func (c *shaping) coversAction(wide, narrow *actionShape) bool {
	if !c.spend(1) || !strings.HasPrefix(narrow.text, wide.prefix) {
		return false
	}
	return wide.open || c.covers(c.wholeAction(wide), c.wholeAction(narrow))
}

// meetsAction reports whether some action may match both. It never denies that
// wrongly.
func (c *shaping) meetsAction(a, b *actionShape) bool {
	if !c.spend(1) {
		return true
	}
	if !strings.HasPrefix(a.prefix, b.prefix) && !strings.HasPrefix(b.prefix, a.prefix) {
		return false
	}
	return c.meets(c.wholeAction(a), c.wholeAction(b))
}

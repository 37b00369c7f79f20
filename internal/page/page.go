// Package page writes plain text for a person, of at most 80 columns.
package page

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// columns is the width of a page.
const columns = 80

// Page is text in the making.
type Page struct {
	strings.Builder
	// Shown returns a text as it is to be shown: what comes from strangers may
	// hold what a terminal obeys. Nil shows every text as it is.
	Shown func(string) string
	// Labels is how wide the labels of fields are, in characters. Default: 8.
	Labels int
}

func (p *Page) shown(text string) string {
	if p.Shown == nil {
		return text
	}
	return p.Shown(text)
}

// List writes sentences below a title, if there are any.
func (p *Page) List(title string, items []string) {
	if len(items) == 0 {
		return
	}
	p.Line("")
	p.Text(0, title)
	for _, item := range items {
		p.Item(item)
	}
}

// Line writes a line as it is.
func (p *Page) Line(text string) {
	p.WriteString(text)
	p.WriteByte('\n')
}

// Field writes a label and a value, which goes on below when it is long.
func (p *Page) Field(indent int, label, value string) {
	value = p.shown(value)
	width := cmp.Or(p.Labels, 8)
	prefix := strings.Repeat(" ", indent) + label + strings.Repeat(" ", max(1, width-utf8.RuneCountInString(label)))
	for {
		head, rest := Cut(value, columns-utf8.RuneCountInString(prefix))
		p.Line(prefix + head)
		if rest == "" {
			return
		}
		prefix, value = strings.Repeat(" ", indent+width), rest
	}
}

// Value writes a value alone.
func (p *Page) Value(indent int, value string) {
	value = p.shown(value)
	for value != "" {
		var head string
		head, value = Cut(value, columns-indent)
		p.Line(strings.Repeat(" ", indent) + head)
	}
}

// Item writes a sentence with a dash before it.
func (p *Page) Item(text string) {
	p.wrap("  - ", "    ", text)
}

// Text writes a sentence, broken between words.
func (p *Page) Text(indent int, text string) {
	spaces := strings.Repeat(" ", indent)
	p.wrap(spaces, spaces+"  ", text)
}

func (p *Page) wrap(first, rest, text string) {
	line, empty := first, true
	flush := func() {
		p.Line(line)
		line, empty = rest, true
	}
	for _, word := range strings.Split(p.shown(text), " ") {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns {
			flush()
		}
		if !empty {
			line += " "
		}
		for {
			head, more := Cut(word, columns-utf8.RuneCountInString(line))
			line, empty = line+head, false
			if more == "" {
				break
			}
			flush()
			word = more
		}
	}
	p.Line(line)
}

// Cut splits a text after so many characters.
func Cut(text string, n int) (head, rest string) {
	for i := range text {
		if n == 0 {
			return text[:i], text[i:]
		}
		n--
	}
	return text, ""
}

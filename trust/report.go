package trust

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/policy"
)

// columns is the width of a report.
const columns = 80

// Report returns the result for a person: plain text of at most 80 columns, with
// a final newline. Its first word is "allowed" or "denied".
func (r Result) Report() string {
	var p page
	switch {
	case r.Allowed:
		p.text(0, "allowed by statement "+statementName(r.Decision.Statement, r.Decision.Sid))
	case r.Undecided:
		p.text(0, "undecided: the token is what the policy wants, and conditions on the request decide")
	default:
		p.text(0, "denied: the token may not assume the role")
	}
	p.field(2, "issuer", r.Issuer.URL())
	p.field(2, "subject", r.Subject)
	for _, m := range r.Statements {
		p.line("")
		p.statement(m, r)
	}
	if len(r.Needs) > 0 {
		p.line("")
		p.text(0, "What the request must say:")
		for _, key := range r.Needs {
			p.value(2, key)
		}
	}
	if r.Nearest != "" {
		p.line("")
		p.text(0, "Nearest subject that would have matched:")
		p.value(2, r.Nearest)
	}
	p.list("Likely causes:", texts(r.Causes))
	p.list("Warnings:", texts(r.Warnings))
	p.list("Notes:", r.Notes)
	return p.String()
}

func texts(causes []Cause) []string {
	list := make([]string, len(causes))
	for i, c := range causes {
		list[i] = c.Text
	}
	return list
}

// page is text in the making.
type page struct{ strings.Builder }

// list writes sentences below a title, if there are any.
func (p *page) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	p.line("")
	p.text(0, title)
	for _, item := range items {
		p.item(item)
	}
}

func (p *page) line(text string) {
	p.WriteString(text)
	p.WriteByte('\n')
}

func statementName(index int, sid string) string {
	name := strconv.Itoa(index)
	if sid != "" {
		name += " (" + sid + ")"
	}
	return name
}

func (p *page) statement(m policy.Match, r Result) {
	name := statementName(m.Statement, m.Sid)
	switch {
	case m.Effect == policy.Deny && r.Undecided:
		p.text(0, "Statement "+name+" may deny the token.")
		return
	case m.Effect == policy.Deny:
		p.text(0, "Statement "+name+" denies the token.")
		return
	case !m.Principal:
		p.text(0, "Statement "+name+" trusts another identity provider.")
		return
	case !m.Action:
		p.text(0, "Statement "+name+" does not grant "+assume+".")
		return
	case r.Undecided:
		p.text(0, "Statement "+name+" admits it under conditions:")
	default:
		p.text(0, "Statement "+name+" does not admit it:")
	}
	for _, f := range m.Failed {
		p.text(2, strings.TrimPrefix(f.Key, r.Issuer.Prefix()+":")+" ("+f.Operator+")")
		first, next := "wanted", "or"
		if isNegative(f.Operator) {
			first, next = "none of", ""
		}
		for i, w := range f.Want {
			label := first
			if i > 0 {
				label = next
			}
			p.field(4, label, w)
		}
		switch {
		case f.Present:
		case !isOfRequest(f.Key):
			p.text(4, "seen    nothing: the token has no such claim that AWS tests")
		case isNeverSent(f.Key):
			p.text(4, "seen    nothing: AWS sends no such key with a token")
		default:
			p.text(4, "seen    nothing: the request says it, not the token")
		}
		for _, g := range f.Got {
			p.field(4, "seen", g)
		}
	}
}

// field writes a label and a value, which goes on below when it is long.
func (p *page) field(indent int, label, value string) {
	value = visible(value)
	prefix := strings.Repeat(" ", indent) + label + strings.Repeat(" ", 8-len(label))
	for {
		head, rest := cut(value, columns-utf8.RuneCountInString(prefix))
		p.line(prefix + head)
		if rest == "" {
			return
		}
		prefix, value = strings.Repeat(" ", indent+8), rest
	}
}

// value writes a value alone.
func (p *page) value(indent int, value string) {
	value = visible(value)
	for value != "" {
		var head string
		head, value = cut(value, columns-indent)
		p.line(strings.Repeat(" ", indent) + head)
	}
}

// item writes a sentence with a dash before it.
func (p *page) item(text string) {
	p.wrap("  - ", "    ", text)
}

// text writes a sentence, broken between words.
func (p *page) text(indent int, text string) {
	spaces := strings.Repeat(" ", indent)
	p.wrap(spaces, spaces+"  ", text)
}

func (p *page) wrap(first, rest, text string) {
	line, empty := first, true
	flush := func() {
		p.line(line)
		line, empty = rest, true
	}
	for _, word := range strings.Split(visible(text), " ") {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > columns {
			flush()
		}
		if !empty {
			line += " "
		}
		for {
			head, more := cut(word, columns-utf8.RuneCountInString(line))
			line, empty = line+head, false
			if more == "" {
				break
			}
			flush()
			word = more
		}
	}
	p.line(line)
}

// cut splits a text after so many characters.
func cut(text string, n int) (head, rest string) {
	for i := range text {
		if n == 0 {
			return text[:i], text[i:]
		}
		n--
	}
	return text, ""
}

// visible returns the text with everything escaped that a terminal would not
// show as it is, or that a reader would take for something else: a token's
// claims come from strangers.
func visible(text string) string {
	text = policy.ShowUnknown(text)
	if text == "" {
		return `""`
	}
	switch {
	case misleading(text) != "":
		return strconv.QuoteToASCII(text)
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }), strings.TrimSpace(text) != text:
		return strconv.Quote(text)
	}
	return text
}

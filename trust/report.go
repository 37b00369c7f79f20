package trust

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/cipublisher/cipublisher/internal/page"
	"github.com/cipublisher/cipublisher/policy"
)

// Report returns the result for a person: plain text of at most 80 columns, with
// a final newline. Its first word is "allowed" or "denied".
func (r Result) Report() string {
	p := page.Page{Shown: Shown}
	switch {
	case r.Allowed:
		p.Text(0, "allowed by statement "+statementName(r.Decision.Statement, r.Decision.Sid))
	case r.Undecided:
		p.Text(0, "undecided: the token is what the policy wants, and conditions on the request decide")
	default:
		p.Text(0, "denied: the token may not assume the role")
	}
	p.Field(2, "issuer", r.Issuer.URL())
	p.Field(2, "subject", r.Subject)
	for _, m := range r.Statements {
		p.Line("")
		r.statement(&p, m)
	}
	if len(r.Needs) > 0 {
		p.Line("")
		p.Text(0, "What the request must say:")
		for _, key := range r.Needs {
			p.Value(2, key)
		}
	}
	if r.Nearest != "" {
		p.Line("")
		p.Text(0, "Nearest subject that would have matched:")
		p.Value(2, r.Nearest)
	}
	p.List("Likely causes:", texts(r.Causes))
	p.List("Warnings:", texts(r.Warnings))
	p.List("Notes:", r.Notes)
	return p.String()
}

func texts(causes []Cause) []string {
	list := make([]string, len(causes))
	for i, c := range causes {
		list[i] = c.Text
	}
	return list
}

func statementName(index int, sid string) string {
	name := strconv.Itoa(index)
	if sid != "" {
		name += " (" + sid + ")"
	}
	return name
}

func (r Result) statement(p *page.Page, m policy.Match) {
	name := statementName(m.Statement, m.Sid)
	switch {
	case m.Effect == policy.Deny && r.Undecided:
		p.Text(0, "Statement "+name+" may deny the token.")
		return
	case m.Effect == policy.Deny:
		p.Text(0, "Statement "+name+" denies the token.")
		return
	case !m.Principal:
		p.Text(0, "Statement "+name+" trusts another identity provider.")
		return
	case !m.Action:
		p.Text(0, "Statement "+name+" does not grant "+assume+".")
		return
	case r.Undecided:
		p.Text(0, "Statement "+name+" admits it under conditions:")
	default:
		p.Text(0, "Statement "+name+" does not admit it:")
	}
	for _, f := range m.Failed {
		p.Text(2, strings.TrimPrefix(f.Key, r.Issuer.Prefix()+":")+" ("+f.Operator+")")
		first, next := "wanted", "or"
		if isNegative(f.Operator) {
			first, next = "none of", ""
		}
		for i, w := range f.Want {
			label := first
			if i > 0 {
				label = next
			}
			p.Field(4, label, w)
		}
		switch {
		case f.Present:
		case !isOfRequest(f.Key):
			p.Text(4, "seen    nothing: the token has no such claim that AWS tests")
		case isNeverSent(f.Key):
			p.Text(4, "seen    nothing: AWS sends no such key with a token")
		default:
			p.Text(4, "seen    nothing: the request says it, not the token")
		}
		for _, g := range f.Got {
			p.Field(4, "seen", g)
		}
	}
}

// Shown returns the text with everything escaped that a terminal would not
// show as it is, or that a reader would take for something else: a token's
// claims come from strangers.
func Shown(text string) string {
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

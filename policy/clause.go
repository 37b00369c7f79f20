package policy

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// clause is a statement of one document, prepared for comparisons.
type clause struct {
	Statement
	// named are the principals of Principal or NotPrincipal; see principalNames.
	named    []string
	namedSet map[string]bool
	// everybody says that the Principal is everybody.
	everybody bool
	actions   list[*actionShape]
	resources list[*resourceShape]
	// required are the conditions, sorted by operator and key.
	required []requirement
	// key is a text that equal clauses have in common; the Sid is no part of it.
	key string
}

// clauses prepares the statements of documents with one effect.
func (c *shaping) clauses(documents []Document, effect Effect) []*clause {
	var all []*clause
	seen := map[string]bool{}
	for _, d := range documents {
		for _, s := range d.Statements {
			if s.Effect != effect {
				continue
			}
			if prepared := c.clause(s, d.variables()); !seen[prepared.key] {
				seen[prepared.key] = true
				all = append(all, prepared)
			}
		}
	}
	return all
}

func (c *shaping) clause(s Statement, variables bool) *clause {
	identity := s.Principal == nil && s.NotPrincipal == nil
	p := &clause{Statement: s}
	switch {
	case s.Principal != nil:
		p.everybody = s.Principal.anyone()
		p.named = principalNames(s.Principal)
	case s.NotPrincipal != nil:
		p.named = principalNames(s.NotPrincipal)
	}
	p.namedSet = make(map[string]bool, len(p.named))
	for _, name := range p.named {
		p.namedSet[name] = true
	}
	p.actions = listOf(s.Actions, s.NotActions, c.action)
	p.resources = listOf(s.Resources, s.NotResources, func(text string) listed[*resourceShape] {
		return c.resourceOf(resourceText{text, variables, identity})
	})
	p.resources.missing = s.Resources == nil && s.NotResources == nil
	for _, name := range sortedKeys(s.Conditions) {
		for _, key := range sortedKeys(s.Conditions[name]) {
			p.required = append(p.required, c.requirement(name, key, s.Conditions[name][key], variables))
		}
	}
	p.key = p.text(variables)
	return p
}

// text names everything that a clause says. Documents of different versions
// say different things by the same words only where there are variables.
func (p *clause) text(variables bool) string {
	var b []byte
	hasVariable := false
	add := func(texts ...string) {
		for _, text := range texts {
			hasVariable = hasVariable || strings.Contains(text, "${")
			b = strconv.AppendInt(b, int64(len(text)), 10) // which says where it ends, whatever is in it
			b = append(append(b, ':'), text...)
		}
		b = append(b, '\n')
	}
	set := func(texts []string) { add(slices.Compact(slices.Sorted(slices.Values(texts)))...) }
	add(string(p.Effect))
	switch {
	case p.everybody:
		add("everybody")
	case p.Principal != nil:
		add("principal")
		set(p.named)
	case p.NotPrincipal != nil:
		add("all except")
		set(p.named)
	}
	b = p.actions.appendText(b)
	b = p.resources.appendText(b)
	for _, r := range p.required {
		add(r.name, r.key)
		var texts []string
		for _, v := range r.values {
			texts = append(texts, v.text)
		}
		set(texts)
	}
	if hasVariable && !variables {
		add("without variables")
	}
	return string(b)
}

// unconditional reports whether a clause applies whatever a request's context
// is and whatever the deployment makes of its unknowns.
func (p *clause) unconditional() bool {
	return len(p.required) == 0 && !slices.ContainsFunc(p.named, isUnsettled) &&
		!slices.ContainsFunc(p.actions.values, listed[*actionShape].isUnsettled) &&
		!slices.ContainsFunc(p.resources.values, listed[*resourceShape].isUnsettled)
}

// isUnsettled reports whether a text says something that only the deployment
// knows.
func isUnsettled(text string) bool { return HasUnknown(text) || token.In(text) }

// anyone reports whether a principal is everybody.
func (p *Principal) anyone() bool { return p.Everyone || slices.Contains(p.AWS, "*") }

// principalNames names principals, each in one way: an account is written as
// its digits or as the ARN of its root.
func principalNames(p *Principal) []string {
	if p.anyone() {
		return []string{everything}
	}
	var names []string
	for _, kind := range p.kinds() {
		for _, value := range kind.values {
			if kind.name == "AWS" && isAccount(value) {
				fields, _ := splitARN(value)
				value = fields.account
			}
			names = append(names, kind.name+" "+value)
		}
	}
	return names
}

// folded returns a text in lower case, as far as ASCII goes; see matchFold. An
// unknown stays as it is.
func folded(text string) string {
	for i := range len(text) {
		if 'A' <= text[i] && text[i] <= 'Z' {
			return string(appendFolded(nil, text))
		}
	}
	return text
}

// appendFolded appends what folded returns.
func appendFolded(b []byte, text string) []byte {
	folding := len(b)
	b = append(b, text...)
	for i := folding; i < len(b); i++ {
		if b[i] != unknownOpen[0] {
			b[i] = lower(b[i])
		} else if length := unknownLength(text[i-folding:]); length > 0 {
			i += length - 1
		}
	}
	return b
}

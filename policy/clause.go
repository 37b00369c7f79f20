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
	actions   list[shape]
	resources list[*resourceShape]
	// required are the conditions, sorted by operator and key.
	required []requirement
	// key is a text that equal clauses have in common; the Sid is no part of it.
	key string
}

// list is what a statement says of actions or resources: some values, or
// all except some.
type list[T any] struct {
	missing bool // a trust policy has no resources
	except  bool
	values  []T
	texts   []string // as they are written, one for each value
	// only is the one text that a value matches, for each of the values; empty
	// for patterns. exact holds them.
	only  []string
	exact map[string]bool
	// patterns are the values that may match more than themselves.
	patterns []T
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

// listed is one value of a list.
type listed[T any] struct {
	value T
	text  string
	only  string
	exact bool
}

// action prepares an action. Both sides of a comparison have most of them in
// common, and so they are kept.
func (c *shaping) action(text string) listed[shape] {
	if l, known := c.actions[text]; known {
		return l
	}
	l := listed[shape]{text: folded(text)}
	l.value = c.shape(l.text, reading{wildcards: true})
	l.only, l.exact = l.value.only()
	c.actions[text] = l
	return l
}

// resourceText is a resource and how it is read.
type resourceText struct {
	text                string
	variables, identity bool
}

// resourceOf prepares a resource, and keeps it as action does.
func (c *shaping) resourceOf(r resourceText) listed[*resourceShape] {
	if l, known := c.resources[r]; known {
		return l
	}
	l := listed[*resourceShape]{value: c.resource(r.text, r.variables, r.identity), text: r.text}
	if l.value.asWritten == nil {
		l.text = l.value.text
	}
	l.only, l.exact = l.value.whole.only()
	c.resources[r] = l
	return l
}

func listOf[T any](values, except []string, prepare func(string) listed[T]) list[T] {
	e := list[T]{}
	if e.except = isExcept(values, except); e.except {
		values = except
	}
	n := len(values)
	e.exact, e.values, e.texts, e.only = make(map[string]bool, n), make([]T, 0, n), make([]string, 0, n), make([]string, 0, n)
	for _, v := range values {
		l := prepare(v)
		e.values, e.texts, e.only = append(e.values, l.value), append(e.texts, l.text), append(e.only, l.only)
		if l.exact {
			e.exact[l.only] = true
		} else {
			e.patterns = append(e.patterns, l.value)
		}
	}
	return e
}

// text names everything that a clause says. Documents of different versions
// say different things by the same words only where there are variables.
func (p *clause) text(variables bool) string {
	var b strings.Builder
	hasVariable := false
	add := func(texts ...string) {
		for _, text := range texts {
			hasVariable = hasVariable || strings.Contains(text, "${")
			b.WriteString(strconv.Itoa(len(text))) // which says where it ends, whatever is in it
			b.WriteByte(':')
			b.WriteString(text)
		}
		b.WriteByte('\n')
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
	for _, e := range []struct {
		missing, except bool
		texts           []string
	}{{false, p.actions.except, p.actions.texts}, {p.resources.missing, p.resources.except, p.resources.texts}} {
		switch {
		case e.missing:
			add("none")
		case e.except:
			add("all except")
		default:
			add("")
		}
		set(e.texts)
	}
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
	return b.String()
}

// unconditional reports whether a clause applies whatever a request's context
// is and whatever the deployment makes of its unknowns.
func (p *clause) unconditional() bool {
	return len(p.required) == 0 && !slices.ContainsFunc(p.named, isUnsettled) &&
		!slices.ContainsFunc(p.actions.texts, isUnsettled) && !slices.ContainsFunc(p.resources.texts, isUnsettled)
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

// inLowerCase returns a text in lower case, as far as ASCII goes.
func inLowerCase(text string) string {
	for i := range len(text) {
		if 'A' <= text[i] && text[i] <= 'Z' {
			lowered := []byte(text)
			for ; i < len(lowered); i++ {
				lowered[i] = lower(lowered[i])
			}
			return string(lowered)
		}
	}
	return text
}

// folded returns a text in lower case, as far as ASCII goes; see matchFold. An
// unknown stays as it is.
func folded(text string) string {
	before, rest, found := strings.Cut(text, unknownOpen)
	before = inLowerCase(before)
	if !found {
		return before
	}
	unknown := unknownLength(unknownOpen + rest)
	return before + (unknownOpen + rest)[:unknown] + folded((unknownOpen + rest)[unknown:])
}

package policy

import "strings"

// Prepared is documents that apply together, checked and taken apart once, so
// that each request costs a microsecond or less. It may be used by several
// goroutines at a time.
type Prepared struct{ statements []preparedStatement }

// Prepare checks documents and prepares them for many requests. The error
// holds every fault of the documents, as that of [Evaluate] does.
func Prepare(documents ...Document) (*Prepared, error) {
	if err := checkDocuments(documents); err != nil {
		return nil, err
	}
	p := &Prepared{}
	for i := range documents {
		for j := range documents[i].Statements {
			p.statements = append(p.statements, prepare(&documents[i], i, j))
		}
	}
	return p, nil
}

// Evaluate decides a request as the function [Evaluate] does. The error holds
// every fault of the request.
func (p *Prepared) Evaluate(r Request) (Decision, error) {
	if err := r.faults(); err != nil {
		return undecided, err
	}
	e := evaluation{Request: r}
	decision := undecided
	for i := range p.statements {
		if e.decides(&p.statements[i], &decision) {
			break
		}
	}
	return decision, nil
}

// preparedStatement is a statement that is ready to be evaluated. What only
// the deployment knows is decided against the request: an Allow with an
// unknown does not apply because of it, a Deny does.
type preparedStatement struct {
	document, statement int
	sid                 string
	effect              Effect
	// variables is false under the old version of the language, in which
	// policy variables are plain text.
	variables bool

	principal, notPrincipal *Principal
	actions, resources      preparedList
	conditions              []preparedCondition
}

// preparedList is the patterns of an element.
type preparedList struct {
	missing bool // a trust policy has no resources
	except  bool
	values  []preparedPattern
}

// preparedPattern is one pattern of an element.
type preparedPattern struct {
	text string
	// variable says that the text has policy variables.
	variable bool
	// first is where the first wildcard is; -1 if there is none.
	first int
}

// preparedCondition is one operator on one key.
type preparedCondition struct {
	*operator
	name, key string
	want      []string
	unknown   bool // its key or a value is not known
}

func prepare(d *Document, document, statement int) preparedStatement {
	s := &d.Statements[statement]
	p := preparedStatement{
		document: document, statement: statement, sid: s.Sid, effect: s.Effect, variables: d.variables(),
		principal: s.Principal, notPrincipal: s.NotPrincipal,
	}
	identity := s.Principal == nil && s.NotPrincipal == nil
	p.actions = p.list(s.Actions, s.NotActions, false)
	p.resources = p.list(s.Resources, s.NotResources, identity)
	p.resources.missing = s.Resources == nil && s.NotResources == nil
	p.resolvePrincipals()
	if len(s.Conditions) > 0 {
		p.conditions = make([]preparedCondition, 0, len(s.Conditions))
	}
	for _, name := range sortedKeys(s.Conditions) {
		for _, key := range sortedKeys(s.Conditions[name]) {
			c := preparedCondition{operator: operators[name], name: name, key: key, want: s.Conditions[name][key], unknown: HasUnknown(key)}
			for _, value := range c.want {
				c.unknown = c.unknown || HasUnknown(value)
			}
			p.conditions = append(p.conditions, c)
		}
	}
	return p
}

// list prepares the patterns of an element.
func (p *preparedStatement) list(values, except []string, complete bool) preparedList {
	l := preparedList{except: isExcept(values, except)}
	if l.except {
		values = except
	}
	l.values = make([]preparedPattern, 0, len(values))
	for _, text := range values {
		// A value with an unknown may match anything. That counts where it
		// makes a Deny apply and where it makes an Allow not apply.
		if (p.effect == Deny) != l.except {
			text = anythingUnknown(text)
		}
		if complete {
			if whole := completed(text); whole != text {
				if runsOn(text) {
					l.values = append(l.values, preparedPatternOf(text))
				}
				text = whole
			}
		}
		l.values = append(l.values, preparedPatternOf(text))
	}
	return l
}

// isExcept reports whether a statement has the "Not" form of an element. Its
// list may be empty: then it excepts nothing.
func isExcept(values, except []string) bool {
	return len(except) > 0 || except != nil && values == nil
}

func preparedPatternOf(text string) preparedPattern {
	return preparedPattern{text: text, variable: strings.Contains(text, "${"), first: strings.IndexAny(text, "*?")}
}

// resolvePrincipals decides what an unknown principal is.
func (p *preparedStatement) resolvePrincipals() {
	switch everybody := (&Principal{Everyone: true}); {
	case p.effect == Deny && p.principal.hasUnknown():
		p.principal = everybody
	case p.effect == Allow && p.notPrincipal.hasUnknown():
		p.notPrincipal = everybody
	}
}

func (p *Principal) hasUnknown() bool {
	if p == nil {
		return false
	}
	for _, kind := range p.kinds() {
		for _, value := range kind.values {
			if HasUnknown(value) {
				return true
			}
		}
	}
	return false
}

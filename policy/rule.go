package policy

import (
	"cmp"
	"slices"
	"strings"
)

// Rule is the smallest thing that a document says: one effect on one action on
// one resource, for one principal, under conditions. A request that a
// statement matches is matched by one of its rules, and the other way round.
type Rule struct {
	// Sid is the Sid of the statement that the rule is part of.
	Sid    string
	Effect Effect
	// Principal has one entry, NotPrincipal all of the statement's. Both are
	// nil in identity policies.
	Principal, NotPrincipal *Principal
	// Action is one action, which may have wildcards; empty where NotActions
	// says to which actions the rule does not apply.
	Action     string
	NotActions []string
	// Resource is one resource, which may have wildcards; empty where
	// NotResources says to which the rule does not apply, and in a trust
	// policy.
	Resource     string
	NotResources []string
	// Conditions that must all hold. Values that exclude each other stand in
	// rules of their own.
	Conditions Conditions

	// plain is true in a document of a version without policy variables.
	plain bool
}

// largestProduct bounds the rules that the condition values of one statement
// make; beyond it, the values stay together.
const largestProduct = 256

// Rules returns what the document says, rule by rule, in the order of the
// statements and of their elements.
func (d Document) Rules() []Rule {
	var rules []Rule
	for _, s := range d.Statements {
		for _, principal := range s.Principal.single() {
			for _, action := range orNone(s.Actions) {
				for _, resource := range orNone(s.Resources) {
					for _, conditions := range s.Conditions.alternatives() {
						rules = append(rules, Rule{
							Sid: s.Sid, Effect: s.Effect, Principal: principal, NotPrincipal: s.NotPrincipal,
							Action: action, NotActions: s.NotActions, Resource: resource, NotResources: s.NotResources,
							Conditions: conditions, plain: !d.variables(),
						})
					}
				}
			}
		}
	}
	return rules
}

func orNone(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return values
}

// single returns a principal's entries, one by one.
func (p *Principal) single() []*Principal {
	if p == nil || p.Everyone {
		return []*Principal{p}
	}
	var all []*Principal
	for _, v := range p.AWS {
		all = append(all, &Principal{AWS: []string{v}})
	}
	for _, v := range p.Federated {
		all = append(all, &Principal{Federated: []string{v}})
	}
	for _, v := range p.Service {
		all = append(all, &Principal{Service: []string{v}})
	}
	for _, v := range p.CanonicalUser {
		all = append(all, &Principal{CanonicalUser: []string{v}})
	}
	return all
}

// alternatives returns the conditions with each choice of values that an
// operator offers: the values of one key OR, unless the operator is negated or
// asks about all values of the request.
func (c Conditions) alternatives() []Conditions {
	all := []Conditions{c}
	for _, name := range sortedKeys(c) {
		if o := operators[name]; o.negated || o.set == forAllValues {
			continue
		}
		for _, key := range sortedKeys(c[name]) {
			values := c[name][key]
			if len(values) < 2 || len(all)*len(values) > largestProduct {
				continue
			}
			var next []Conditions
			for _, conditions := range all {
				for _, value := range values {
					next = append(next, conditions.with(name, key, value))
				}
			}
			all = next
		}
	}
	return all
}

// with returns a copy in which a key has one value.
func (c Conditions) with(operator, key, value string) Conditions {
	copied := make(Conditions, len(c))
	for name, keys := range c {
		copied[name] = make(map[string][]string, len(keys))
		for k, values := range keys {
			copied[name][k] = values
		}
	}
	copied[operator][key] = []string{value}
	return copied
}

// Covers reports whether every request that the other rule matches is matched
// by this one, whatever their effects. It never says so wrongly, and says it
// of everything that names, wildcards, numbers and networks let it see; of a
// principal only when both name the same.
func (r Rule) Covers(other Rule) bool {
	return r.coversPrincipal(other) && r.coversAction(other) && r.coversResource(other) &&
		coversConditions(r.Conditions, other.Conditions, !r.plain, !other.plain)
}

func (r Rule) coversPrincipal(other Rule) bool {
	switch {
	case r.Principal == nil && r.NotPrincipal == nil:
		return true
	case r.Principal != nil && r.Principal.anyone():
		return other.Principal != nil || other.NotPrincipal != nil
	case r.NotPrincipal != nil:
		return other.NotPrincipal != nil && principalText(r.NotPrincipal) == principalText(other.NotPrincipal)
	}
	return other.Principal != nil && principalText(r.Principal) == principalText(other.Principal)
}

func (p *Principal) anyone() bool { return p.Everyone || slices.Contains(p.AWS, "*") }

// principalText names a principal in one way: an account is written as its
// digits or as the ARN of its root.
func principalText(p *Principal) string {
	if p.anyone() {
		return "*"
	}
	var texts []string
	for _, kind := range p.kinds() {
		for _, value := range kind.values {
			if kind.name == "AWS" && isAccount(value) {
				fields, _ := splitARN(value)
				value = fields.account
			}
			texts = append(texts, kind.name+" "+value)
		}
	}
	slices.Sort(texts)
	return strings.Join(slices.Compact(texts), "\n")
}

func (r Rule) coversAction(other Rule) bool {
	covers := func(wide, narrow string) bool { return actionShape(wide).covers(actionShape(narrow)) }
	meets := func(a, b string) bool { return actionShape(a).meets(actionShape(b)) }
	return coversElement(r.Action, other.Action, r.NotActions, other.NotActions, covers, meets)
}

func (r Rule) coversResource(other Rule) bool {
	switch {
	case r.Resource == "" && len(r.NotResources) == 0:
		return true
	case other.Resource == "" && len(other.NotResources) == 0:
		return false
	}
	covers := func(wide, narrow string) bool { return coversResource(wide, narrow, !r.plain, !other.plain) }
	if len(other.NotResources) > 0 { // "all but" turns the two sides around
		covers = func(wide, narrow string) bool { return coversResource(wide, narrow, !other.plain, !r.plain) }
	}
	return coversElement(r.Resource, other.Resource, r.NotResources, other.NotResources, covers, meetsResource)
}

// coversElement compares one element of two rules, each of them a value or
// "all but" a list.
func coversElement(wide, narrow string, wideBut, narrowBut []string, covers, meets func(string, string) bool) bool {
	switch {
	case len(wideBut) == 0 && len(narrowBut) == 0:
		return covers(wide, narrow)
	case len(wideBut) == 0:
		return wide == anyText
	case len(narrowBut) == 0:
		return !slices.ContainsFunc(wideBut, func(but string) bool { return meets(but, narrow) })
	}
	return !slices.ContainsFunc(wideBut, func(but string) bool {
		return !slices.ContainsFunc(narrowBut, func(other string) bool { return covers(other, but) })
	})
}

func actionShape(action string) shape { return shapeOf(folded(action), true, false) }

// folded returns a text in lower case, as far as ASCII goes; see matchFold.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, text)
}

// meetsResource takes a wildcard to stand for anything, colons included, and
// so may only err on the side of saying yes.
func meetsResource(a, b string) bool {
	return shapeOf(a, true, true).meets(shapeOf(b, true, true))
}

// overlaps reports whether some request may be matched by both rules. It
// never denies that wrongly. Conditions are taken to be met.
func (r Rule) overlaps(other Rule) bool {
	if r.Principal != nil && other.Principal != nil && r.Principal.excludes(other.Principal) {
		return false
	}
	return overlapsElement(r.Action, other.Action, r.NotActions, other.NotActions, func(a, b string) bool {
		return actionShape(a).meets(actionShape(b))
	}, func(wide, narrow string) bool { return actionShape(wide).covers(actionShape(narrow)) }) &&
		overlapsElement(r.Resource, other.Resource, r.NotResources, other.NotResources, meetsResource,
			func(wide, narrow string) bool { return wide == anyText || wide == narrow })
}

// excludes reports whether nobody is both of two single principals: a caller
// is of one kind, but for the canonical id that an AWS principal may have.
func (p *Principal) excludes(other *Principal) bool {
	a, b := p.kind(), other.kind()
	return a != b && a != "" && b != "" && a != "CanonicalUser" && b != "CanonicalUser"
}

// kind names the kind of a single principal; empty for everybody.
func (p *Principal) kind() string {
	if p.anyone() {
		return ""
	}
	for _, kind := range p.kinds() {
		if len(kind.values) > 0 {
			return kind.name
		}
	}
	return ""
}

func overlapsElement(a, b string, aBut, bBut []string, meets, covers func(string, string) bool) bool {
	excluded := func(value string, but []string) bool {
		return value != "" && slices.ContainsFunc(but, func(wide string) bool { return covers(wide, value) })
	}
	if excluded(a, bBut) || excluded(b, aBut) {
		return false
	}
	return a == "" || b == "" || meets(a, b)
}

// key is a text that equal rules have in common; the Sid is no part of it.
func (r Rule) key() string {
	var b strings.Builder
	add := func(texts ...string) {
		for _, text := range texts {
			b.WriteString(cmp.Or(text, "-"))
			b.WriteByte(0)
		}
		b.WriteByte(1)
	}
	add(string(r.Effect))
	for _, p := range []*Principal{r.Principal, r.NotPrincipal} {
		text := ""
		if p != nil {
			text = principalText(p)
		}
		add(text)
	}
	add(folded(r.Action))
	add(r.NotActions...)
	add(r.Resource)
	add(r.NotResources...)
	for _, name := range sortedKeys(r.Conditions) {
		for _, key := range sortedKeys(r.Conditions[name]) {
			add(name, folded(key))
			add(r.Conditions[name][key]...)
		}
	}
	if r.plain {
		add("plain")
	}
	return b.String()
}

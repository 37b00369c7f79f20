package review

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// Change is what becomes of one holder's policies.
type Change struct {
	// Holder is the holder after the change; before it, if it is gone.
	Holder Holder
	// Gained and Lost are what is granted and what is taken away.
	Gained, Lost []Entry
}

// Entry is one thing that a change grants or takes away.
type Entry struct {
	// Kind says where it stands.
	Kind Kind
	// Grant in words. For Gained, one with the effect Deny no longer stands in
	// the way; for Lost, it now does. Actions have no reasons here.
	Grant Grant
	// Text names the managed policy, the template or the permissions boundary.
	Text string
}

// Kind is where an entry of a change stands.
type Kind string

// The kinds of entries.
const (
	// InTrust: who may assume the role.
	InTrust Kind = "trust"
	// InPolicy: what the role may do, or others with the resource.
	InPolicy Kind = "policy"
	// InManaged: an attached policy whose content is not known here.
	InManaged Kind = "managed-policy"
	// InTemplate: another template that is deployed, whose content is not known
	// here.
	InTemplate Kind = "template"
	// InBoundary: the permissions boundary that limits the role.
	InBoundary Kind = "permissions-boundary"
)

// Compare says what a change from some holders to others grants and takes
// away, one Change for each holder that gains or loses something. A holder is
// the same when it has the same logical id, or else the same type and name. It
// is as cautious as policy.Compare: without Gained, nothing new is granted.
func Compare(before, after []Holder) []Change {
	var changes []Change
	add := func(c Change) {
		if len(c.Gained)+len(c.Lost) > 0 {
			changes = append(changes, c)
		}
	}
	pairs := pair(before, after)
	for i, holder := range after {
		old := Holder{}
		if j, ok := pairs[i]; ok {
			old = before[j]
		}
		add(compareHolders(holder, old, holder))
	}
	for j, holder := range before {
		gone := true
		for _, kept := range pairs {
			gone = gone && kept != j
		}
		if gone {
			add(compareHolders(holder, holder, Holder{}))
		}
	}
	return changes
}

// pair maps indexes of after to those of before.
func pair(before, after []Holder) map[int]int {
	pairs, taken := map[int]int{}, map[int]bool{}
	match := func(same func(a, b Holder) bool) {
		for i, a := range after {
			if _, done := pairs[i]; done {
				continue
			}
			for j, b := range before {
				if !taken[j] && a.Type == b.Type && same(a, b) {
					pairs[i], taken[j] = j, true
					break
				}
			}
		}
	}
	match(func(a, b Holder) bool { return a.ID == b.ID })
	match(func(a, b Holder) bool { return a.Name != "" && a.Name == b.Name })
	return pairs
}

func compareHolders(holder, before, after Holder) Change {
	c := Change{Holder: holder}
	c.compare(InTrust, before.trust(), after.trust())
	c.compare(InPolicy, before.Policies, after.Policies)
	c.compareNames(InManaged, before.Managed, after.Managed)
	c.compareNames(InTemplate, before.Templates, after.Templates)
	// What another boundary allows is not known here: the old one no longer
	// limits the role, the new one does. A new role had no limits to lose.
	if before.Boundary != after.Boundary {
		if before.Boundary != "" && after.Trust != nil {
			c.Gained = append(c.Gained, Entry{Kind: InBoundary, Text: before.Boundary})
		}
		if after.Boundary != "" && before.Trust != nil {
			c.Lost = append(c.Lost, Entry{Kind: InBoundary, Text: after.Boundary})
		}
	}
	return c
}

// compareNames compares what is known by name alone.
func (c *Change) compareNames(kind Kind, before, after []string) {
	for _, name := range without(after, before) {
		c.Gained = append(c.Gained, Entry{Kind: kind, Text: name})
	}
	for _, name := range without(before, after) {
		c.Lost = append(c.Lost, Entry{Kind: kind, Text: name})
	}
}

func (h Holder) trust() []policy.Document {
	if h.Trust == nil {
		return nil
	}
	return []policy.Document{*h.Trust}
}

func without(values, others []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(others, v) })
}

func (c *Change) compare(kind Kind, before, after []policy.Document) {
	difference := policy.Compare(before, after)
	for _, s := range joined(difference.Gained) {
		c.Gained = append(c.Gained, entries(kind, s)...)
	}
	for _, s := range joined(difference.Lost) {
		c.Lost = append(c.Lost, entries(kind, s)...)
	}
}

func entries(kind Kind, s policy.Statement) []Entry {
	var all []Entry
	for _, g := range grantsOf(s) {
		for i := range g.Actions {
			g.Actions[i].Call, g.Actions[i].Source = "", ""
		}
		all = append(all, Entry{Kind: kind, Grant: g})
	}
	return all
}

// joined puts rules that differ in one element alone back into one statement,
// as a person would have written it.
func joined(rules []policy.Rule) []policy.Statement {
	statements := make([]policy.Statement, len(rules))
	for i, r := range rules {
		statements[i] = policy.Statement{
			Sid: r.Sid, Effect: r.Effect, Principal: r.Principal, NotPrincipal: r.NotPrincipal, NotActions: r.NotActions,
			NotResources: r.NotResources, Conditions: r.Conditions,
		}
		if r.Action != "" {
			statements[i].Actions = []string{r.Action}
		}
		if r.Resource != "" {
			statements[i].Resources = []string{r.Resource}
		}
	}
	statements = join(statements, joinValues)
	statements = join(statements, joinList(func(s *policy.Statement) *[]string { return &s.Actions }))
	return join(statements, joinList(func(s *policy.Statement) *[]string { return &s.Resources }))
}

// join adds each statement to the first one before it that takes it.
func join(statements []policy.Statement, into func(first *policy.Statement, next policy.Statement) bool) []policy.Statement {
	var all []policy.Statement
	for _, next := range statements {
		if !slices.ContainsFunc(pointers(all), func(first *policy.Statement) bool { return into(first, next) }) {
			all = append(all, next)
		}
	}
	return all
}

func pointers(statements []policy.Statement) []*policy.Statement {
	all := make([]*policy.Statement, len(statements))
	for i := range statements {
		all[i] = &statements[i]
	}
	return all
}

// joinList joins statements that differ in one list alone.
func joinList(element func(*policy.Statement) *[]string) func(*policy.Statement, policy.Statement) bool {
	rest := func(s policy.Statement) policy.Statement {
		*element(&s) = nil
		s.Sid = ""
		return s
	}
	return func(first *policy.Statement, next policy.Statement) bool {
		if !reflect.DeepEqual(rest(*first), rest(next)) || len(*element(&next)) == 0 {
			return false
		}
		list := element(first)
		*list = append(slices.Clone(*list), *element(&next)...)
		return true
	}
}

// joinValues joins statements that differ in the values of one condition key
// alone, where the operator accepts any of them.
func joinValues(first *policy.Statement, next policy.Statement) bool {
	a, b := *first, next
	a.Conditions, b.Conditions, a.Sid, b.Sid = nil, nil, "", ""
	if !reflect.DeepEqual(a, b) || len(first.Conditions) != len(next.Conditions) {
		return false
	}
	operator, key, differences := "", "", 0
	for o, keys := range first.Conditions {
		if len(keys) != len(next.Conditions[o]) {
			return false
		}
		for k, values := range keys {
			if !slices.Equal(values, next.Conditions[o][k]) {
				operator, key, differences = o, k, differences+1
			}
		}
	}
	if differences != 1 || len(next.Conditions[operator][key]) != 1 || !anyOf(operator) {
		return false
	}
	conditions := policy.Conditions{}
	for o, keys := range first.Conditions {
		conditions[o] = maps.Clone(keys)
	}
	conditions[operator][key] = append(slices.Clone(conditions[operator][key]), next.Conditions[operator][key]...)
	first.Conditions = conditions
	return true
}

// anyOf reports whether one value of several is enough for an operator.
func anyOf(operator string) bool {
	return !strings.Contains(operator, "Not") && !strings.HasPrefix(operator, "ForAllValues:")
}

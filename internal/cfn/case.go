package cfn

import (
	"reflect"
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// Case is what a value is under assumptions.
type Case struct {
	When  When
	Value any
}

// The bounds of what one value is looked at under. One that depends on more is
// unknown.
const (
	mostAssumptions = 8
	mostCases       = 512
)

// Cases resolves a value. There is one case where nothing that decides about
// it stays open, none where there is no value. Objects are map[string]any,
// lists []any, and everything else a string.
func (t *Template) Cases(value any, when When) []Case {
	resolve := func(v *view) (any, string) { return v.resolve(value), v.pending }
	all, ok := t.cases(resolve, when, mostAssumptions, new(int))
	if !ok {
		all = []Case{{when, t.unknown("a value of many conditions", t.opaque(value, when))}}
	}
	return slices.DeleteFunc(all, func(c Case) bool { return c.Value == absent })
}

// cases resolves under each option of what is pending, and puts those options
// together under which everything is the same. It is not ok where there are
// too many.
func (t *Template) cases(resolve func(*view) (any, string), when When, most int, count *int) ([]Case, bool) {
	resolved, pending := resolve(t.view(when))
	if pending == "" {
		*count++
		return []Case{{when, resolved}}, *count <= mostCases
	}
	if most == 0 {
		return nil, false
	}
	universe := t.universe(pending)
	options := when.about(pending)
	if options == nil {
		options = universe
	}
	type group struct {
		options []string
		cases   []Case
	}
	var groups []group
	for _, option := range options {
		found, ok := t.cases(resolve, when.and(Assumption{About: pending, Options: []string{option}}), most-1, count)
		if !ok {
			return nil, false
		}
		i := slices.IndexFunc(groups, func(g group) bool { return sameBeside(g.cases, found, pending) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{nil, found})
		}
		groups[i].options = append(groups[i].options, option)
	}
	if len(groups) == 1 && when.about(pending) == nil {
		return beside(groups[0].cases, pending), true
	}
	var all []Case
	for _, g := range groups {
		others := slices.DeleteFunc(slices.Clone(universe), func(o string) bool { return slices.Contains(g.options, o) })
		for _, c := range g.cases {
			all = append(all, Case{c.When.and(Assumption{pending, g.options, others}), c.Value})
		}
	}
	return all, true
}

// sameBeside reports whether cases are the same except what they assume of
// one thing.
func sameBeside(a, b []Case, about string) bool {
	return len(a) == len(b) && reflect.DeepEqual(beside(a, about), beside(b, about))
}

func beside(cases []Case, about string) []Case {
	all := make([]Case, len(cases))
	for i, c := range cases {
		all[i] = Case{slices.DeleteFunc(slices.Clone(c.When), func(a Assumption) bool { return a.About == about }), c.Value}
		if len(all[i].When) == 0 {
			all[i].When = nil
		}
	}
	return all
}

// Elements returns the elements of a list, not yet resolved unless a function
// made them (to resolve them again changes nothing), and what each is in it
// under. A value that is no list is its only element, a list that only
// the deployment knows an element that is unknown. A reference to a resource
// stays as it is.
func (t *Template) Elements(value any, when When) []Case {
	if !t.step() {
		return nil
	}
	switch v := value.(type) {
	case nil:
		return nil
	case []any:
		var all []Case
		for _, element := range v {
			all = append(all, t.Elements(element, when)...)
		}
		return all
	case map[string]any:
		name, argument, isCall := call(v)
		if branches, ok := argument.([]any); isCall && name == "Fn::If" && ok && len(branches) == 3 {
			if reflect.DeepEqual(branches[1], branches[2]) {
				return t.Elements(branches[1], when)
			}
			var all []Case
			for _, d := range t.decisions(branches[0], when) {
				branch := branches[2]
				if d.Value == true {
					branch = branches[1]
				}
				all = append(all, t.Elements(branch, d.When)...)
			}
			return all
		}
		id, _ := argument.(string)
		if _, isResource := t.Resources[id]; !isCall || name == "Fn::Transform" || name == "Ref" && isResource {
			return []Case{{when, value}}
		}
		var all []Case
		for _, c := range t.Cases(value, when) {
			list, isList := c.Value.([]any)
			if !isList {
				list = []any{c.Value}
			}
			for _, element := range list {
				all = append(all, Case{c.When, element})
			}
		}
		return all
	}
	return []Case{{when, value}}
}

// Present returns what a resource is there under: one case without assumptions
// where it always is, none where it never is.
func (t *Template) Present(r Resource) []When {
	if r.Condition == nil {
		return []When{nil}
	}
	var all []When
	for _, d := range t.decisions(r.Condition, nil) {
		if d.Value == true {
			all = append(all, d.When)
		}
	}
	return all
}

// decisions returns whether a condition, named by a value, holds: true or
// false, under what assumptions.
func (t *Template) decisions(condition any, when When) []Case {
	name, isText := condition.(string)
	if !isText {
		name = "named by " + t.describe(condition)
	}
	resolve := func(v *view) (any, string) {
		d := v.decided(name)
		return d.holds, d.pending
	}
	if all, ok := t.cases(resolve, when, mostAssumptions, new(int)); ok {
		return all
	}
	// It depends on so much that it is taken as one thing, whatever its parts.
	t.coarse[name] = "condition " + t.scoped(name) + " " + t.describe(map[string]any{"Condition": name})
	clear(t.views)
	all, _ := t.cases(resolve, when, mostAssumptions, new(int))
	return all
}

// Text is the text of a value for people and for comparison: several cases are
// one unknown.
func (t *Template) Text(value any, when When) string {
	switch all := t.Cases(value, when); {
	case len(all) == 0:
		return ""
	case len(all) == 1:
		if text, ok := all[0].Value.(string); ok {
			return text
		}
		return t.unknown("a value", all[0].Value)
	}
	return t.unknown("a value of conditions", t.opaque(value, when))
}

// Whole is a resolved value, conditions and all, as one short text that
// changes whenever the value may.
func (t *Template) Whole(value any, when When) string {
	return policy.ShowUnknown(compact(t.opaque(value, when)))
}

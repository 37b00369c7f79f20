package review

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

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

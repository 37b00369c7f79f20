package review

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// What a template grants under a condition that only the deployment decides is
// a statement with one condition more: on a key that is an unknown, and so has
// no value in any request. Such conditions follow from each other as those of
// IAM do, and nothing else follows from them or makes them void.

// deploymentKey begins the keys of such conditions.
const deploymentKey = "deployment: "

const (
	isOneOf = "StringEquals"
	isNone  = "StringNotEquals"
)

// conditioned puts a statement under assumptions. It is not possible where the
// statement is under the contrary already.
func conditioned(s policy.Statement, when cfn.When) (policy.Statement, bool) {
	if len(when) == 0 {
		return s, true
	}
	conditions := policy.Conditions{}
	for operator, keys := range s.Conditions {
		conditions[operator] = maps.Clone(keys)
	}
	for _, a := range when {
		if !assume(conditions, a) {
			return s, false
		}
	}
	s.Conditions = conditions
	return s, true
}

// assume adds an assumption to conditions, and reports whether something is
// left that meets them.
func assume(conditions policy.Conditions, a cfn.Assumption) bool {
	key := policy.Unknown(deploymentKey + a.About)
	options, excluded := conditions[isOneOf][key], conditions[isNone][key]
	if a.Another() {
		excluded = sortedUnion(excluded, a.Others)
	} else if len(options) == 0 {
		options = a.Options
	} else if options = intersection(options, a.Options); len(options) == 0 {
		return false
	}
	if len(options) > 0 {
		options = slices.DeleteFunc(slices.Clone(options), func(o string) bool { return slices.Contains(excluded, o) })
		if len(options) == 0 {
			return false
		}
		excluded = nil
	}
	set(conditions, isOneOf, key, options)
	set(conditions, isNone, key, excluded)
	return true
}

func set(conditions policy.Conditions, operator, key string, values []string) {
	if len(values) > 0 {
		if conditions[operator] == nil {
			conditions[operator] = map[string][]string{}
		}
		conditions[operator][key] = slices.Sorted(slices.Values(values))
	} else if delete(conditions[operator], key); len(conditions[operator]) == 0 {
		delete(conditions, operator)
	}
}

func sortedUnion(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

func intersection(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(v string) bool { return !slices.Contains(b, v) })
}

// under puts a document under assumptions; none is left where these exclude
// each other.
func under(d policy.Document, when cfn.When) []policy.Document {
	if len(when) == 0 {
		return []policy.Document{d}
	}
	statements := make([]policy.Statement, 0, len(d.Statements))
	for _, s := range d.Statements {
		if s, possible := conditioned(s, when); possible {
			statements = append(statements, s)
		}
	}
	if len(statements) == 0 {
		return nil
	}
	d.Statements = statements
	return []policy.Document{d}
}

// deploymentWords says a condition on the deployment in words, where it is
// one.
func deploymentWords(operator, key string, values []string) (string, bool) {
	about, ok := strings.CutPrefix(policy.ShowUnknown(key), "<"+deploymentKey)
	if !ok {
		return "", false
	}
	about = strings.TrimSuffix(about, ">")
	switch {
	case operator == isNone && slices.Equal(values, []string{cfn.Default}):
		return "the " + about + " is given", true
	case operator == isNone:
		return "the " + about + " is not " + strings.Join(values, " nor "), true
	case slices.Equal(values, []string{cfn.Holds}):
		return "in the deployment, " + about, true
	case slices.Equal(values, []string{cfn.Fails}):
		return "in the deployment, not " + about, true
	}
	return "the " + about + " is " + strings.Join(values, " or "), true
}

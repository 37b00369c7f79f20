package policy

import (
	"fmt"
	"strings"
)

// Context is what a request tells about itself: condition keys ("aws:SourceIp")
// and their values. Names of keys are not case-sensitive, so that two keys
// that differ in case alone are an error. A key without a value counts as
// missing. Numbers, dates, booleans and addresses are written as in a policy,
// binary values in base64.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
type Context map[string][]string

// lookup returns the values of a key.
func (c Context) lookup(key string) (values []string, present bool) {
	if values, ok := c[key]; ok {
		return values, len(values) > 0
	}
	for name, values := range c {
		if equalFold(name, key) {
			return values, len(values) > 0
		}
	}
	return nil, false
}

// ambiguous reports whether two keys differ in case alone.
func (c Context) ambiguous() bool {
	var space [32]string
	names := space[:0]
	for name := range c {
		for _, other := range names {
			if equalFold(name, other) {
				return true
			}
		}
		names = append(names, name)
	}
	return false
}

// FailedCondition is one condition of a statement that a request does not
// meet.
type FailedCondition struct {
	// Operator and Key as the policy writes them.
	Operator, Key string
	// Want holds the values of the policy, variables and wildcards as written.
	Want []string
	// Got holds the values of the request.
	Got []string
	// Present is false when the request has no such key, or no value for it.
	Present bool
}

// String says what was wanted and what was seen.
func (f FailedCondition) String() string {
	seen := "the request has no such key"
	if f.Present {
		seen = "saw " + quoteAll(f.Got, " and ")
	}
	return fmt.Sprintf("%s %s: wanted %s, %s", f.Operator, f.Key, quoteAll(f.Want, " or "), seen)
}

func quoteAll(values []string, separator string) string {
	if len(values) == 0 {
		return "nothing"
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", v)
	}
	return strings.Join(quoted, separator)
}

// holds evaluates one operator on one key.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func (o *operator) holds(want []string, key string, e *evaluation) bool {
	got, present := e.Context.lookup(key)
	switch {
	case o.null:
		return o.nullHolds(want, !present || isNull(got))
	case o.set == forAllValues:
		// True of a key that is missing or resolves to a null data set, "such
		// as an empty string"; IfExists adds nothing to that.
		if isNull(got) {
			return true
		}
		for _, value := range got {
			if !o.matches(want, value, e) {
				return false
			}
		}
		return true
	case o.set == forAnyValue:
		// False of a missing key. AWS's page on IfExists promises true for any
		// operator, its page on set operators false for any missing key; the
		// qualifier asks for one value, and there is none.
		if isNull(got) {
			return false
		}
		for _, value := range got {
			if o.matches(want, value, e) {
				return true
			}
		}
		return false
	case !present:
		return o.negated || o.ifExists
	}
	// Several values need a set operator; without one there is no rule by
	// which they match.
	return len(got) == 1 && o.matches(want, got[0], e)
}

// isNull reports whether values are a null data set: none, or an empty string.
func isNull(values []string) bool {
	return len(values) == 0 || len(values) == 1 && values[0] == ""
}

func (o *operator) nullHolds(want []string, null bool) bool {
	for _, w := range want {
		if equalFold(w, "true") == null {
			return true
		}
	}
	return false
}

// matches compares one value of the request with the values of the policy:
// one of them for an ordinary operator, none of them for a negated one. A
// value that cannot be compared, such as a word where a number is wanted,
// meets neither. A variable without a value equals nothing, so that only a
// negated operator holds.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
func (o *operator) matches(want []string, got string, e *evaluation) bool {
	for _, w := range want {
		p, resolved := e.resolve(w)
		if !resolved {
			continue
		}
		holds, ok := o.compare(p, got)
		switch {
		case !ok && o.negated:
			return false
		case ok && holds:
			return !o.negated
		}
	}
	return o.negated
}

package policy

import (
	"slices"
	"strings"
)

// coversConditions reports whether the narrow conditions hold only where the
// wide ones do: each of the wide follows from one of the narrow.
func coversConditions(wide, narrow Conditions, wideVariables, narrowVariables bool) bool {
	for wideName, keys := range wide {
		for wideKey, wideValues := range keys {
			w := condition{wideName, wideValues, wideVariables}
			follows := false
			for name, keys := range narrow {
				for key, values := range keys {
					follows = follows || equalFold(key, wideKey) && w.followsFrom(condition{name, values, narrowVariables})
				}
			}
			if !follows {
				return false
			}
		}
	}
	return true
}

// condition is one condition on a key.
type condition struct {
	operator  string
	values    []string
	variables bool
}

// implied lists, for comparisons of text, those that follow from them when
// their values allow it, beside themselves.
var implied = map[string][]string{
	"StringEquals":              {"StringLike", "StringEqualsIgnoreCase"},
	"StringNotLike":             {"StringNotEquals"},
	"StringNotEqualsIgnoreCase": {"StringNotEquals"},
	"ArnEquals":                 {"ArnLike"},
	"ArnLike":                   {"ArnEquals"},
	"ArnNotEquals":              {"ArnNotLike"},
	"ArnNotLike":                {"ArnNotEquals"},
}

// followsFrom reports whether a condition holds wherever another on the same
// key does.
func (w condition) followsFrom(n condition) bool {
	wideSet, wideName, wideIfExists := splitOperator(w.operator)
	set, name, ifExists := splitOperator(n.operator)
	if wideSet != set || ifExists && !wideIfExists || wideName != name && !slices.Contains(implied[name], wideName) {
		return false
	}
	if comparisons[wideName].negated {
		return everyHas(w.values, n.values, func(wide, narrow string) bool {
			return coversValue(name, wideName, narrow, wide, n.variables, w.variables)
		})
	}
	return everyHas(n.values, w.values, func(narrow, wide string) bool {
		return coversValue(wideName, name, wide, narrow, w.variables, n.variables)
	})
}

func everyHas(values, others []string, fits func(value, other string) bool) bool {
	for _, value := range values {
		if !slices.ContainsFunc(others, func(other string) bool { return fits(value, other) }) {
			return false
		}
	}
	return true
}

// splitOperator splits ForAnyValue:StringLikeIfExists.
func splitOperator(operator string) (set, name string, ifExists bool) {
	if prefix, rest, found := strings.Cut(operator, ":"); found {
		set, operator = prefix, rest
	}
	name, ifExists = strings.CutSuffix(operator, "IfExists")
	return set, name, ifExists
}

// coversValue reports whether every value that meets the narrow comparison
// meets the wide one; of negated comparisons, whether what they exclude does.
func coversValue(wideName, narrowName, wide, narrow string, wideVariables, narrowVariables bool) bool {
	switch base := strings.Replace(wideName, "Not", "", 1); base {
	case "StringEquals", "StringLike":
		like := func(name string) bool { return strings.HasSuffix(name, "Like") }
		return shapeOf(wide, like(wideName), wideVariables).covers(shapeOf(narrow, like(narrowName), narrowVariables))
	case "StringEqualsIgnoreCase":
		return wideVariables == narrowVariables && strings.EqualFold(wide, narrow)
	case "ArnEquals", "ArnLike":
		return coversARN(wide, narrow, wideVariables, narrowVariables)
	case "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals":
		w, wideOK := parseNumber(wide)
		n, narrowOK := parseNumber(narrow)
		sign := n.compare(w)
		return wideOK && narrowOK && (sign == 0 || (sign < 0) == strings.Contains(base, "Less"))
	case "IpAddress":
		w, wideOK := parseNetwork(wide)
		n, narrowOK := parseNetwork(narrow)
		return wideOK && narrowOK && w.Bits() <= n.Bits() && w.Contains(n.Addr().Unmap())
	}
	return wide == narrow && wideVariables == narrowVariables
}

// coversARN compares the values of Arn operators part by part, as they are
// matched.
func coversARN(wide, narrow string, wideVariables, narrowVariables bool) bool {
	parts, others := strings.SplitN(wide, ":", arnParts), strings.SplitN(narrow, ":", arnParts)
	if len(parts) != arnParts || len(others) != arnParts {
		return wide == narrow && wideVariables == narrowVariables
	}
	for i := range parts {
		if !shapeOf(parts[i], true, wideVariables).covers(shapeOf(others[i], true, narrowVariables)) {
			return false
		}
	}
	return true
}

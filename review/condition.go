package review

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// verbs are the condition operators in words.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
var verbs = map[string]string{
	"StringEquals":              "is",
	"StringNotEquals":           "is not",
	"StringEqualsIgnoreCase":    "is, in any case,",
	"StringNotEqualsIgnoreCase": "is not, in any case,",
	"StringLike":                "is like",
	"StringNotLike":             "is not like",
	"NumericEquals":             "is",
	"NumericNotEquals":          "is not",
	"NumericLessThan":           "is below",
	"NumericLessThanEquals":     "is at most",
	"NumericGreaterThan":        "is above",
	"NumericGreaterThanEquals":  "is at least",
	"DateEquals":                "is",
	"DateNotEquals":             "is not",
	"DateLessThan":              "is before",
	"DateLessThanEquals":        "is not after",
	"DateGreaterThan":           "is after",
	"DateGreaterThanEquals":     "is not before",
	"Bool":                      "is",
	"BinaryEquals":              "is",
	"IpAddress":                 "is in",
	"NotIpAddress":              "is not in",
	"ArnEquals":                 "is like",
	"ArnLike":                   "is like",
	"ArnNotEquals":              "is not like",
	"ArnNotLike":                "is not like",
}

// Words says conditions in words, one text for each key and operator, in a
// fixed order: `s3:RequestObjectTag/Release is "false"`.
func Words(c policy.Conditions) []string {
	var all []string
	for _, operator := range slices.Sorted(maps.Keys(c)) {
		for _, key := range slices.Sorted(maps.Keys(c[operator])) {
			all = append(all, words(operator, key, c[operator][key]))
		}
	}
	return all
}

func words(operator, key string, values []string) string {
	if text, ok := deploymentWords(operator, key, values); ok {
		return text
	}
	key, values = policy.ShowUnknown(key), shown(values)
	if operator == "Null" {
		return presence(key, values)
	}
	base, ifExists := strings.CutSuffix(operator, "IfExists")
	base, forAll := strings.CutPrefix(base, "ForAllValues:")
	base, forAny := strings.CutPrefix(base, "ForAnyValue:")
	verb, known := verbs[base]
	if !known {
		verb = operator
	}
	separator := " or "
	if strings.Contains(verb, " not") && !strings.HasPrefix(base, "Date") {
		separator = " nor "
	}
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = strconv.Quote(v)
	}
	text := key + " " + verb + " " + strings.Join(quoted, separator)
	switch {
	case forAll:
		text = "every value of " + text + ", or there is none"
	case forAny:
		text = "some value of " + text
	case ifExists:
		text += ", or is missing"
	}
	return text
}

func presence(key string, values []string) string {
	absent := slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, "true") })
	present := slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, "false") })
	switch {
	case absent && present:
		return key + " is there or is missing"
	case absent:
		return key + " is missing"
	}
	return key + " is there"
}

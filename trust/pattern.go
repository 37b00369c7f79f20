package trust

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/internal/token"
)

// pattern checks a value that ends up in a condition. IAM reads "*" and "?" as
// wildcards and "${" as the start of a variable; the only one of them that a
// value may have is one "*" at its end. It returns the value up to there,
// whether there was one, and whether the value is fit for a condition.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func (b *builder) pattern(option place, value string) (fixed string, pattern, ok bool) {
	fixed, pattern = strings.CutSuffix(value, "*")
	return fixed, pattern, b.literal(option, value, fixed)
}

// literal adds a fault unless the fixed part of a value means only itself.
func (b *builder) literal(option place, value, fixed string) bool {
	known := token.Without(fixed)
	switch {
	case value == "":
		b.faults.Add(option.String(), "", "is empty", "leave it out or name something")
	case strings.Contains(known, "*"):
		b.faults.Add(option.String(), value, `has "*" before its end, where it would match more than one part of the subject`, `end the value in "*", or name each one`)
	case strings.Contains(known, "?"):
		b.faults.Add(option.String(), value, `has "?", which IAM reads as any character`, "name each one")
	case strings.Contains(known, "${"):
		b.faults.Add(option.String(), value, `has "${", which IAM reads as the start of a policy variable`, "use a name without it")
	case !utf8.ValidString(value):
		b.faults.Add(option.String(), value, "is not valid UTF-8", "write it in UTF-8")
	case strings.ContainsFunc(known, unicode.IsControl):
		b.faults.Add(option.String(), value, "has a control character", "remove it")
	case misleading(known) != "":
		// Escaped, for nobody could see what is meant.
		b.faults.Add(option.String(), value, misleading(known)+": "+strconv.QuoteToASCII(value), "type the name anew")
	default:
		return true
	}
	return false
}

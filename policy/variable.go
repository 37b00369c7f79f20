package policy

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// resolve replaces the policy variables of a value by what the request says.
// What comes out of a variable means itself, wildcards included. The second
// result is false when a variable has neither a value nor a default: such a
// value equals nothing.
//
// CDK tokens look like variables and are none: they stay the text they are.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func resolve(value string, context Context) (pattern, bool) {
	start := strings.Index(value, "${")
	if start < 0 {
		return pattern{text: value}, true
	}
	var text strings.Builder
	literal := make([]bool, 0, len(value)+32)
	add := func(s string, fromVariable bool) {
		text.WriteString(s)
		for range len(s) {
			literal = append(literal, fromVariable)
		}
	}
	for start >= 0 {
		add(value[:start], false)
		value = value[start:]
		v, length, ok := readVariable(value)
		if !ok { // a token, or text that checkVariables has refused
			length = len("${")
			add(value[:length], false)
		} else if replacement, ok := v.value(context); ok {
			add(replacement, true)
		} else {
			return pattern{}, false
		}
		value = value[length:]
		start = strings.Index(value, "${")
	}
	add(value, false)
	return pattern{text: text.String(), literal: literal}, true
}

// variable is one policy variable: ${name} or ${name, 'fallback'}.
type variable struct {
	name, fallback string
	hasFallback    bool
}

// value returns what the variable stands for in a request. A key with several
// values cannot be used as a variable.
func (v variable) value(context Context) (string, bool) {
	if v.isCharacter() {
		return v.name, true
	}
	if values, present := context.lookup(v.name); present && len(values) == 1 && values[0] != "" {
		return values[0], true
	}
	return v.fallback, v.hasFallback
}

// isCharacter reports whether a variable stands for a character that would be
// special in its place: ${*}, ${?} and ${$}.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
func (v variable) isCharacter() bool { return v.name == "*" || v.name == "?" || v.name == "$" }

// readVariable reads the variable at the beginning of s, which starts with
// "${". It is not ok when a token stands there or the variable is malformed.
func readVariable(s string) (v variable, length int, ok bool) {
	if strings.HasPrefix(s, "${Token[") {
		return variable{}, 0, false
	}
	inner := s[len("${"):]
	end := strings.IndexAny(inner, ",}")
	if end < 0 {
		return variable{}, 0, false
	}
	v.name = strings.TrimSpace(inner[:end])
	if v.name == "" {
		return variable{}, 0, false
	}
	if inner[end] == '}' {
		return v, len("${") + end + 1, true
	}
	quoted := strings.TrimLeft(inner[end+1:], " ")
	if !strings.HasPrefix(quoted, "'") {
		return variable{}, 0, false
	}
	fallback, after, closed := strings.Cut(quoted[1:], "'")
	if !closed || !strings.HasPrefix(after, "}") {
		return variable{}, 0, false
	}
	v.fallback, v.hasFallback = fallback, true
	return v, len(s) - len(after) + 1, true
}

// checkVariables returns what is wrong with the variables of a condition
// value, or "".
func checkVariables(value string) string {
	_, problem := withoutVariables(value)
	return problem
}

// checkResourceVariables is checkVariables for a Resource. AWS documents
// variables after the fifth colon of the ARN alone, and has published one in
// the account: IAM takes them in each field, and does not complete an ARN that
// has one and fewer than six fields. So that is refused, because nobody says
// what it means, and so is a variable in the place of a whole ARN.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonTimestreamInfluxDBServiceRolePolicy.html
func checkResourceVariables(value string) string {
	rest, problem := withoutVariables(value)
	switch {
	case problem != "":
		return problem
	case len(rest) < len(value) && strings.Count(token.Without(rest), ":") < arnParts-1:
		return "has a policy variable in an ARN of fewer than six fields"
	}
	return ""
}

// withoutVariables returns a value without its policy variables, and what is
// wrong with them, or "". CDK tokens stay.
func withoutVariables(value string) (rest, problem string) {
	at := strings.Index(value, "${")
	if at < 0 { // nearly always
		return value, ""
	}
	var b strings.Builder
	for at >= 0 {
		_, length, ok := readVariable(value[at:])
		b.WriteString(value[:at])
		switch {
		case ok:
		case strings.HasPrefix(value[at:], "${Token["):
			length = len("${")
			b.WriteString("${")
		default:
			return value, "has a malformed policy variable"
		}
		value = value[at+length:]
		at = strings.Index(value, "${")
	}
	b.WriteString(value)
	return b.String(), ""
}

package policy

import (
	"bytes"
	"encoding/base64"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/internal/token"
)

// operator is a condition operator with its qualifiers, such as
// ForAnyValue:StringLikeIfExists.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
type operator struct {
	comparison
	set      setQualifier
	ifExists bool
	null     bool
}

// comparison is what an operator does with one wanted and one given value.
type comparison struct {
	// compare reports whether the given value is, or is like, or is less than
	// the wanted one. It is not ok when the two cannot be compared, because
	// one is no number, no date, no address …
	compare func(want pattern, got string) (holds, ok bool)
	// negated operators hold when no wanted value does.
	negated bool
	// variables says that a wanted value may have policy variables.
	variables bool
	// form says what a wanted value must be, for messages; empty when every
	// text is allowed. valid checks it.
	form  string
	valid func(want string) bool
}

type setQualifier int

const (
	noQualifier setQualifier = iota
	forAllValues
	forAnyValue
)

// comparisons by the name of their operator. The names are exact: AWS writes
// them in this case only.
var comparisons = map[string]comparison{
	"StringEquals":              text(stringEquals),
	"StringNotEquals":           not(text(stringEquals)),
	"StringEqualsIgnoreCase":    text(stringEqualsIgnoreCase),
	"StringNotEqualsIgnoreCase": not(text(stringEqualsIgnoreCase)),
	"StringLike":                text(stringLike),
	"StringNotLike":             not(text(stringLike)),

	"NumericEquals":            numeric(func(c int) bool { return c == 0 }),
	"NumericNotEquals":         not(numeric(func(c int) bool { return c == 0 })),
	"NumericLessThan":          numeric(func(c int) bool { return c < 0 }),
	"NumericLessThanEquals":    numeric(func(c int) bool { return c <= 0 }),
	"NumericGreaterThan":       numeric(func(c int) bool { return c > 0 }),
	"NumericGreaterThanEquals": numeric(func(c int) bool { return c >= 0 }),

	"DateEquals":            date(func(c int) bool { return c == 0 }),
	"DateNotEquals":         not(date(func(c int) bool { return c == 0 })),
	"DateLessThan":          date(func(c int) bool { return c < 0 }),
	"DateLessThanEquals":    date(func(c int) bool { return c <= 0 }),
	"DateGreaterThan":       date(func(c int) bool { return c > 0 }),
	"DateGreaterThanEquals": date(func(c int) bool { return c >= 0 }),

	// The page on operators allows a variable with Bool, the page on variables
	// does not. Where AWS refused it, no such policy exists to be read.
	"Bool": {compare: boolEquals, variables: true, form: "true or false", valid: isBool},

	"BinaryEquals": {compare: binaryEquals, form: "base64", valid: isBase64},

	"IpAddress":    {compare: inNetwork, form: "an IP address or a CIDR range", valid: isNetwork},
	"NotIpAddress": not(comparison{compare: inNetwork, form: "an IP address or a CIDR range", valid: isNetwork}),

	// Equals and Like "behave identically" for ARNs.
	"ArnEquals":    arn,
	"ArnLike":      arn,
	"ArnNotEquals": not(arn),
	"ArnNotLike":   not(arn),
}

// operators holds every legal combination of comparison and qualifiers by its
// full name. Null takes no IfExists.
var operators = combineOperators()

func combineOperators() map[string]*operator {
	all := map[string]*operator{}
	for prefix, set := range map[string]setQualifier{"": noQualifier, "ForAllValues:": forAllValues, "ForAnyValue:": forAnyValue} {
		all[prefix+"Null"] = &operator{null: true, set: set, comparison: comparison{form: "true or false", valid: isBool}}
		for name, c := range comparisons {
			all[prefix+name] = &operator{comparison: c, set: set}
			all[prefix+name+"IfExists"] = &operator{comparison: c, set: set, ifExists: true}
		}
	}
	return all
}

// likelyOperator returns the operator that a person may have meant, or "".
func likelyOperator(name string) string {
	for _, known := range sortedKeys(operators) {
		if equalFold(known, name) {
			return known
		}
	}
	return ""
}

// checkWanted returns what is wrong with a value that a policy compares with,
// or "". A CDK token and an unknown may turn out to be
// anything.
func (c *comparison) checkWanted(value string, variables bool) string {
	if HasUnknown(value) {
		return ""
	}
	if variables && c.variables && strings.Contains(value, "${") {
		return checkVariables(value)
	}
	if c.valid != nil && !c.valid(value) && !token.In(value) {
		return "is not " + c.form
	}
	return ""
}

func text(compare func(want pattern, got string) bool) comparison {
	return comparison{
		compare:   func(want pattern, got string) (bool, bool) { return compare(want, got), true },
		variables: true,
	}
}

func numeric(holds func(sign int) bool) comparison {
	return comparison{
		compare: func(want pattern, got string) (bool, bool) {
			w, wantOK := parseNumber(want.text)
			g, gotOK := parseNumber(got)
			return holds(g.compare(w)), wantOK && gotOK
		},
		form: "a number", valid: isNumber,
	}
}

func date(holds func(sign int) bool) comparison {
	return comparison{
		compare: func(want pattern, got string) (bool, bool) {
			w, wantOK := parseDate(want.text)
			g, gotOK := parseDate(got)
			return holds(g.Compare(w)), wantOK && gotOK
		},
		form: "a date such as 2026-01-31T00:00:00Z, nor seconds since 1970", valid: isDate,
	}
}

var arn = comparison{
	compare:   pattern.matchARN,
	variables: true,
	form:      "an ARN of six parts between colons",
	valid:     func(want string) bool { return strings.Count(want, ":") >= arnParts-1 },
}

func not(c comparison) comparison {
	c.negated = true
	return c
}

func stringEquals(want pattern, got string) bool { return want.text == got }

func stringEqualsIgnoreCase(want pattern, got string) bool {
	return strings.EqualFold(want.text, got)
}

func stringLike(want pattern, got string) bool { return want.match(got) }

// number is an integer where it can be, so that account ids and byte counts
// compare exactly, and a float else.
type number struct {
	integer int64
	float   float64
	isFloat bool
}

// parseNumber reads an integer or decimal value as JSON writes it.
func parseNumber(s string) (number, bool) {
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		return number{integer: i}, true
	}
	// ParseFloat alone would take "Inf", "NaN", "0x1p-2" and "1_000".
	for i := 0; i < len(s); i++ {
		if strings.IndexByte("0123456789+-.eE", s[i]) < 0 {
			return number{}, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	return number{float: f, isFloat: true}, err == nil
}

func isNumber(s string) bool {
	_, ok := parseNumber(s)
	return ok
}

// compare returns the sign of n - m.
func (n number) compare(m number) int {
	if !n.isFloat && !m.isFloat {
		return sign(n.integer < m.integer, n.integer > m.integer)
	}
	a, b := n.approximate(), m.approximate()
	return sign(a < b, a > b)
}

func (n number) approximate() float64 {
	if n.isFloat {
		return n.float
	}
	return float64(n.integer)
}

func sign(less, more bool) int {
	switch {
	case less:
		return -1
	case more:
		return 1
	}
	return 0
}

// dateLayouts are the W3C forms of ISO 8601. A fraction of a second is read
// where there are seconds.
//
// https://www.w3.org/TR/NOTE-datetime
var dateLayouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01",
}

// latestEpoch bounds epoch times to those that time.Time compares correctly.
const latestEpoch = 1 << 55

// parseDate reads an ISO 8601 date or seconds since 1970. A bare number is
// always seconds, so that a year needs a month to be one.
func parseDate(s string) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil {
		return time.Unix(seconds, 0), -latestEpoch <= seconds && seconds <= latestEpoch
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func isDate(s string) bool {
	_, ok := parseDate(s)
	return ok
}

func boolEquals(want pattern, got string) (holds, ok bool) {
	return equalFold(want.text, got), isBool(want.text) && isBool(got)
}

func isBool(s string) bool { return equalFold(s, "true") || equalFold(s, "false") }

// binaryEquals compares bytes, both sides written in base64.
func binaryEquals(want pattern, got string) (holds, ok bool) {
	w, wantErr := base64.StdEncoding.DecodeString(want.text)
	g, gotErr := base64.StdEncoding.DecodeString(got)
	return bytes.Equal(w, g), wantErr == nil && gotErr == nil
}

func isBase64(s string) bool {
	_, err := base64.StdEncoding.DecodeString(s)
	return err == nil
}

// inNetwork reports whether an address lies in a range. One family of
// addresses never lies in a range of the other.
func inNetwork(want pattern, got string) (holds, ok bool) {
	network, wantOK := parseNetwork(want.text)
	address, err := netip.ParseAddr(got)
	return network.Contains(address.Unmap()), wantOK && err == nil && address.Zone() == ""
}

// parseNetwork reads a CIDR range or a single address.
func parseNetwork(s string) (netip.Prefix, bool) {
	if strings.Contains(s, "/") {
		network, err := netip.ParsePrefix(s)
		return network, err == nil
	}
	address, err := netip.ParseAddr(s)
	if err != nil || address.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, address.BitLen()), true
}

func isNetwork(s string) bool {
	_, ok := parseNetwork(s)
	return ok
}

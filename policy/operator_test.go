package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// holds evaluates one condition: the values of a policy on those of a request,
// which has no such key when got is nil.
func holds(t *testing.T, operator string, want, got []string) bool {
	t.Helper()
	d := policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"},
		Conditions: policy.Conditions{operator: {"test:Key": want}},
	})
	r := policy.Request{Action: "test:Action", Resource: "*", Context: policy.Context{"aws:username": {"alice"}}}
	if got != nil {
		r.Context["Test:key"] = got // names of keys have no case
	}
	decision, err := d.Evaluate(r)
	require.NoError(t, err)
	return decision.Allowed()
}

// The matrix: every operator of the language with every qualifier, on values
// that are what the operator asks of one value, are something else, are both,
// are missing, or cannot be compared.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
func TestOperatorMatrix(t *testing.T) {
	operators := []struct {
		name  string
		want  string // in the policy
		match string // a value that want describes
		other string // a value that it does not describe
		wrong string // a value that cannot be compared; empty if there is none
	}{
		{"StringEquals", "Alice", "Alice", "alice", ""},
		{"StringNotEquals", "Alice", "Alice", "alice", ""},
		{"StringEqualsIgnoreCase", "Alice", "ALICE", "bob", ""},
		{"StringNotEqualsIgnoreCase", "Alice", "ALICE", "bob", ""},
		{"StringLike", "A*c?", "Alice", "alice", ""},
		{"StringNotLike", "A*c?", "Alice", "alice", ""},
		{"NumericEquals", "10", "10.0", "9", "ten"},
		{"NumericNotEquals", "10", "10.0", "9", "ten"},
		{"NumericLessThan", "10", "9.9", "10", "ten"},
		{"NumericLessThanEquals", "10", "10", "11", "ten"},
		{"NumericGreaterThan", "10", "11", "10", "ten"},
		{"NumericGreaterThanEquals", "10", "10", "9", "ten"},
		{"DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-02", "tomorrow"},
		{"DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-02", "tomorrow"},
		{"DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31", "2026-01-01", "tomorrow"},
		{"DateLessThanEquals", "2026-01-01T00:00:00Z", "2026-01-01", "2026-01-02", "tomorrow"},
		{"DateGreaterThan", "2026-01-01T00:00:00Z", "2026-01-02", "2026-01-01", "tomorrow"},
		{"DateGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01", "2025-12-31", "tomorrow"},
		{"Bool", "true", "TRUE", "false", "yes"},
		{"BinaryEquals", "QmluYXJ5", "QmluYXJ5", "Ymlu", "!"},
		{"IpAddress", "203.0.113.0/24", "203.0.113.7", "198.51.100.1", "localhost"},
		{"NotIpAddress", "203.0.113.0/24", "203.0.113.7", "198.51.100.1", "localhost"},
		{"ArnEquals", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:user/a", "a"},
		{"ArnLike", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:user/a", "a"},
		{"ArnNotEquals", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:user/a", "a"},
		{"ArnNotLike", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:user/a", "a"},
	}
	// What holds, in the order match, other, both, missing, wrong: T or F.
	type rule struct{ plain, negated string }
	rules := []struct {
		prefix, suffix string
		rule
	}{
		{"", "", rule{"TFFFF", "FTFTF"}}, // two values need a set operator
		{"", "IfExists", rule{"TFFTF", "FTFTF"}},
		{"ForAllValues:", "", rule{"TFFTF", "FTFTF"}},
		{"ForAllValues:", "IfExists", rule{"TFFTF", "FTFTF"}},
		{"ForAnyValue:", "", rule{"TFTFF", "FTTFF"}},
		{"ForAnyValue:", "IfExists", rule{"TFTFF", "FTTFF"}},
	}
	for _, o := range operators {
		for _, r := range rules {
			name := r.prefix + o.name + r.suffix
			expected := r.plain
			if strings.Contains(o.name, "Not") {
				expected = r.negated
			}
			for i, c := range []struct {
				name string
				got  []string
			}{
				{"match", []string{o.match}},
				{"other", []string{o.other}},
				{"both", []string{o.match, o.other}},
				{"missing", nil},
				{"wrong", []string{o.wrong}},
			} {
				if c.name == "wrong" && o.wrong == "" {
					continue
				}
				t.Run(name+"/"+c.name, func(t *testing.T) {
					assert.Equal(t, expected[i] == 'T', holds(t, name, []string{o.want}, c.got))
				})
			}
		}
	}
}

// Several values of a policy OR together, for a negated operator they NOR.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
func TestSeveralValues(t *testing.T) {
	ab := []string{"a", "b"}
	for _, c := range []struct {
		operator  string
		want, got []string
		holds     bool
	}{
		{"StringEquals", ab, []string{"a"}, true},
		{"StringEquals", ab, []string{"b"}, true},
		{"StringEquals", ab, []string{"c"}, false},
		{"StringNotEquals", ab, []string{"a"}, false},
		{"StringNotEquals", ab, []string{"b"}, false},
		{"StringNotEquals", ab, []string{"c"}, true},
		{"ForAllValues:StringEquals", ab, []string{"b", "a", "b"}, true},
		{"ForAllValues:StringEquals", ab, []string{"a", "c"}, false},
		{"ForAllValues:StringEquals", ab, []string{}, true},
		{"ForAllValues:StringEquals", ab, []string{""}, true}, // "a null data set, such as an empty string"
		{"ForAllValues:StringNotEquals", ab, []string{"c", "d"}, true},
		{"ForAllValues:StringNotEquals", ab, []string{"c", "a"}, false},
		{"ForAnyValue:StringEquals", ab, []string{"c", "b"}, true},
		{"ForAnyValue:StringEquals", ab, []string{"c", "d"}, false},
		{"ForAnyValue:StringEquals", ab, []string{}, false},
		{"ForAnyValue:StringEquals", []string{""}, []string{""}, false},
		{"ForAnyValue:StringNotEquals", ab, []string{"a", "c"}, true},
		{"ForAnyValue:StringNotEquals", ab, []string{"a", "b"}, false},
		{"StringEquals", []string{""}, []string{""}, true}, // an s3:prefix that is there and empty
		{"StringEquals", []string{""}, []string{}, false},
		{"NumericNotEquals", []string{"1", "2"}, []string{"3"}, true},
		{"NumericNotEquals", []string{"1", "2"}, []string{"2"}, false},
		{"StringEquals", nil, []string{"a"}, false},
		{"StringNotEquals", nil, []string{"a"}, false}, // AWS's pages disagree, so that it lets nothing pass
		{"ForAllValues:StringEquals", nil, []string{"a"}, false},
		{"ForAllValues:StringEquals", nil, nil, true},
	} {
		t.Run(c.operator+" "+strings.Join(c.want, ",")+" on "+strings.Join(c.got, ","), func(t *testing.T) {
			assert.Equal(t, c.holds, holds(t, c.operator, c.want, c.got))
		})
	}
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null
func TestNull(t *testing.T) {
	for _, c := range []struct {
		name      string
		want, got []string
		holds     bool
	}{
		{"true, missing", []string{"true"}, nil, true},
		{"true, there", []string{"true"}, []string{"a"}, false},
		{"false, missing", []string{"false"}, nil, false},
		{"false, there", []string{"false"}, []string{"a"}, true},
		{"false, two values", []string{"False"}, []string{"a", "b"}, true},
		{"no value is null", []string{"true"}, []string{}, true},
		{"an empty value is null", []string{"true"}, []string{""}, true},
		{"both always hold", []string{"true", "false"}, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.holds, holds(t, "Null", c.want, c.got)) })
	}
}

func TestValuesOfOperators(t *testing.T) {
	for _, c := range []struct {
		operator, want, got string
		holds               bool
	}{
		// StringEquals takes wildcards for what they are.
		{"StringEquals", "a*", "ab", false},
		{"StringEquals", "a*", "a*", true},
		{"StringEqualsIgnoreCase", "ÄB", "äb", true},
		{"StringLike", "", "", true},
		{"StringLike", "repo:octo-org/*", "repo:octo-org/octo-repo:ref:refs/heads/main", true},
		{"StringLike", "repo:octo-org/*", "repo:octo-org-evil/octo-repo:ref:refs/heads/main", false},

		// Integers of any size compare exactly; account ids are not rounded.
		{"NumericEquals", "9007199254740993", "9007199254740992", false},
		{"NumericEquals", "9223372036854775807", "9223372036854775806", false},
		{"NumericEquals", "1e3", "1000", true},
		{"NumericEquals", "-0.5", "-.5", true},
		{"NumericLessThan", "0.3", "0.29999", true},
		{"NumericGreaterThan", "1", "100000000000000000000", true},
		{"NumericEquals", "1", "0x1", false},
		{"NumericEquals", "1", "", false},
		{"NumericLessThan", "1", "NaN", false},
		{"NumericLessThan", "1", "-Inf", false},
		{"NumericGreaterThan", "1", "1e999", false},
		{"NumericEquals", "1000", "1_000", false},

		// https://www.w3.org/TR/NOTE-datetime
		{"DateEquals", "2026-07-16T19:20+01:00", "2026-07-16T18:20:00Z", true},
		{"DateEquals", "2026-07-16T19:20:30.45Z", "2026-07-16T19:20:30.450Z", true},
		{"DateEquals", "2026-07-16", "2026-07-16T00:00:00Z", true},
		{"DateEquals", "2026-07", "2026-07-01T00:00:00Z", true},
		{"DateEquals", "2026-01-01T00:00:00Z", "1767225600", true},
		{"DateLessThan", "1767225600", "2025-12-31T23:59:59Z", true},
		{"DateEquals", "2026", "1970-01-01T00:33:46Z", true}, // a bare number is seconds
		{"DateLessThan", "2026-01-01", "-1", true},
		{"DateGreaterThan", "2026-01-01", "9223372036854775807", false}, // no time.Time has that
		{"DateLessThan", "2026-01-01", "9223372036854775807", false},
		{"DateEquals", "2026-07-16", "16 Jul 2026", false},

		{"Bool", "FALSE", "false", true},
		{"Bool", "true", "1", false},

		{"BinaryEquals", "AA==", "AA==", true},
		{"BinaryEquals", "AA==", "AAA=", false},

		// "IAM uses the default prefix value of /32."
		{"IpAddress", "203.0.113.7", "203.0.113.7", true},
		{"IpAddress", "203.0.113.7", "203.0.113.8", false},
		{"IpAddress", "203.0.113.7/24", "203.0.113.8", true},
		{"IpAddress", "0.0.0.0/0", "198.51.100.1", true},
		{"IpAddress", "0.0.0.0/0", "2001:db8::1", false},
		{"IpAddress", "203.0.113.0/24", "::ffff:203.0.113.7", true},
		{"IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", true},
		{"IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5679::1", false},
		{"IpAddress", "2001:db8::1", "2001:db8:0::1", true},
		{"IpAddress", "fe80::/10", "fe80::1%eth0", false},
		{"NotIpAddress", "203.0.113.0/24", "2001:db8::1", true},
		{"NotIpAddress", "203.0.113.0/24", "fe80::1%eth0", false},
		{"NotIpAddress", "203.0.113.0/24", "203.0.113.0/24", false}, // a range is no address

		// Policy variables, in the operators that take them.
		{"StringEquals", "${aws:username}", "alice", true},
		{"StringEquals", "${aws:username}", "bob", false},
		{"StringLike", "home/${aws:username}/*", "home/alice/x", true},
		{"StringLike", "${*}", "anything", false},
		{"StringEquals", "${*}", "*", true},
		{"StringEquals", "${aws:userid}", "", false},
		{"StringNotEquals", "${aws:userid}", "anything", true}, // "Inverted condition operators … do match against a null value"
		{"StringEquals", "${aws:userid, 'anonymous'}", "anonymous", true},
		{"ArnLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::123456789012:user/alice", true},
		{"ArnNotLike", "arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::123456789012:user/alice", false},
		{"ArnEquals", "${aws:username}", "arn:aws:iam::123456789012:user/alice", false},
		{"Bool", "${aws:username}", "true", false},
		{"Bool", "${aws:username}", "alice", false},

		// CDK tokens are text that equals itself.
		{"StringEquals", "${Token[AWS.AccountId.4]}", "${Token[AWS.AccountId.4]}", true},
		{"StringEquals", "${Token[AWS.AccountId.4]}", "123456789012", false},
		{"NumericEquals", "${Token[TOKEN.4]}", "1", false},
		{"ArnLike", "${Token[TOKEN.4]}", "arn:aws:iam::123456789012:role/a", false},
	} {
		t.Run(c.operator+" "+c.want+" on "+c.got, func(t *testing.T) {
			assert.Equal(t, c.holds, holds(t, c.operator, []string{c.want}, []string{c.got}))
		})
	}
}

// A policy that names an operator that does not exist, or gives it a value
// that it cannot compare, is an error, whether or not the statement would
// have come to bear.
func TestWrongConditionsAreErrors(t *testing.T) {
	for _, c := range []struct {
		operator, value, message string
	}{
		{"StringMatches", "a", `Condition.StringMatches is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"stringequals", "a", `Condition.stringequals is not a condition operator; write "StringEquals"`},
		{"ForAllvalues:StringLikeIfExists", "a", `Condition.ForAllvalues:StringLikeIfExists is not a condition operator; write "ForAllValues:StringLikeIfExists"`},
		{"ForSomeValues:StringLike", "a", `Condition.ForSomeValues:StringLike is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"IfExists", "a", `Condition.IfExists is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"", "a", `Condition. is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"NullIfExists", "true", `Condition.NullIfExists is not a condition operator; write "Null"; it takes no IfExists`},
		{"ForAnyValue:NullIfExists", "true", `Condition.ForAnyValue:NullIfExists is not a condition operator; write "Null"; it takes no IfExists`},
		{"BoolNotEquals", "true", `Condition.BoolNotEquals is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"Null", "yes", `Condition.Null.test:Key "yes" is not true or false; correct the value`},
		{"Bool", "1", `Condition.Bool.test:Key "1" is not true or false; correct the value`},
		{"NumericLessThan", "ten", `Condition.NumericLessThan.test:Key "ten" is not a number; correct the value`},
		{"NumericLessThan", "${aws:username}", `Condition.NumericLessThan.test:Key "${aws:username}" is not a number; correct the value`},
		{"DateLessThan", "tomorrow", `Condition.DateLessThan.test:Key "tomorrow" is not a date such as 2026-01-31T00:00:00Z, nor seconds since 1970; correct the value`},
		{"IpAddress", "10.0.0.0/33", `Condition.IpAddress.test:Key "10.0.0.0/33" is not an IP address or a CIDR range; correct the value`},
		{"NotIpAddress", "fe80::1%eth0", `Condition.NotIpAddress.test:Key "fe80::1%eth0" is not an IP address or a CIDR range; correct the value`},
		{"BinaryEquals", "!", `Condition.BinaryEquals.test:Key "!" is not base64; correct the value`},
		{"ArnLike", "*", `Condition.ArnLike.test:Key "*" is not an ARN of six parts between colons; correct the value`},
		{"StringEquals", "${aws:username", `Condition.StringEquals.test:Key "${aws:username" has a malformed policy variable; correct the value`},
	} {
		t.Run(c.operator+" "+c.value, func(t *testing.T) {
			d := policy.New(
				policy.Statement{Effect: policy.Deny, Actions: []string{"*"}, Resources: []string{"*"}},
				policy.Statement{
					Sid: "Never", Effect: policy.Allow, Actions: []string{"other:Action"}, Resources: []string{"arn:aws:s3:::other"},
					Conditions: policy.Conditions{c.operator: {"test:Key": {c.value}}},
				})
			r := policy.Request{Action: "test:Action", Resource: "*"}
			message := "cipublisher: Statement[1](Never)." + c.message

			decision, err := d.Evaluate(r)
			assert.EqualError(t, err, message)
			assert.False(t, decision.Allowed())
			_, err = d.Explain(r)
			assert.EqualError(t, err, message)
			data, err := d.MarshalJSON()
			require.NoError(t, err)
			_, err = policy.Parse(data)
			assert.EqualError(t, err, message)
		})
	}
}

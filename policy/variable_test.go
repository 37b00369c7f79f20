package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
func TestVariables(t *testing.T) {
	context := Context{
		"aws:username":           {"alice"},
		"aws:PrincipalTag/team":  {"a*"},
		"aws:TagKeys":            {"one", "two"},
		"aws:PrincipalTag/empty": {""},
	}
	for _, c := range []struct {
		name, give, want string
		resolved         bool
	}{
		{"no variable", "home/*", "home/*", true},
		{"a variable", "home/${aws:username}/", "home/alice/", true},
		{"names of keys have no case", "${AWS:UserName}", "alice", true},
		{"several", "${aws:username}-${aws:username}", "alice-alice", true},
		{"white space", "${ aws:username }", "alice", true},
		{"a default that is not needed", "${aws:username, 'nobody'}", "alice", true},
		{"a default", "${aws:userid, 'anonymous'}", "anonymous", true},
		{"a default with a brace", "${aws:userid, 'a}b'}", "a}b", true},
		{"an empty default", "${aws:userid, ''}", "", true},
		{"no value", "${aws:userid}", "", false},
		{"an empty value is none", "${aws:PrincipalTag/empty}", "", false},
		{"a key with several values is no variable", "${aws:TagKeys}", "", false},
		{"the characters that have a meaning", "${*}${?}${$}", "*?$", true},
		{"a token is text", "${Token[AWS.Region.9]}-${aws:username}", "${Token[AWS.Region.9]}-alice", true},
		{"other dollars and braces are text", "$a{b}$", "$a{b}$", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, resolved := resolve(c.give, context)
			assert.Equal(t, c.resolved, resolved)
			assert.Equal(t, c.want, got.text)
			assert.Empty(t, checkVariables(c.give))
		})
	}
}

// What a variable stands for means itself: nobody widens a policy by putting
// a * into a tag.
func TestVariablesHaveNoWildcards(t *testing.T) {
	context := Context{"aws:PrincipalTag/team": {"a*"}}
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*", "arn:aws:s3:::bucket/a*/x", true},
		{"arn:aws:s3:::bucket/${aws:PrincipalTag/team}/*", "arn:aws:s3:::bucket/abc/x", false},
		{"arn:aws:s3:::bucket/${*}/?", "arn:aws:s3:::bucket/*/x", true},
		{"arn:aws:s3:::bucket/${*}/?", "arn:aws:s3:::bucket/a/x", false},
		{"arn:aws:s3:::bucket/${?}*", "arn:aws:s3:::bucket/?abc", true},
		{"arn:aws:s3:::bucket/${?}*", "arn:aws:s3:::bucket/abc", false},
		{"arn:aws:s3:::bucket/${aws:userid, '*'}", "arn:aws:s3:::bucket/a", false},
		{"arn:aws:s3:::bucket/${aws:userid, '*'}", "arn:aws:s3:::bucket/*", true},
	} {
		t.Run(c.pattern+" on "+c.text, func(t *testing.T) {
			p, resolved := resolve(c.pattern, context)
			assert.True(t, resolved)
			assert.Equal(t, c.want, p.matchResource(c.text))
		})
	}
}

func TestMalformedVariables(t *testing.T) {
	for _, value := range []string{
		"${", "${aws:username", "${}", "${ }", "${aws:userid, }", "${aws:userid, anonymous}", "${aws:userid, 'a}",
		"${aws:userid, 'a' }", "${aws:username}${", "${Token[AWS.Region.9]}${",
	} {
		t.Run(value, func(t *testing.T) {
			assert.Equal(t, "has a malformed policy variable", checkVariables(value))
			assert.Equal(t, "has a malformed policy variable", checkResourceVariables("arn:aws:s3:::"+value))
		})
	}
}

// AWS has published a variable in the account of an ARN.
//
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonTimestreamInfluxDBServiceRolePolicy.html
func TestVariablesBelongIntoAWholeARN(t *testing.T) {
	const short = "has a policy variable in an ARN of fewer than six fields"
	for value, want := range map[string]string{
		"arn:aws:s3:::${aws:username}":                   "",
		"arn:aws:s3:::bucket/${aws:username}":            "",
		"*":                                              "",
		"arn:${Token[AWS.Partition.3]}:s3:::b":           "",
		"arn:*:kms:*:${aws:PrincipalAccount}:key/*":      "",
		"arn:${Token[AWS.Partition.3]}:s3:${aws:x}::b":   "",
		"${aws:PrincipalArn}":                            short,
		"arn:aws:s3:${aws:RequestedRegion}":              short,
		"arn:aws:s3:${aws:a}:${aws:b}":                   short,
		"arn:${Token[Ref:A]}:${Token[Ref:B]}:::${aws:a}": "",
		"arn:${Token[Ref:A]}:${Token[Ref:B]}::${aws:a}":  short,
		"arn:aws:s3:::${aws:a, 'b:c'}":                   "",
		"arn:aws:s3::${aws:a, 'b:c'}":                    short,
		"arn:aws:s3::${aws:x}:bucket/${aws:PrincipalTag": "has a malformed policy variable",
	} {
		t.Run(value, func(t *testing.T) { assert.Equal(t, want, checkResourceVariables(value)) })
	}
}

// A variable in the account stands for the account of the request, and in a
// comparison for an account that is not known: more than itself is new.
func TestAVariableInTheAccount(t *testing.T) {
	of := func(account string) Document {
		d, err := Parse([]byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:*:kms:*:` + account + `:key/*"}}`))
		require.NoError(t, err)
		return d
	}
	own := of("${aws:PrincipalAccount}")
	request := Request{Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/a", Context: Context{"aws:PrincipalAccount": {"111122223333"}}}
	for account, want := range map[string]bool{"111122223333": true, "444455556666": false, "": false} {
		request.Context = Context{"aws:PrincipalAccount": {account}}
		decision, err := Evaluate([]Document{own}, request)
		require.NoError(t, err)
		assert.Equal(t, want, decision.Allowed(), account)
	}
	request.Context = nil
	decision, err := Evaluate([]Document{own}, request)
	require.NoError(t, err)
	assert.False(t, decision.Allowed(), "the account is not known")

	gains := func(before, after Document) bool {
		return len(Compare([]Document{before}, []Document{after}).Gained) > 0
	}
	assert.False(t, gains(own, of("${AWS:PrincipalAccount}")), "the names of keys have any case")
	assert.True(t, gains(own, of("*")))
	assert.True(t, gains(own, of("111122223333")))
	assert.True(t, gains(own, of("${aws:ResourceAccount}")))
	assert.True(t, gains(of("111122223333"), own))
}

package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

func limited(o trust.Options, conditions policy.Conditions) trust.Options {
	o.Conditions = conditions
	return o
}

// Free conditions are in every statement beside the ones that are always
// there.
func TestConditionsAreInEveryStatement(t *testing.T) {
	o := limited(subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}}), policy.Conditions{
		"IpAddress":  {"aws:SourceIp": {"192.0.2.0/24", "2001:db8::/32"}},
		"StringLike": {"sts:RoleSessionName": {"release-*"}},
	})
	d := document(t, o)
	require.Len(t, d.Statements, 2)
	for _, s := range d.Statements {
		assert.Equal(t, []string{"192.0.2.0/24", "2001:db8::/32"}, s.Conditions["IpAddress"]["aws:SourceIp"])
		assert.Equal(t, []string{"release-*"}, s.Conditions["StringLike"]["sts:RoleSessionName"])
		assert.Equal(t, []string{"sts.amazonaws.com"}, s.Conditions["StringEquals"][github+":aud"])
	}
	requireGolden(t, "conditions.json", d.Indent())
	d.Statements[0].Conditions["IpAddress"]["aws:SourceIp"][0] = "0.0.0.0/0"
	assert.Equal(t, "192.0.2.0/24", o.Conditions["IpAddress"]["aws:SourceIp"][0], "the options stay as they are")
}

func TestConditionsRefused(t *testing.T) {
	const keys = "use one of aws:CurrentTime, aws:EpochTime, aws:Referer, aws:RequestedRegion, aws:SecureTransport, aws:SourceIp, aws:SourceVpc, aws:SourceVpcArn, aws:SourceVpce, aws:UserAgent, aws:VpcSourceIp, aws:VpceAccount, aws:VpceOrgID, aws:VpceOrgPaths, sts:RoleSessionName"
	for _, c := range []struct {
		name       string
		conditions policy.Conditions
		want       string
	}{
		{"an operator that is none", policy.Conditions{"IpAdress": {"aws:SourceIp": {"192.0.2.0/24"}}},
			`Conditions.IpAdress is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"an address that is none", policy.Conditions{"IpAddress": {"aws:SourceIp": {"office"}}},
			`Conditions.IpAddress.aws:SourceIp "office" is not an IP address or a CIDR range; correct the value`},
		{"no operator", policy.Conditions{}, `Conditions is empty; name an operator, or leave it unset`},
		{"no key", policy.Conditions{"IpAddress": {}}, `Conditions.IpAddress tests no key; name a key, or leave the operator out`},
		{"no value", policy.Conditions{"IpAddress": {"aws:SourceIp": {}}}, `Conditions.IpAddress "aws:SourceIp" has no value; give it one, or leave the key out`},
		{"an empty value", policy.Conditions{"StringEquals": {"sts:RoleSessionName": {""}}}, `Conditions.StringEquals.sts:RoleSessionName is empty; leave it out or name something`},
		{"a variable", policy.Conditions{"StringLike": {"sts:RoleSessionName": {"${aws:username}"}}},
			`Conditions.StringLike.sts:RoleSessionName "${aws:username}" has "${", which IAM reads as the start of a policy variable; use a name without it`},
		{"a claim", policy.Conditions{"StringEquals": {github + ":actor": {"ann"}}},
			`Conditions.StringEquals "token.actions.githubusercontent.com:actor" is a claim of the token; write actor in Subjects[0].Claims, or the subject in Subjects`},
		{"the subject", policy.Conditions{"StringNotLike": {github + ":sub": {"repo:acme/*"}}},
			`Conditions.StringNotLike "token.actions.githubusercontent.com:sub" is a claim of the token; write sub in Subjects[0].Claims, or the subject in Subjects`},
		{"a key that is never sent", policy.Conditions{"StringEquals": {"aws:PrincipalOrgID": {"o-1"}}},
			`Conditions.StringEquals "aws:PrincipalOrgID" is not a key that AWS sends when a token assumes a role, so that no job would be admitted; ` + keys},
		{"a key of another issuer", policy.Conditions{"StringEquals": {"gitlab.com:sub": {"x"}}},
			`Conditions.StringEquals "gitlab.com:sub" is not a key that AWS sends when a token assumes a role, so that no job would be admitted; ` + keys},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := limited(on("acme/app"), c.conditions)
			assert.EqualError(t, o.Validate(), "cipublisher: "+c.want)
			assert.Empty(t, o.Document().Statements)
		})
	}
}

// Whatever the conditions say, and whatever the request has, no token is
// admitted that was refused without them.
func TestConditionsOnlyNarrow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := genOptions(t)
		slim := o
		slim.Conditions = policy.Conditions{}
		for range rapid.IntRange(1, 3).Draw(t, "conditions") {
			operator := rapid.SampledFrom([]string{"StringEquals", "StringNotEquals", "StringLikeIfExists", "StringNotLike", "ForAnyValue:StringEquals", "ForAllValues:StringNotLike", "Null"}).Draw(t, "operator")
			value := rapid.SampledFrom([]string{"a", "b", "*"}).Draw(t, "value")
			if operator == "Null" {
				value = rapid.SampledFrom([]string{"true", "false"}).Draw(t, "null")
			}
			key := rapid.SampledFrom([]string{"sts:RoleSessionName", "aws:UserAgent", "aws:SourceVpc"}).Draw(t, "key")
			if slim.Conditions[operator] == nil {
				slim.Conditions[operator] = map[string][]string{}
			}
			slim.Conditions[operator][key] = append(slim.Conditions[operator][key], value)
		}
		if slim.Validate() != nil {
			t.Skip("refused")
		}
		context := policy.Context{}
		for _, key := range []string{"sts:RoleSessionName", "aws:UserAgent", "aws:SourceVpc"} {
			if values := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b"}), 0, 2).Draw(t, key); len(values) > 0 {
				context[key] = values
			}
		}
		for range 10 {
			token, _ := genToken(t, o)
			narrow, err := trust.Checker{Context: context}.Check(slim.Document(), token)
			if err != nil {
				t.Fatal(err)
			}
			if (narrow.Allowed || narrow.Undecided) && !decide(t, o.Document(), o.Issuer, token) {
				t.Fatalf("the conditions admit %s\n%s", token.Subject(), slim.Document().Indent())
			}
		}
	})
}

package trust_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

const genuineSub = "repo:acme/app:ref:refs/heads/main"

// conditioned is a policy for one subject with further conditions.
func conditioned(more policy.Conditions) policy.Document {
	conditions := policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {genuineSub}}}
	for operator, keys := range more {
		if conditions[operator] == nil {
			conditions[operator] = map[string][]string{}
		}
		maps.Copy(conditions[operator], keys)
	}
	return elsewhere(conditions)
}

func deny(conditions policy.Conditions) policy.Statement {
	return policy.Statement{Effect: policy.Deny, Principal: &policy.Principal{Everyone: true}, Actions: []string{"sts:*"}, Conditions: conditions}
}

// Conditions on the request decide nothing until somebody says what the
// request has; whatever else fails still denies.
func TestConditionsOnTheRequest(t *testing.T) {
	office := policy.Conditions{"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}}
	session := policy.Conditions{"StringLike": {"sts:RoleSessionName": {"release-*"}}}
	outside := deny(policy.Conditions{"NotIpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}})
	anybody := conditioned(nil)
	const allowed, denied, undecided = "allowed", "denied", "undecided"
	for _, c := range []struct {
		name    string
		policy  policy.Document
		sub     string
		context policy.Context
		want    string
		needs   []string
	}{
		{"address unknown", conditioned(office), genuineSub, nil, undecided, []string{"aws:SourceIp"}},
		{"address unknown, another subject", conditioned(office), "repo:evil/x:pull_request", nil, denied, nil},
		{"address inside", conditioned(office), genuineSub, policy.Context{"aws:SourceIp": {"192.0.2.7"}}, allowed, nil},
		{"address inside, key in another case", conditioned(office), genuineSub, policy.Context{"AWS:sourceip": {"192.0.2.7"}}, allowed, nil},
		{"address outside", conditioned(office), genuineSub, policy.Context{"aws:SourceIp": {"198.51.100.7"}}, denied, nil},
		{"session unknown", conditioned(session), genuineSub, nil, undecided, []string{"sts:RoleSessionName"}},
		{"session known", conditioned(session), genuineSub, policy.Context{"sts:RoleSessionName": {"release-7"}}, allowed, nil},
		{"both unknown", conditioned(policy.Conditions{"IpAddress": office["IpAddress"], "StringLike": session["StringLike"]}), genuineSub, nil, undecided, []string{"aws:SourceIp", "sts:RoleSessionName"}},
		{"one of two unknown", conditioned(policy.Conditions{"IpAddress": office["IpAddress"], "StringLike": session["StringLike"]}), genuineSub,
			policy.Context{"aws:SourceIp": {"192.0.2.7"}}, undecided, []string{"sts:RoleSessionName"}},
		{"a Deny that may apply", policy.New(anybody.Statements[0], outside), genuineSub, nil, undecided, []string{"aws:SourceIp"}},
		{"a Deny that does", policy.New(anybody.Statements[0], outside), genuineSub, policy.Context{"aws:SourceIp": {"198.51.100.7"}}, denied, nil},
		{"a Deny that does not", policy.New(anybody.Statements[0], outside), genuineSub, policy.Context{"aws:SourceIp": {"192.0.2.7"}}, allowed, nil},
		{"a Deny in any case", policy.New(conditioned(office).Statements[0], deny(nil)), genuineSub, nil, denied, nil},
		{"another statement without the condition", policy.New(conditioned(office).Statements[0], anybody.Statements[0]), genuineSub, nil, allowed, nil},
		{"IfExists", conditioned(policy.Conditions{"IpAddressIfExists": office["IpAddress"]}), genuineSub, nil, undecided, []string{"aws:SourceIp"}},
		{"a key that is never sent", conditioned(policy.Conditions{"StringEquals": {"aws:PrincipalOrgID": {"o-1"}}}), genuineSub, nil, denied, nil},
		{"a key that is never sent, IfExists", conditioned(policy.Conditions{"StringEqualsIfExists": {"aws:PrincipalOrgID": {"o-1"}}}), genuineSub, nil, allowed, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, err := trust.Checker{Context: c.context}.Check(c.policy, token(c.sub))
			require.NoError(t, err)
			got := denied
			switch {
			case result.Allowed:
				got = allowed
			case result.Undecided:
				got = undecided
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.needs, result.Needs)
			assert.Equal(t, c.want, result.Report()[:len(c.want)])
			fitsTerminal(t, result.Report())
		})
	}
}

func TestReportOfAnUndecidedToken(t *testing.T) {
	result, err := trust.Check(conditioned(policy.Conditions{"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}}), token(genuineSub))
	require.NoError(t, err)
	requireGolden(t, "report-undecided.txt", result.Report())
}

// Session tags and a source identity need rights of their own, which conditions
// on the tags may limit.
func TestRightsOfTags(t *testing.T) {
	tags := func(conditions policy.Conditions) policy.Document {
		d := conditioned(conditions)
		d.Statements[0].Actions = []string{"sts:AssumeRoleWithWebIdentity", "sts:TagSession"}
		return d
	}
	team := func(value string) policy.Conditions {
		return policy.Conditions{"StringEquals": {"aws:RequestTag/Team": {value}}}
	}
	assert.True(t, admits(t, tags(nil), tagged(token(genuineSub))))
	assert.True(t, admits(t, tags(team("platform")), tagged(token(genuineSub))))
	assert.False(t, admits(t, tags(team("admins")), tagged(token(genuineSub))))
	assert.False(t, admits(t, tags(team("platform")), token(genuineSub)), "a tag that the token does not set")
	assert.False(t, admits(t, conditioned(nil), tagged(token(genuineSub))), "sts:TagSession is not granted")
	assert.True(t, admits(t, granting(conditioned(nil), "sts:*"), tagged(token(genuineSub, "https://aws.amazon.com/source_identity", "ann"))))
}

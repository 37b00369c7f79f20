package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// An ARN of fewer than six fields is any in the missing ones, in the policy of
// an identity.
func TestIncompleteARNs(t *testing.T) {
	for _, c := range []struct {
		name, resource, arn string
		matches             bool
	}{
		{"a service", "arn:aws:s3", "arn:aws:s3:::b/a", true},
		{"a service, and a colon", "arn:aws:s3:", "arn:aws:s3:::b/a", true},
		{"a service and its region", "arn:aws:sqs:eu-west-1", "arn:aws:sqs:eu-west-1:111122223333:q", true},
		{"another region", "arn:aws:sqs:eu-west-2", "arn:aws:sqs:eu-west-1:111122223333:q", false},
		{"an account", "arn:aws:sqs:*:111122223333", "arn:aws:sqs:eu-west-1:111122223333:q", true},
		{"another account", "arn:aws:sqs:*:999988887777", "arn:aws:sqs:eu-west-1:111122223333:q", false},
		{"a partition", "arn:aws", "arn:aws:s3:::b", true},
		{"another partition", "arn:aws-cn", "arn:aws:s3:::b", false},
		{"part of a service", "arn:aws:s", "arn:aws:s3:::b", false},
		{"a wildcard that runs on", "arn:aws:*:b", "arn:aws:s3:::b", true},
		{"all fields, the last one empty", "arn:aws:s3:::", "arn:aws:s3:::b", false},
		{"wildcards in every field", "arn:*:ds:*:*:*/*", "arn:aws:ds:eu-west-1:111122223333:directory/d-1", true},
		{"a wildcard in the resource type", "arn:aws:ecr:eu-west-1:111122223333:repo*/app", "arn:aws:ecr:eu-west-1:111122223333:repository/app", true},
		{"wildcards in every field, another service", "arn:*:ds:*:*:*/*", "arn:aws:sqs:eu-west-1:111122223333:a/b", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range []struct {
				statement policy.Statement
				allowed   bool
			}{
				{policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{c.resource}}, c.matches},
				{policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, NotResources: []string{c.resource}}, !c.matches},
				{policy.Statement{Effect: policy.Deny, Actions: []string{"*"}, Resources: []string{c.resource}}, !c.matches},
				{policy.Statement{Effect: policy.Deny, Actions: []string{"*"}, NotResources: []string{c.resource}}, c.matches},
			} {
				d := policy.New(s.statement)
				if s.statement.Effect == policy.Deny {
					d.Statements = append(d.Statements, policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})
				}
				decision, err := d.Evaluate(policy.Request{Action: "x:Y", Resource: c.arn})
				require.NoError(t, err)
				assert.Equal(t, s.allowed, decision.Allowed(), d.Indent())
			}
		})
	}
}

// In the policy of a resource, an incomplete ARN is what it says.
func TestIncompleteARNInThePolicyOfAResource(t *testing.T) {
	d := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"*"}, Resources: []string{"arn:aws:s3"}})
	decision, err := d.Evaluate(policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a"})
	require.NoError(t, err)
	assert.False(t, decision.Allowed())
}

func TestCompareIncompleteARNs(t *testing.T) {
	for _, c := range []struct{ name, before, after, gained string }{
		{"written in full", "Allow s3:A arn:aws:s3", "Allow s3:A arn:aws:s3:*:*:*", ""},
		{"written in short", "Allow s3:A arn:aws:s3:*:*:*", "Allow s3:A arn:aws:s3:*", ""},
		{"a bucket of the service", "Allow s3:A arn:aws:s3", "Allow s3:A arn:aws:s3:::b/*", ""},
		{"the service of a bucket", "Allow s3:A arn:aws:s3:::b/*", "Allow s3:A arn:aws:s3", "Allow s3:A arn:aws:s3"},
		{"fewer fields", "Allow s3:A arn:aws:sqs:eu-west-1", "Allow s3:A arn:aws:sqs", "Allow s3:A arn:aws:sqs"},
		{"a Deny that bites", "", "Allow s3:* arn:aws:s3:::b/*\nDeny s3:* arn:aws:s3", ""},
		{"a Deny that is lifted", "Deny s3:* arn:aws:s3", "Deny s3:* arn:aws:s3:::b", "Deny s3:* arn:aws:s3"},
		{"what an exception takes in", "Allow s3:* !arn:aws:s3", "Allow s3:* arn:aws:s3:::b", "Allow s3:* arn:aws:s3:::b"},
		{"what an exception leaves", "Allow s3:* !arn:aws:s3", "Allow s3:* arn:aws:sqs:eu-west-1:1:q", ""},
		{"a smaller exception", "Allow s3:* !arn:aws:s3", "Allow s3:* !arn:aws:s3:::b", "Allow s3:* !arn:aws:s3:::b"},
		{"a larger exception", "Allow s3:* !arn:aws:s3:::b", "Allow s3:* !arn:aws:s3", ""},
		// A wildcard that may run on beyond its field, or not: AWS says both.
		{"what a wildcard may run on to", "Allow s3:A arn:aws:*:b", "Allow s3:A arn:aws:s3:::b", "Allow s3:A arn:aws:s3:::b"},
		{"a wildcard that may run on", "Allow s3:A arn:aws:*:b:*:*", "Allow s3:A arn:aws:*:b", "Allow s3:A arn:aws:*:b"},
		{"the same wildcard that may run on", "Allow s3:A,s3:B arn:aws:*:b", "Allow s3:A arn:aws:*:b", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			change := policy.Compare([]policy.Document{document(t, c.before)}, []policy.Document{document(t, c.after)})
			assert.Equal(t, c.gained, statementsText(change.Gained))
		})
	}
}

package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A tag that a policy tests may grant when it changes; others may not.
func TestTagsThatPoliciesTest(t *testing.T) {
	on := func(kind, tags, statement string) []byte {
		return []byte(fmt.Sprintf("Resources:\n  R:\n    Type: %s\n    Properties: {Tags: %s}\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:*', %s}]}\n", kind, tags, statement))
	}
	for name, statement := range map[string]string{
		"a principal's": "Resource: '*', Condition: {StringEquals: {'aws:PrincipalTag/Team': x}}",
		"a resource's":  "Resource: '*', Condition: {StringNotEquals: {'aws:resourcetag/team': x}}",
		"a service's":   "Resource: '*', Condition: {StringEquals: {'ec2:ResourceTag/team': x}}",
		"a variable":    "Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*'",
		"a value":       "Resource: '*', Condition: {StringEquals: {'s3:prefix': '${aws:PrincipalTag/team, ''none''}'}}",
	} {
		t.Run(name, func(t *testing.T) {
			for _, kind := range []string{"AWS::IAM::Role", "AWS::IAM::User", "AWS::SQS::Queue"} {
				before := on(kind, "[{Key: team, Value: a}, {Key: other, Value: a}]", statement)
				assert.True(t, gains(t, before, on(kind, "[{Key: team, Value: x}, {Key: other, Value: a}]", statement)))
				assert.True(t, gains(t, before, on(kind, "[{Key: other, Value: a}]", statement)))
				assert.True(t, gains(t, on(kind, "[]", statement), before))
				assert.False(t, gains(t, before, on(kind, "[{Key: other, Value: b}, {Key: team, Value: a}]", statement)))
			}
			assert.True(t, gains(t, on("AWS::SSM::Parameter", "{team: a}", statement), on("AWS::SSM::Parameter", "{team: b}", statement)))
		})
	}
}

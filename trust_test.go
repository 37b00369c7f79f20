package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/policy"
)

// Free conditions stand in the role's trust policy beside the others, and their
// faults are told by the prop.
func TestConditionsOfATrust(t *testing.T) {
	props := acme()
	props.Trust.Conditions = policy.Conditions{"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}}
	stack := newStack(nil)
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::Role"), map[string]any{
		"AssumeRolePolicyDocument": map[string]any{"Statement": []any{assertions.Match_ObjectLike(&map[string]any{"Condition": map[string]any{
			"IpAddress": map[string]any{"aws:SourceIp": "192.0.2.0/24"},
			"StringEquals": map[string]any{
				"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
				"token.actions.githubusercontent.com:sub": "repo:acme@1234/app@5678:environment:release",
			},
		}}), assertions.Match_ObjectLike(&map[string]any{"Condition": map[string]any{
			"IpAddress": map[string]any{"aws:SourceIp": "192.0.2.0/24"},
			"StringEquals": map[string]any{
				"token.actions.githubusercontent.com:aud":           "sts.amazonaws.com",
				"token.actions.githubusercontent.com:sub":           "repo:acme/app:environment:release",
				"token.actions.githubusercontent.com:repository_id": "5678",
			},
		}})}},
	})

	props.Trust.Conditions = policy.Conditions{"StringEquals": {"aws:PrincipalOrgID": {"o-1"}}}
	assert.ErrorContains(t, props.Validate(), `Trust.Conditions.StringEquals "aws:PrincipalOrgID" is not a key that AWS sends`)
}

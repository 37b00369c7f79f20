package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Free conditions are in the role's trust policy beside the others, and their
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

func TestInvalidTrusts(t *testing.T) {
	requireRefused(t, []invalid{
		{"a trust without subjects",
			func(p *props) { p.Trust.Subjects = nil },
			`Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context`},
		{"a subject that is nil",
			func(p *props) { p.Trust.Subjects = &[]*cipublisher.TrustSubject{nil} },
			`Trust.Subjects[0] names no repository, and a trust without one would accept everybody; name one in Trust.Subjects[0].Repositories`},
		{"a claim that AWS has no key for",
			func(p *props) {
				(*p.Trust.Subjects)[0].Claims = &map[trust.Claim]*[]*string{"runner_environment": jsii.Strings("github-hosted")}
			},
			`Trust.Subjects[0].Claims.runner_environment "github-hosted" can't be tested: AWS has no condition key for this claim of GitHub, so the condition would never match; ` +
				`use one of actor, actor_id, enterprise_id, environment, job_workflow_ref, ref, repository, repository_id, repository_owner_id, workflow`},
	})
}

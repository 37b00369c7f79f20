package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// A publisher is made for a service as a builder is.
func TestPublisherForAService(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	props := acme()
	props.Trust, props.Service = nil, &cipublisher.ServiceTrustProps{CodeBuildProjects: jsii.Strings("release")}
	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	require.NotNil(t, publisher.Role())
	require.Nil(t, publisher.Provider())
	require.Nil(t, publisher.InstanceProfile())
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::Role"), map[string]any{
		"RoleName": "publisher",
		"AssumeRolePolicyDocument": map[string]any{"Statement": []any{map[string]any{
			"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": map[string]any{"Service": "codebuild.amazonaws.com"},
			"Condition": map[string]any{
				"StringEquals": map[string]any{"aws:SourceAccount": "123456789012"},
				"ArnLike":      map[string]any{"aws:SourceArn": "arn:aws:codebuild:eu-west-1:123456789012:project/release"},
			},
		}}},
	})
}

func TestPipelineRolesAsConstructs(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	pipeline := awsiam.NewRole(stack, jsii.String("Pipeline"), &awsiam.RoleProps{AssumedBy: awsiam.NewServicePrincipal(jsii.String("codepipeline.amazonaws.com"), nil)})
	cipublisher.NewCiBuilder(stack, jsii.String("Builder"), service(&cipublisher.ServiceTrustProps{PipelineRoles: &[]awsiam.IRole{pipeline}}))
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::Role"), map[string]any{
		"RoleName": "builder",
		"AssumeRolePolicyDocument": map[string]any{"Statement": []any{assertions.Match_ObjectLike(&map[string]any{
			"Principal": map[string]any{"AWS": map[string]any{"Fn::GetAtt": []any{assertions.Match_StringLikeRegexp(jsii.String("^Pipeline")), "Arn"}}},
		})}},
	})
}

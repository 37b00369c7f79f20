package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// A publisher is a construct like CDK's own: each test passes the value itself
// to a part of CDK and looks at what that part made of it.

func newAcme(t *testing.T) (awscdk.Stack, cipublisher.CiPublisher) {
	t.Helper()
	stack := newStack(environment("123456789012", "eu-west-1"))
	return stack, cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
}

func TestServesAsScope(t *testing.T) {
	stack, publisher := newAcme(t)
	topic := awssns.NewTopic(publisher, jsii.String("Topic"), nil)
	require.Equal(t, "Stack/Publisher/Topic", *topic.Node().Path())
	assertions.Template_FromStack(stack, nil).ResourceCountIs(jsii.String("AWS::SNS::Topic"), jsii.Number(1))
}

func TestTakesTags(t *testing.T) {
	stack, publisher := newAcme(t)
	awscdk.Tags_Of(publisher).Add(jsii.String("team"), jsii.String("platform"), nil)
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::Role"), map[string]any{
		"Tags": []any{map[string]any{"Key": "team", "Value": "platform"}},
	})
}

// visitor is an aspect that remembers what it saw.
type visitor struct{ paths []string }

func (v *visitor) Visit(node constructs.IConstruct) {
	v.paths = append(v.paths, *node.Node().Path())
}

func TestAspectsVisitIt(t *testing.T) {
	stack, publisher := newAcme(t)
	seen := &visitor{}
	awscdk.Aspects_Of(publisher).Add(seen, nil)
	assertions.Template_FromStack(stack, nil)
	require.Contains(t, seen.paths, "Stack/Publisher")
	require.Contains(t, seen.paths, "Stack/Publisher/Policy/Resource")
	require.Contains(t, seen.paths, "Stack/Publisher/Role/Resource")
}

func TestTakesAnnotations(t *testing.T) {
	stack, publisher := newAcme(t)
	awscdk.Annotations_Of(publisher).AddWarning(jsii.String("a warning of the user's"))
	found := assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/Stack/Publisher"), assertions.Match_StringLikeRegexp(jsii.String("a warning of the user's")))
	require.Len(t, *found, 1)
}

func TestIsADependencyAndDepends(t *testing.T) {
	stack, publisher := newAcme(t)
	before := awssns.NewTopic(stack, jsii.String("Before"), nil)
	after := awssns.NewTopic(stack, jsii.String("After"), nil)
	publisher.Node().AddDependency(before)
	after.Node().AddDependency(publisher)
	template := assertions.Template_FromStack(stack, nil)
	template.HasResource(jsii.String("AWS::IAM::ManagedPolicy"), map[string]any{
		"DependsOn": []any{stack.GetLogicalId(before.Node().DefaultChild().(awscdk.CfnElement))},
	})
	template.HasResource(jsii.String("AWS::SNS::Topic"), map[string]any{
		"DependsOn": assertions.Match_ArrayWith(&[]any{assertions.Match_StringLikeRegexp(jsii.String("^PublisherPolicy"))}),
	})
}

func TestIsAGrantee(t *testing.T) {
	stack, publisher := newAcme(t)
	awss3.NewBucket(stack, jsii.String("Config"), nil).GrantRead(publisher, nil)
	template := assertions.Template_FromStack(stack, nil)
	template.HasResourceProperties(jsii.String("AWS::IAM::Policy"), map[string]any{
		"Roles": []any{map[string]any{"Ref": assertions.Match_StringLikeRegexp(jsii.String("^PublisherRole"))}},
	})
}

// Without a role, a grant extends the managed policy, which is all there is.
func TestIsAGranteeWithoutARole(t *testing.T) {
	stack := newStack(nil)
	props := acme()
	props.Trust = nil
	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	require.Nil(t, publisher.Role())
	require.Nil(t, publisher.Provider())
	awssns.NewTopic(stack, jsii.String("Topic"), nil).GrantPublish(publisher)
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::ManagedPolicy"), map[string]any{
		"PolicyDocument": map[string]any{"Statement": assertions.Match_ArrayWith(&[]any{
			assertions.Match_ObjectLike(&map[string]any{"Action": "sns:Publish"}),
		})},
	})
}

func TestSurvivesAPermissionsBoundary(t *testing.T) {
	stack, publisher := newAcme(t)
	boundary := awsiam.ManagedPolicy_FromManagedPolicyName(stack, jsii.String("Boundary"), jsii.String("boundary"))
	awsiam.PermissionsBoundary_Of(publisher).Apply(boundary)
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::Role"), map[string]any{
		"PermissionsBoundary": "arn:aws:iam::123456789012:policy/boundary",
	})
}

func TestSurvivesCustomizedRoles(t *testing.T) {
	for name, subjects := range map[string][]*cipublisher.TrustSubject{
		"one statement": *acme().Trust.Subjects,
		"several statements": {
			{Repositories: jsii.Strings("acme@1234/app@5678"), Branches: jsii.Strings("main")},
			{Repositories: jsii.Strings("acme@1234/app@5678"), Tags: jsii.Strings("v*")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			stack := newStack(environment("123456789012", "eu-west-1"))
			awsiam.Role_CustomizeRoles(stack, &awsiam.CustomizeRolesOptions{
				UsePrecreatedRoles: &map[string]*string{"Stack/Publisher/Role": jsii.String("made-by-hand")},
			})
			props := acme()
			props.Trust.Subjects = &subjects
			publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
			require.NotNil(t, publisher.Role())
			assertions.Template_FromStack(stack, nil).ResourceCountIs(jsii.String("AWS::IAM::Role"), jsii.Number(0))
		})
	}
}

func TestPropsAreNotMutated(t *testing.T) {
	props, same := acme(), acme()
	cipublisher.NewCiPublisher(newStack(nil), jsii.String("Publisher"), props)
	require.Equal(t, same, props)
}

func TestNothingIsCreatedFromBadProps(t *testing.T) {
	stack := newStack(nil)
	props := acme()
	props.S3.BucketName = jsii.String("Acme")
	props.Trust.Subjects = nil
	panicMessage(t, func() { cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props) })
	require.Empty(t, *stack.Node().Children())
}

package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// namedOf is what a resource with these properties, in YAML, has by name.
func namedOf(t *testing.T, kind, properties string) (all []string) {
	t.Helper()
	holders, err := review.FromTemplate([]byte("Parameters: {P: {Type: String}}\nResources:\n  R:\n    Type: "+kind+"\n    Properties: "+properties+"\n"), review.Context{})
	require.NoError(t, err)
	for _, h := range holders {
		for _, n := range h.Named {
			all = append(all, string(n.Kind)+" "+n.Text)
		}
	}
	return all
}

// named is a resource, its properties in YAML, and what it has by name.
type named struct {
	name, kind, properties string
	want                   []string
}

func requireNamed(t *testing.T, cases []named) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, namedOf(t, test.kind, test.properties)) })
	}
}

func TestFacts(t *testing.T) {
	requireNamed(t, []named{
		{"provider", "AWS::IAM::OIDCProvider", "{Url: 'https://x', ClientIdList: [a, !Ref P]}", []string{"access Url: https://x", "access ClientIdList: a", "access ClientIdList: <P>"}},
		{"instance profile", "AWS::IAM::InstanceProfile", "{Roles: [r]}", []string{"role Roles: r"}},
		{"profile of an instance's template", "AWS::EC2::LaunchTemplate", "{LaunchTemplateData: {IamInstanceProfile: {Name: p}}}", []string{`role LaunchTemplateData.IamInstanceProfile: {"Name":"p"}`}},
		{"whole resource", "AWS::SSO::Assignment", "{PrincipalId: p, TargetId: t}", []string{`access {"PrincipalId":"p","TargetId":"t"}`}},
		{"block of public access", "AWS::S3::Bucket", "{PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: false, IgnorePublicAcls: !Ref P}}",
			[]string{"limit PublicAccessBlockConfiguration.BlockPublicAcls", "access PublicAccessBlockConfiguration.BlockPublicPolicy: false", "limit PublicAccessBlockConfiguration.IgnorePublicAcls: <P>"}},
		{"private list", "AWS::S3::Bucket", "{AccessControl: Private, OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}}", nil},
		{"public list", "AWS::S3::Bucket", "{AccessControl: PublicRead, OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}}",
			[]string{"access AccessControl: PublicRead", `access OwnershipControls: {"Rules":[{"ObjectOwnership":"ObjectWriter"}]}`}},
		{"organization policy of another type", "AWS::Organizations::Policy", "{Type: TAG_POLICY, Content: {tags: {}}, TargetIds: [r-1]}", nil},
		{"control policy", "AWS::Organizations::Policy", "{Type: SERVICE_CONTROL_POLICY, Content: {Version: 2012-10-17, Statement: []}, TargetIds: [r-1]}", []string{"limit TargetIds: r-1"}},
		{"permission set", "AWS::SSO::PermissionSet", "{ManagedPolicies: ['arn:aws:iam::aws:policy/X'], CustomerManagedPolicyReferences: [{Name: n}], PermissionsBoundary: {ManagedPolicyArn: b}}",
			[]string{"managed-policy arn:aws:iam::aws:policy/X", `managed-policy of the account: {"Name":"n"}`, `permissions-boundary {"ManagedPolicyArn":"b"}`}},
		{"stack set's targets", "AWS::CloudFormation::StackSet", "{StackInstancesGroup: [{DeploymentTargets: {Accounts: ['1'], AccountFilterType: DIFFERENCE}, Regions: [r]}], TemplateURL: 'https://x', AutoDeployment: {Enabled: true}}",
			[]string{"template https://x", "target 1", "target r", `target with {"DeploymentTargets.AccountFilterType":"DIFFERENCE"}`, `target AutoDeployment: {"Enabled":"true"}`}},
		{"nested stack", "AWS::CloudFormation::Stack", "{TemplateURL: 'https://x', Parameters: {A: !Ref P}}", []string{`template https://x with {"A":"<P>"}`}},
	})
}

// What is open when nothing is said, and what a value closes.
func TestFactsThatAValueCloses(t *testing.T) {
	for _, test := range []struct {
		name, kind, properties string
		want                   []string
	}{
		{"a URL for IAM", "AWS::Lambda::Url", "{AuthType: AWS_IAM, TargetFunctionArn: f}", []string{"access TargetFunctionArn: f"}},
		{"a URL for everybody", "AWS::Lambda::Url", "{AuthType: NONE}", []string{"access AuthType: NONE"}},
		{"a service for everybody", "AWS::VpcLattice::Service", "{}", []string{"access AuthType: NONE"}},
		{"a method for IAM", "AWS::ApiGateway::Method", "{AuthorizationType: AWS_IAM, ApiKeyRequired: true}", []string{"limit ApiKeyRequired: true"}},
		{"a route for everybody", "AWS::ApiGatewayV2::Route", "{ApiKeyRequired: false}", []string{"access AuthorizationType: NONE"}},
		{"a route for what is not known", "AWS::ApiGatewayV2::Route", "{AuthorizationType: !Ref P}", []string{"access AuthorizationType: <P>"}},
		{"public builds", "AWS::CodeBuild::Project", "{Visibility: PUBLIC_READ}", []string{"access Visibility: PUBLIC_READ"}},
		{"builds", "AWS::CodeBuild::Project", "{}", nil},
		{"private builds", "AWS::CodeBuild::Project", "{Visibility: PRIVATE}", nil},
		{"users by themselves", "AWS::Cognito::UserPool", "{AdminCreateUserConfig: {AllowAdminCreateUserOnly: false}}", []string{"access AdminCreateUserConfig.AllowAdminCreateUserOnly: false"}},
		{"users by themselves, as nothing is said", "AWS::Cognito::UserPool", "{}", []string{"access AdminCreateUserConfig.AllowAdminCreateUserOnly: false"}},
		{"users by administrators", "AWS::Cognito::UserPool", "{AdminCreateUserConfig: {AllowAdminCreateUserOnly: true}}", nil},
		{"guests", "AWS::Cognito::IdentityPool", "{AllowUnauthenticatedIdentities: true, AllowClassicFlow: false}", []string{"access AllowUnauthenticatedIdentities: true"}},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, namedOf(t, test.kind, test.properties)) })
	}
}

package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// makeHandwritten makes the publishers as the CDK guide shows it: one L2
// construct a resource, one PolicyStatement a statement, added one by one. What
// the publishers have in common is asked for once.
//
// https://docs.aws.amazon.com/cdk/v2/guide/permissions.html
func makeHandwritten(stack awscdk.Stack, publishers []publisher) {
	if len(publishers) == 0 {
		return
	}
	partition, arn := arnsOf(stack)
	provider := newProvider(stack)
	for _, p := range publishers {
		scope := constructs.NewConstruct(stack, &p.id)
		policy := awsiam.NewManagedPolicy(scope, jsii.String("Policy"), &awsiam.ManagedPolicyProps{
			ManagedPolicyName: &p.name,
			Path:              jsii.String("/ci/"),
		})
		policy.AddStatements(allow("S3List", fmt.Sprintf("arn:%s:s3:::%s", partition, bucket), "s3:ListBucket"))
		policy.AddStatements(allow("S3Publish", fmt.Sprintf("arn:%s:s3:::%s/%s*", partition, bucket, p.prefix),
			"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"))
		policy.AddStatements(allow("EcrLogin", "*", "ecr:GetAuthorizationToken"))
		policy.AddStatements(allow("EcrPublish", arn("ecr", "repository/*"),
			"ecr:BatchCheckLayerAvailability", "ecr:BatchDeleteImage", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
			"ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"))
		policy.AddStatements(allow("CodeArtifactLogin", arn("codeartifact", "domain/"+domain), "codeartifact:GetAuthorizationToken"))
		policy.AddStatements(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Sid:        jsii.String("CodeArtifactToken"),
			Actions:    jsii.Strings("sts:GetServiceBearerToken"),
			Resources:  jsii.Strings("*"),
			Conditions: &map[string]any{"StringEquals": map[string]any{"sts:AWSServiceName": "codeartifact.amazonaws.com"}},
		}))
		policy.AddStatements(allow("CodeArtifactRead", arn("codeartifact", "repository/"+domain+"/*"),
			"codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"))
		policy.AddStatements(allow("CodeArtifactPublish", arn("codeartifact", "package/"+domain+"/*"),
			"codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"))
		awsiam.NewRole(scope, jsii.String("Role"), &awsiam.RoleProps{
			RoleName:        &p.name,
			Path:            jsii.String("/ci/"),
			Description:     jsii.String("Publishes artifacts from CI"),
			ManagedPolicies: &[]awsiam.IManagedPolicy{policy},
			AssumedBy:       principalOf(p, provider),
		})
	}
}

// arnsOf returns the partition of a stack, and what writes the ARN of a
// resource in its account and region.
func arnsOf(stack awscdk.Stack) (partition string, arn func(service, resource string) string) {
	partition, account := *stack.Partition(), *stack.Account()
	return partition, func(service, resource string) string {
		return fmt.Sprintf("arn:%s:%s:%s:%s:%s", partition, service, region, account, resource)
	}
}

// newProvider makes the provider of a stack's roles and returns its ARN.
func newProvider(stack awscdk.Stack) *string {
	return awsiam.NewOidcProviderNative(stack, jsii.String("Provider"), &awsiam.OidcProviderNativeProps{
		Url:           jsii.String("https://token.actions.githubusercontent.com"),
		ClientIds:     jsii.Strings("sts.amazonaws.com"),
		RemovalPolicy: awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE,
	}).OidcProviderArn()
}

// principalOf is who may assume the role of a publisher.
func principalOf(p publisher, provider *string) awsiam.IPrincipal {
	return awsiam.NewFederatedPrincipal(provider, &map[string]any{
		"StringEquals": map[string]any{
			"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
			"token.actions.githubusercontent.com:sub": "repo:" + p.repository + ":environment:" + environment,
		},
	}, jsii.String("sts:AssumeRoleWithWebIdentity"))
}

func allow(sid, resource string, actions ...string) awsiam.PolicyStatement {
	return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
		Sid:       &sid,
		Actions:   jsii.Strings(actions...),
		Resources: &[]*string{&resource},
	})
}

package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// makeFewest makes the publishers by hand in the fewest calls that CDK's classes
// for policies and roles take from Go, one for each object: the policy's document
// as JSON, all at once.
func makeFewest(stack awscdk.Stack, publishers []publisher) {
	if len(publishers) == 0 {
		return
	}
	partition, arn := arnsOf(stack)
	provider := newProvider(stack)
	for _, p := range publishers {
		scope := constructs.NewConstruct(stack, &p.id)
		token := statement("CodeArtifactToken", "*", "sts:GetServiceBearerToken")
		token["Condition"] = map[string]any{"StringEquals": map[string]any{"sts:AWSServiceName": "codeartifact.amazonaws.com"}}
		document := awsiam.PolicyDocument_FromJson(map[string]any{"Version": "2012-10-17", "Statement": []any{
			statement("S3List", fmt.Sprintf("arn:%s:s3:::%s", partition, bucket), "s3:ListBucket"),
			statement("S3Publish", fmt.Sprintf("arn:%s:s3:::%s/%s*", partition, bucket, p.prefix),
				"s3:DeleteObject", "s3:PutObject", "s3:PutObjectTagging"),
			statement("EcrLogin", "*", "ecr:GetAuthorizationToken"),
			statement("EcrPublish", arn("ecr", "repository/*"),
				"ecr:BatchCheckLayerAvailability", "ecr:BatchDeleteImage", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
				"ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"),
			statement("CodeArtifactLogin", arn("codeartifact", "domain/"+domain), "codeartifact:GetAuthorizationToken"),
			token,
			statement("CodeArtifactRead", arn("codeartifact", "repository/"+domain+"/*"),
				"codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"),
			statement("CodeArtifactPublish", arn("codeartifact", "package/"+domain+"/*"),
				"codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"),
		}})
		awsiam.NewRole(scope, jsii.String("Role"), &awsiam.RoleProps{
			RoleName:    &p.name,
			Path:        jsii.String("/ci/"),
			Description: jsii.String("Publishes artifacts from CI"),
			ManagedPolicies: &[]awsiam.IManagedPolicy{awsiam.NewManagedPolicy(scope, jsii.String("Policy"), &awsiam.ManagedPolicyProps{
				ManagedPolicyName: &p.name,
				Path:              jsii.String("/ci/"),
				Document:          document,
			})},
			AssumedBy: principalOf(p, provider),
		})
	}
}

func statement(sid, resource string, actions ...string) map[string]any {
	return map[string]any{"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}
}

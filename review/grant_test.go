package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func ExampleGrants() {
	document := policy.New(policy.Statement{
		Effect:     policy.Allow,
		Actions:    []string{"s3:PutObject"},
		Resources:  []string{"arn:aws:s3:::artifacts/*"},
		Conditions: policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}},
	})
	for _, grant := range review.Grants(document) {
		fmt.Println(grant.Store, grant.Effect, grant.Actions[0].Name)
		fmt.Println("on", grant.Resources[0])
		fmt.Println("if", grant.Conditions[0])
	}
	// Output:
	// S3 Allow s3:PutObject
	// on arn:aws:s3:::artifacts/*
	// if s3:RequestObjectTag/Release is "false"
}

// Every action of a publisher comes with the reason that the tables give.
func TestGrantsGiveReasons(t *testing.T) {
	grants := review.Grants(policy.New(
		policy.Statement{Effect: policy.Allow, Actions: []string{"S3:putobject", "ecr:PutImage", "ecr:DeleteRepository"}, Resources: []string{"*"}},
		policy.Statement{Effect: policy.Allow, Actions: []string{"sts:GetServiceBearerToken"}, Resources: []string{"*"},
			Conditions: policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}}},
		policy.Statement{Effect: policy.Deny, Actions: []string{"s3:PutObject"}, Resources: []string{"*"}},
	))
	require.Len(t, grants, 4)
	assert.Equal(t, "S3", grants[0].Store)
	assert.NotEmpty(t, grants[0].Actions[0].Call)
	assert.Equal(t, "ECR", grants[1].Store)
	require.Len(t, grants[1].Actions, 2)
	assert.Contains(t, grants[1].Actions[0].Source, "https://docs.aws.amazon.com/")
	assert.Equal(t, review.Action{Name: "ecr:DeleteRepository"}, grants[1].Actions[1], "nothing justifies it")
	assert.Equal(t, "CodeArtifact", grants[2].Store, "the token is CodeArtifact's")
	assert.Empty(t, grants[3].Actions[0].Call, "the tables allow the action, they do not deny it")
}

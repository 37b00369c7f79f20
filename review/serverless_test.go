package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

func TestServerless(t *testing.T) {
	requireNamed(t, []named{
		{"serverless function", "AWS::Serverless::Function", "{Policies: [AWSXRayDaemonWriteAccess, {S3ReadPolicy: {BucketName: !Ref P}}], Events: {A: {Type: Api}}}",
			[]string{"managed-policy arn:<AWS::Partition>:iam::aws:policy/AWSXRayDaemonWriteAccess", `unknown Policies[1] is a policy template: {"S3ReadPolicy":{"BucketName":"<P>"}}`, `unknown Events is read by AWS SAM: {"A":{"Type":"Api"}}`}},
		{"a policy that is a document", "AWS::Serverless::Function", "{Policies: [{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 'a:B', Resource: '*'}]}]}", nil},
		{"a policy by its ARN", "AWS::Serverless::Function", "{Policies: 'arn:aws:iam::aws:policy/X'}", []string{"managed-policy arn:aws:iam::aws:policy/X"}},
		{"a boundary", "AWS::Serverless::Function", "{PermissionsBoundary: 'arn:aws:iam::111122223333:policy/b'}", []string{"permissions-boundary arn:aws:iam::111122223333:policy/b"}},
	})
}

// What all functions have is part of what each may do.
func TestServerlessGlobals(t *testing.T) {
	read := func(globals string) []review.Holder {
		holders, err := review.FromTemplate([]byte("Transform: AWS::Serverless-2016-10-31\nGlobals: "+globals+"\nResources:\n  F: {Type: AWS::Serverless::Function, Properties: {}}\n"), review.Context{})
		require.NoError(t, err)
		return holders
	}
	plain, granting := read("{Function: {Timeout: 3}}"), read("{Function: {Timeout: 3, Policies: [X]}, Api: {Auth: {DefaultAuthorizer: A}}}")
	assert.True(t, gained(plain, granting))
	assert.False(t, gained(plain, read("{Function: {Timeout: 900}}")))
}

package main

import (
	"strings"
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"
)

func TestInvalidContext(t *testing.T) {
	for name, test := range map[string]struct {
		context map[string]any
		want    string
	}{
		"an unknown key": {map[string]any{"githubRepository": "acme/app"},
			`cipublisher: githubRepository "acme/app" is no context key of this app; use one of ` + strings.Join(keyNames(), ", ")},
		"an unknown mode": {map[string]any{"mode": "prod"},
			`cipublisher: mode "prod" is not one of normal, dev, both; write mode=both`},
		"a boolean that is none": {map[string]any{"allowDelete": "no"},
			`cipublisher: allowDelete "no" is not true or false; write allowDelete=true`},
		"an account id that lost its zeros": {map[string]any{"accountId": 12345678901.0},
			`cipublisher: accountId "1.2345678901e+10" is not text; write accountId=123456789012`},
		"a list that is none": {map[string]any{"githubTags": true},
			`cipublisher: githubTags "true" is not a list of texts; write githubTags=v*`},
		"a list of other things": {map[string]any{"githubTags": []any{"v1", 2.0}},
			`cipublisher: githubTags "[v1 2]" is not a list of texts; write githubTags=v*`},
		"an account that is none": {map[string]any{"accountId": "1234"},
			`cipublisher: accountId "1234" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`},
		"a region that is none": {map[string]any{"region": "Ireland"},
			`cipublisher: region "Ireland" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`},
		"a bucket that is none": {map[string]any{"s3Bucket": "My_Bucket"},
			`cipublisher: s3Bucket "My_Bucket" holds "M"; use lower-case letters, digits, dots and hyphens`},
		"a prefix with a slash": {map[string]any{"s3Prefix": "/release/"},
			`cipublisher: s3Prefix "/release/" begins with "/", so it matches no object key; write "release/"`},
		"a dev prefix with a variable": {map[string]any{"s3DevPrefix": "${aws:username}/"},
			`cipublisher: s3DevPrefix "${aws:username}/" holds "${", which begins an IAM policy variable; write the value itself`},
		"a domain that is none": {map[string]any{"codeArtifactDomain": "Acme", "codeArtifactRepository": "packages"},
			`cipublisher: codeArtifactDomain "Acme" is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen`},
		"no repository": {map[string]any{"githubRepositories": " , "},
			`cipublisher: githubRepositories is empty; write githubRepositories=acme/app,acme@1234/lib@5678`},
		"a wildcard owner": {map[string]any{"githubRepositories": "*/app"},
			`cipublisher: githubRepositories "*/app" has a wildcard in the owner, which would trust strangers; write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`},
		"a wildcard in a branch": {map[string]any{"githubBranches": "re*ease"},
			`cipublisher: githubBranches "re*ease" has "*" before its end, where it would match more than one part of the subject; end the value in "*", or name each one`},
		"a repository by its address": {map[string]any{"ecrRepository": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app"},
			`cipublisher: ecrRepository "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app" is the address of a repository; write its name alone, without registry and tag`},
		"a token that lives too short": {map[string]any{"tokenDuration": "60"},
			`cipublisher: tokenDuration "60" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`},
		"a duration that is none": {map[string]any{"tokenDuration": "1h"},
			`cipublisher: tokenDuration "1h" is not a whole number above zero; write tokenDuration=3600`},
		"a domain that is no ARN": {map[string]any{"codeArtifactExtraDomain": "tools"},
			`cipublisher: codeArtifactExtraDomain "tools" is not the ARN of a CodeArtifact domain; write codeArtifactExtraDomain=arn:aws:codeartifact:eu-west-1:123456789012:domain/tools`},
		"an image repository that nobody names": {map[string]any{"s3Bucket": "my-dist", "ecrPull": "true"},
			`cipublisher: ecrRepository is missing; name the repositories, or set ecrEveryRepository for all of them`},
		"an image repository that is empty": {map[string]any{"ecrRepository": ""},
			`cipublisher: ecrRepository is empty; write ecrRepository=app,team/*`},
		"a domain without a repository": {map[string]any{"codeArtifactDomain": "my-domain"},
			`cipublisher: codeArtifactRepository is missing; name the repositories, or set codeArtifactEveryRepository for all of them`},
		"a domain that is empty": {map[string]any{"codeArtifactDomain": ""},
			`cipublisher: codeArtifactDomain is empty; write codeArtifactDomain=acme`},
		"multipart with a required tag": {map[string]any{"s3Multipart": "true", "s3RequireReleaseTag": "true"},
			`cipublisher: s3Multipart "true" and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them; unset s3Multipart or s3RequireReleaseTag`},
		"several at once": {map[string]any{"region": "x", "s3Bucket": "y", "githubRepositories": "z"},
			`cipublisher: 3 faults:
  - region "x" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter
  - s3Bucket "y" is not 3 to 63 characters long; write the whole name of the bucket, and the name alone
  - githubRepositories "z" names no repository; write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, test.context)
			err := newStack(app, contextOf(app))
			require.EqualError(t, err, test.want)
			require.Nil(t, app.Node().TryFindChild(jsii.String("CiPublisher")), "no stack may be left behind")
		})
	}
}

func TestContextOfOtherThingsIsLeftAlone(t *testing.T) {
	app := newApp(t, map[string]any{
		"@aws-cdk/core:stackRelativeExports": true, "aws:cdk:bundling-stacks": []any{}, "cdk-migrate": true,
		"vpc-provider:account=1:region=2": map[string]any{},
	})
	require.Empty(t, contextOf(app))
}

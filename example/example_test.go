package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
)

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

// newApp returns an app with the repository's context and more of it.
func newApp(t *testing.T, context map[string]any) awscdk.App {
	t.Helper()
	file, err := contextOfFile("../cdk.json")
	require.NoError(t, err)
	for key, value := range context {
		(*file)[key] = value
	}
	return awscdk.NewApp(&awscdk.AppProps{Context: file})
}

// The template of each context is checked in whole.
func TestTemplates(t *testing.T) {
	for name, context := range map[string]map[string]any{
		"default": {},
		"normal":  {"mode": "normal", "githubBranches": "main", "githubTags": "v*", "allowDelete": "true"},
		"dev":     {"mode": "dev", "s3DevPrefix": "*/feature-"},
		"everything": {
			"mode": "both", "accountId": "123456789012", "region": "cn-north-1", "s3Bucket": "my-dist", "s3Prefix": "release/",
			"ecrEveryRepository": true, "ecrDevRepository": "dev/*", "allowDelete": true, "githubRepositories": []any{"my@1/app@2", "my@1/lib@3"},
			"githubEnvironments": " release , staging ", "existingProvider": true,
		},
		"least-privilege": {
			"accountId": "123456789012", "region": "eu-west-1", "s3Prefix": "release/", "s3DevPrefix": "dev/", "s3ExtraPrefix": "docs/",
			"s3ExtraBucket": "acme-mirror/release/,acme-site", "s3RequireReleaseTag": "true", "s3TagKey": "Release", "s3AllowDelete": false,
			"s3KmsKey":     "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
			"s3ListPrefix": true, "s3ResourceAccount": true, "s3SecureTransport": true, "s3DevDelete": true,
			"ecrRepository": "app,team/*", "ecrDevRepository": "dev/*", "ecrPull": true, "ecrDescribe": true, "ecrAllowDelete": "false",
			"ecrPublicRepository": "app", "ecrPublicAllowDelete": false,
			"codeArtifactAccountId": "210987654321", "codeArtifactRegion": "us-east-1",
			"codeArtifactExtraDomain": "arn:aws:codeartifact:eu-west-1:123456789012:domain/tools",
			"codeArtifactRepository":  "maven-release", "codeArtifactDevRepository": "maven-dev", "codeArtifactFormat": "maven",
			"codeArtifactNamespace": "com.acme.*", "codeArtifactPackage": "app", "codeArtifactPromoteFrom": "maven-staging", "tokenDuration": 3600.0,
			"pinRegion": true, "organizationId": "o-a1b2c3d4e5",
		},
		"write-once": {
			"mode": "normal", "s3Bucket": "acme-dist", "s3WriteOnce": true, "s3Floating": "*/latest/", "s3Multipart": "true",
		},
		"preset":    {"preset": "agilecustoms-release", "s3DevBucket": "acme-dev-dist"},
		"terraform": {"preset": "terraform-aws-ci-publisher"},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, context)
			require.NoError(t, newStack(app, contextOf(app)))
			stack, ok := app.Node().FindChild(jsii.String("CiPublisher")).(awscdk.Stack)
			require.True(t, ok)
			text, err := json.MarshalIndent(assertions.Template_FromStack(stack, nil).ToJSON(), "", "  ")
			require.NoError(t, err)
			golden.Compare(t, filepath.Join("testdata", name+".template.json"), string(text)+"\n")
		})
	}
}

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

// The app takes every option of a publisher, and what it is given reaches the
// props: no option is dropped silently.
func TestEveryOptionHasAKey(t *testing.T) {
	for _, o := range table() {
		key := o.ContextKey()
		if key == "" {
			require.NotEmpty(t, o.NoKey, o.Path)
			continue
		}
		t.Run(key, func(t *testing.T) {
			context := map[string]any{
				"mode": "normal", "s3Bucket": "other-dist", "ecrRepository": "other", "codeArtifactDomain": "other", "codeArtifactRepository": "other", "githubRepositories": "other/app", "githubEnvironments": "other", "outputs": false,
			}
			before, err := parse(context)
			require.NoError(t, err)
			context[key] = o.Example
			after, err := parse(context)
			require.NoError(t, err)
			require.NotEqual(t, before.publishers[0].props, after.publishers[0].props)
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

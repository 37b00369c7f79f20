package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

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
		"normal":  {"mode": "normal", "githubBranches": "main", "githubTags": "v*", "allowDelete": "false"},
		"dev":     {"mode": "dev", "s3DevPrefix": "*/feature-"},
		"everything": {
			"mode": "both", "accountId": "123456789012", "region": "cn-north-1", "s3Bucket": "my-dist", "s3Prefix": "release/",
			"codeArtifactDomain": "", "allowDelete": true, "githubRepositories": []any{"my@1/app@2", "my@1/lib@3"},
			"githubEnvironments": " release , staging ", "existingProvider": true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			app := newApp(t, context)
			require.NoError(t, newStack(app, contextOf(app)))
			stack, ok := app.Node().FindChild(jsii.String("CiPublisher")).(awscdk.Stack)
			require.True(t, ok)
			text, err := json.MarshalIndent(assertions.Template_FromStack(stack, nil).ToJSON(), "", "  ")
			require.NoError(t, err)
			path := filepath.Join("testdata", name+".template.json")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(path, append(text, '\n'), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, "run the test with -update to write it")
			require.Equal(t, string(want), string(text)+"\n")
		})
	}
}

func TestInvalidContext(t *testing.T) {
	for name, test := range map[string]struct {
		context map[string]any
		want    string
	}{
		"an unknown key": {map[string]any{"githubRepository": "acme/app"},
			`cipublisher: githubRepository "acme/app" is no context key of this app; use one of accountId, allowDelete, codeArtifactDomain, ` +
				`existingProvider, githubBranches, githubEnvironments, githubRepositories, githubTags, mode, region, s3Bucket, s3DevPrefix, s3Prefix`},
		"an unknown mode": {map[string]any{"mode": "prod"},
			`cipublisher: mode "prod" is not one of normal, dev, both; write mode=both`},
		"a boolean that is none": {map[string]any{"allowDelete": "no"},
			`cipublisher: allowDelete "no" is not true or false; write allowDelete=false`},
		"an account id that lost its zeros": {map[string]any{"accountId": 12345678901.0},
			`cipublisher: accountId "1.2345678901e+10" is not text; write accountId=123456789012`},
		"a list that is none": {map[string]any{"githubTags": true},
			`cipublisher: githubTags "true" is not texts separated by commas; write githubTags=v*`},
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
		"a domain that is none": {map[string]any{"codeArtifactDomain": "Acme"},
			`cipublisher: codeArtifactDomain "Acme" is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen`},
		"no repository": {map[string]any{"githubRepositories": " , "},
			`cipublisher: githubRepositories names no repository, and a trust without one would accept everybody; name one in githubRepositories`},
		"a wildcard owner": {map[string]any{"githubRepositories": "*/app"},
			`cipublisher: githubRepositories "*/app" has a wildcard in the owner, which would trust strangers; write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`},
		"a wildcard in a branch": {map[string]any{"githubBranches": "re*ease"},
			`cipublisher: githubBranches "re*ease" has "*" before its end, where it would match more than one part of the subject; end the value in "*", or name each one`},
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

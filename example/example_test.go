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

	"github.com/cipublisher/cipublisher/internal/cdkrules"
	"github.com/cipublisher/cipublisher/internal/golden"
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(cdkrules.Without(func() int {
		defer jsii.Close()
		return golden.Main(m, "testdata")
	}))
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
			"codeArtifactNamespace": "com.acme.*", "codeArtifactPackage": "app", "codeArtifactPromoteFrom": "maven-staging", "tokenDuration": 3600.0, "ecrPublicLimitToken": true,
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

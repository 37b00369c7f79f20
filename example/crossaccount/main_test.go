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
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/cdkrules"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(cdkrules.Without(func() int {
		defer jsii.Close()
		return golden.Main(m, "testdata")
	}))
}

// templates synthesizes both stacks.
func templates(t *testing.T, more map[string]any) map[string]string {
	t.Helper()
	app := awscdk.NewApp(&awscdk.AppProps{Context: context(more)})
	require.NoError(t, newStacks(app))
	all := map[string]string{}
	for _, id := range []string{"Artifacts", "Build"} {
		var stack awscdk.Stack
		jsii.UnsafeCast(app.Node().FindChild(&id), &stack)
		template := *assertions.Template_FromStack(stack, nil).ToJSON()
		delete(template, "Rules")
		delete(template, "Parameters")
		text, err := json.MarshalIndent(template, "", "  ")
		require.NoError(t, err)
		all[id] = string(text) + "\n"
	}
	return all
}

func TestTemplates(t *testing.T) {
	for id, got := range templates(t, nil) {
		golden.Compare(t, filepath.Join("testdata", id+".template.json"), got)
	}
}

// document returns the policy of a synthesized resource.
func document(t *testing.T, template, kind, property, name string) policy.Document {
	t.Helper()
	var parsed struct {
		Resources map[string]struct {
			Type       string
			Properties map[string]json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal([]byte(template), &parsed))
	for _, r := range parsed.Resources {
		var managed string
		_ = json.Unmarshal(r.Properties["ManagedPolicyName"], &managed)
		if r.Type == kind && (name == "" || managed == name) {
			// A policy of a bucket names it by a reference.
			d, err := policy.Parse(r.Properties[property])
			require.NoError(t, err)
			return d
		}
	}
	t.Fatalf("no %s", kind)
	return policy.Document{}
}

// What the roles of the build account may do with what was synthesized in the
// artifact account: both sides together.
func TestBothAccountsTogether(t *testing.T) {
	all := templates(t, nil)
	const (
		packages   = "arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/packages"
		aPackage   = "arn:aws:codeartifact:eu-west-1:111122223333:package/acme/packages/npm//app"
		theDomain  = "arn:aws:codeartifact:eu-west-1:111122223333:domain/acme"
		repository = "arn:aws:ecr:eu-west-1:111122223333:repository/app"
	)
	domain := document(t, all["Artifacts"], "AWS::CodeArtifact::Domain", "PermissionsPolicyDocument", "")
	inRepository := document(t, all["Artifacts"], "AWS::CodeArtifact::Repository", "PermissionsPolicyDocument", "")
	images := document(t, all["Artifacts"], "AWS::ECR::Repository", "RepositoryPolicyText", "")
	for _, test := range []struct {
		role, action, on string
		want             bool
	}{
		{"publisher", "codeartifact:GetAuthorizationToken", theDomain, true},
		{"publisher", "codeartifact:PublishPackageVersion", aPackage, true},
		{"publisher", "codeartifact:DeletePackageVersions", aPackage, false},
		{"publisher", "codeartifact:PutRepositoryPermissionsPolicy", packages, false},
		{"publisher", "ecr:PutImage", repository, true},
		{"builder", "codeartifact:GetAuthorizationToken", theDomain, true},
		{"builder", "codeartifact:ReadFromRepository", packages, true},
		{"builder", "codeartifact:PublishPackageVersion", aPackage, false},
		{"builder", "ecr:GetDownloadUrlForLayer", repository, true},
		{"builder", "ecr:PutImage", repository, false},
		{"builder-codebuild", "codeartifact:ReadFromRepository", packages, true},
		{"builder-codebuild", "ecr:GetDownloadUrlForLayer", repository, false},
	} {
		t.Run(test.role+" "+test.action, func(t *testing.T) {
			identity := []policy.Document{document(t, all["Build"], "AWS::IAM::ManagedPolicy", "PolicyDocument", test.role)}
			request := policy.Request{Action: test.action, Resource: test.on, Principal: policy.Caller{AWS: "arn:aws:sts::444455556666:assumed-role/" + test.role + "/1"}}
			verdict, err := resource.CodeArtifactAccess{Identity: identity, Domain: &domain, Repository: &inRepository, DomainOwner: "111122223333"}.Evaluate(request)
			if test.on == repository {
				verdict, err = resource.Access{Identity: identity, Resource: []policy.Document{images}, OwnerAccountID: "111122223333"}.Evaluate(request)
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, verdict.Allowed(), verdict.Reason)
		})
	}
}

func TestContext(t *testing.T) {
	assert.Contains(t, templates(t, map[string]any{"artifactAccount": "000011112222"})["Build"], "arn:aws:ecr:eu-west-1:000011112222:repository/app")
	for name, test := range map[string]struct {
		context map[string]any
		message string
	}{
		"a number":    {map[string]any{"buildAccount": 11112222}, `buildAccount 1.1112222e+07 is not text; write it between quotes`},
		"one account": {map[string]any{"buildAccount": "111122223333"}, `artifactAccount and buildAccount are both "111122223333"; within one account the stores need to say nothing: see ./example`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.EqualError(t, newStacks(awscdk.NewApp(&awscdk.AppProps{Context: &test.context})), test.message)
		})
	}
}

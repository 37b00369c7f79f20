package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// template is a CloudFormation template, so far as documents are in it.
type template struct {
	Resources map[string]struct {
		Type       string
		Properties map[string]any
	}
}

// documents returns the policy documents of resources of a type, by the name
// of the policy or role. Intrinsic functions get the values of an environment.
func (t template) documents(resourceType, property, name string) (map[string]policy.Document, error) {
	found := map[string]policy.Document{}
	for id, resource := range t.Resources {
		if resource.Type != resourceType {
			continue
		}
		text, err := json.Marshal(resolved(resource.Properties[property]))
		if err != nil {
			return nil, err
		}
		document, err := policy.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", id, err)
		}
		found[fmt.Sprint(resource.Properties[name])] = document
	}
	return found, nil
}

// pseudoParameters are what CloudFormation knows of the stack.
var pseudoParameters = map[string]string{"AWS::Partition": commercial.Partition, "AWS::Region": commercial.Region, "AWS::AccountId": commercial.AccountID}

// resolved replaces Ref of pseudo parameters and Fn::Join. A Ref of a resource
// stands for its name, in the documents here only where a provider is meant.
func resolved(value any) any {
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, v := range value {
			list[i] = resolved(v)
		}
		return list
	case map[string]any:
		if name, ok := value["Ref"].(string); ok && len(value) == 1 {
			if known, ok := pseudoParameters[name]; ok {
				return known
			}
			return "arn:aws:iam::" + account + ":oidc-provider/" + gitHubPrefix
		}
		if join, ok := value["Fn::Join"].([]any); ok && len(value) == 1 {
			parts := resolved(join[1]).([]any)
			texts := make([]string, len(parts))
			for i, part := range parts {
				texts[i] = fmt.Sprint(part)
			}
			return strings.Join(texts, fmt.Sprint(join[0]))
		}
		object := map[string]any{}
		for k, v := range value {
			object[k] = resolved(v)
		}
		return object
	}
	return value
}

// exampleTemplate is what the example app makes without any context.
const exampleTemplate = "../example/testdata/default.template.json"

// examplePublishers are what the example's policies must allow.
func examplePublishers() []subject {
	normal := permission.Publisher{
		S3:  &permission.S3{BucketName: bucketName, Prefix: "release/"},
		ECR: &permission.ECR{RepositoryNames: []string{"app"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: domainName, RepositoryNames: []string{"packages"},
			Formats: []string{"maven"}, Namespaces: []string{"com.acme"}, Packages: []string{"app"}},
	}
	dev := permission.Publisher{Dev: true,
		S3:  &permission.S3{BucketName: bucketName, DevPrefix: "dev/"},
		ECR: &permission.ECR{DevRepositoryNames: []string{"dev/app"}},
	}
	return []subject{
		{name: "example/publisher", env: commercial, set: normal, about: aboutNamed},
		{name: "example/publisher-dev", env: commercial, set: dev, about: aboutNamed},
	}
}

// exampleTokens are tokens for the example's roles.
var exampleTokens = map[string]struct{ genuine, hostile []token }{
	"publisher": {
		genuine: []token{sub("repo:acme/app:environment:release")},
		hostile: []token{sub("repo:acme/app:ref:refs/heads/main"), sub("repo:acme/app:pull_request"), sub("repo:evil/app:environment:release"), {},
			withClaims("repo:acme/app:environment:release", "aud", "sigstore"), withClaims("repo:acme/app:environment:release", "iss", "ci.evil.example")},
	},
	"publisher-dev": {
		genuine: []token{sub("repo:acme/app:ref:refs/heads/feature/login"), sub("repo:acme/app:ref:refs/tags/v1")},
		hostile: []token{sub("repo:acme/app:pull_request"), sub("repo:acme/app:environment:release"), sub("repo:acme/app-evil:ref:refs/heads/main"), {}},
	},
}

// exampleFaults says what is wrong with the documents of an example's
// template, by the outside simulator's answers.
func exampleFaults(w *sweep, text []byte) ([]string, error) {
	var t template
	if err := json.Unmarshal(text, &t); err != nil {
		return nil, err
	}
	var wrong []string
	policies, err := t.documents("AWS::IAM::ManagedPolicy", "PolicyDocument", "ManagedPolicyName")
	if err != nil {
		return []string{err.Error()}, nil
	}
	for _, s := range examplePublishers() {
		name, tableName := strings.TrimPrefix(s.name, "example/"), tableOf(s.name)
		allowed, err := w.allowed(s.about, policies[name])
		if err != nil {
			return []string{err.Error()}, nil
		}
		if want := goldenLines(tableName); strings.Join(lines(allowed), "\n") != strings.Join(want, "\n") {
			wrong = append(wrong, name+" does not allow what "+tableName+" says")
		}
	}
	roles, err := t.documents("AWS::IAM::Role", "AssumeRolePolicyDocument", "RoleName")
	if err != nil {
		return []string{err.Error()}, nil
	}
	for name, tokens := range exampleTokens {
		o := gitHub()
		admitted, err := admittedBy(o, roles[name], tokens.genuine)
		if err != nil {
			return []string{err.Error()}, nil
		}
		if len(admitted) != len(tokens.genuine) {
			wrong = append(wrong, name+" refuses genuine tokens")
		}
		if admitted, err = admittedBy(o, roles[name], tokens.hostile); err != nil || len(admitted) > 0 {
			wrong = append(wrong, fmt.Sprintf("%s admits %v, %v", name, admitted, err))
		}
	}
	return wrong, nil
}

// goldenLines are the lines of a table in testdata/allowed.
func goldenLines(name string) []string {
	text, err := os.ReadFile(filepath.Join("testdata", "allowed", name+".txt"))
	if err != nil {
		return []string{err.Error()}
	}
	var list []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			list = append(list, strings.TrimSuffix(line, "\n"))
		}
	}
	return list
}

// The documents in the example's template, as CloudFormation would resolve
// them, allow what the tables say, and trust what the example means to.
func TestExampleDocuments(t *testing.T) {
	requireNode(t)
	check := begin(t, "Example documents", "the policies and trust policies in the example's template, resolved as CloudFormation would")
	text, err := os.ReadFile(exampleTemplate)
	require.NoError(t, err)
	var parsed template
	require.NoError(t, json.Unmarshal(text, &parsed))
	policies, err := parsed.documents("AWS::IAM::ManagedPolicy", "PolicyDocument", "ManagedPolicyName")
	require.NoError(t, err)
	require.Len(t, policies, len(examplePublishers()))
	w := newSweep(t, commercial, policies["publisher"], policies["publisher-dev"])
	wrong, err := exampleFaults(w, text)
	require.NoError(t, err)
	for _, what := range wrong {
		check.found(t, "%s", what)
	}
	check.cases(w.questions)
}

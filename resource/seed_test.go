package resource_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

// requireGolden compares a document with a file in testdata/golden.
func requireGolden(t *testing.T, name string, document policy.Document) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", "golden", name+".json"), document.Indent())
}

// grants takes a document apart into lines of effect, principal, action,
// resource and conditions.
func grants(t *testing.T, document policy.Document) []string {
	t.Helper()
	var all []string
	for _, s := range document.Statements {
		resources := s.Resources
		if len(resources) == 0 {
			resources = []string{""}
		}
		for _, action := range s.Actions {
			for _, on := range resources {
				one := s
				one.Sid, one.Actions, one.Resources = "", []string{action}, []string{on}
				line, err := json.Marshal(policy.New(one))
				require.NoError(t, err)
				all = append(all, string(line))
			}
		}
	}
	slices.Sort(all)
	return all
}

// The examples of AWS's page on repository policies, and what our document for
// the same purpose has beside them. Names with "_", which the examples have,
// are none that CodeArtifact takes.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
func TestSeedExamples(t *testing.T) {
	const endpoint, read = "codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"
	account := resource.Principals{ARNs: []string{"arn:aws:iam::123456789012:root"}}
	builder := func(change func(*permission.CodeArtifactRead)) permission.Set {
		read := &permission.CodeArtifactRead{DomainName: "my-domain"}
		change(read)
		read.EveryRepository = read.RepositoryNames == nil
		return permission.Builder{CodeArtifact: read}
	}
	publisher := func(change func(*permission.CodeArtifact)) permission.Set {
		publish := &permission.CodeArtifact{DomainName: "my-domain"}
		change(publish)
		publish.EveryRepository = publish.RepositoryNames == nil
		return permission.Publisher{CodeArtifact: publish}
	}
	for _, test := range []struct {
		name       string
		store      resource.Store
		principals resource.Principals
		set        permission.Set
		// beyond are the actions that the example lacks: aws codeartifact login
		// asks for the endpoint, and mvn deploy reads before it writes.
		beyond []string
	}{
		{"read-grant", repository, account, builder(func(c *permission.CodeArtifactRead) { c.FixedEndpoint = true }), nil},
		{"full-read-grant", repository, account, builder(func(c *permission.CodeArtifactRead) { c.Describe = true }), nil},
		{"read-grant-to-principals", repository, resource.Principals{ARNs: []string{"arn:aws:iam::123456789012:user/bob"}},
			builder(func(c *permission.CodeArtifactRead) { c.FixedEndpoint = true }), nil},
		{"one-package", repository, account, publisher(func(c *permission.CodeArtifact) {
			c.RepositoryNames, c.Formats, c.Namespaces, c.Packages = []string{"my-repo"}, []string{"npm"}, []string{"parity"}, []string{"ui"}
			c.PublishOnly = true
		}), []string{endpoint}},
		{"whole-repository", repository, account, publisher(func(c *permission.CodeArtifact) { c.RepositoryNames = []string{"my-repo"} }),
			[]string{endpoint, read, "codeartifact:PutPackageMetadata"}},
		{"nuget", repository, account, publisher(func(c *permission.CodeArtifact) { c.Formats = []string{"nuget"} }), []string{endpoint}},
		{"maven", repository, account, publisher(func(c *permission.CodeArtifact) { c.Formats = []string{"maven"} }), []string{endpoint, read}},
		{"organization", domain, resource.Principals{OrganizationID: "o-a1b2c3d4e5"}, builder(func(*permission.CodeArtifactRead) {}), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := resource.Grant{Environment: home, Store: test.store, Principals: test.principals, Sets: []permission.Set{test.set}}
			require.NoError(t, g.Validate())
			document := g.Document()
			requireGolden(t, test.name, document)

			text := golden.Read(t, filepath.Join("testdata", "aws", test.name+".json"))
			example, err := policy.Parse(text)
			require.NoError(t, err)
			ours := grants(t, document)
			var beyond []string
			for _, line := range ours {
				if !slices.Contains(grants(t, example), line) {
					one, err := policy.Parse([]byte(line))
					require.NoError(t, err)
					beyond = append(beyond, one.Statements[0].Actions...)
				}
			}
			assert.ElementsMatch(t, test.beyond, beyond)
			assert.Subset(t, ours, grants(t, example))
		})
	}
}

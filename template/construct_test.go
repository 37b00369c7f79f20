package template_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// acme is the publisher of the construct's own tests.
func acme() template.Role {
	return template.Role{
		ID:          "Publisher",
		PolicyName:  "publisher",
		Description: "Publishes artifacts from CI",
		Sets: []permission.Set{permission.Publisher{
			S3:           &permission.S3{BucketName: "acme-dist", DevPrefix: permission.DefaultDevPrefix},
			ECR:          &permission.ECR{},
			CodeArtifact: &permission.CodeArtifact{DomainName: "acme"},
			AllowDelete:  true,
		}},
		Trust: trusting(trust.Subject{Environments: []string{"release"}}),
	}
}

func acmeDev() template.Role {
	role := acme()
	publisher := role.Sets[0].(permission.Publisher)
	publisher.Dev = true
	role.ID, role.PolicyName, role.Description = "DevPublisher", "publisher-dev", "Publishes dev artifacts from CI"
	role.Sets = []permission.Set{publisher}
	role.Trust = trusting(trust.Subject{AnyRef: true})
	role.Trust.Dev = true
	return role
}

func trusting(subject trust.Subject) *trust.Options {
	subject.Repositories = []string{"acme@1234/app@5678"}
	return &trust.Options{Subjects: []trust.Subject{subject}}
}

// The golden templates of the construct's tests, which the CDK has made, hold
// for this package too: same logical ids, same properties, same outputs.
func TestIsWhatTheConstructMakes(t *testing.T) {
	ireland := permission.Environment{AccountID: "123456789012", Region: "eu-west-1"}
	with := func(change func(*template.Role)) []template.Role {
		role := acme()
		change(&role)
		return []template.Role{role}
	}
	publisher := func(change func(*permission.Publisher)) []template.Role {
		return with(func(r *template.Role) {
			p := r.Sets[0].(permission.Publisher)
			change(&p)
			r.Sets = []permission.Set{p}
		})
	}
	for _, test := range []struct {
		golden string
		stack  template.Stack
	}{
		{"normal", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(*template.Role) {})}},
		{"dev", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			*r = acmeDev()
			r.ID = "Publisher"
		})}},
		{"both", template.Stack{Environment: ireland, CreateProvider: true, Roles: []template.Role{acme(), acmeDev()}}},
		{"without-codeartifact", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) { p.CodeArtifact = nil })}},
		{"without-ecr", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) { p.ECR = nil })}},
		{"without-deletes", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) { p.AllowDelete = false })}},
		{"prefix", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) { p.S3.Prefix = "release/" })}},
		{"other-account", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.Stores = &permission.Environment{AccountID: "210987654321", Region: "us-east-1"}
		})}},
		{"imported-provider", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.Trust.ProviderARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
		})}},
		{"existing-provider", template.Stack{Roles: with(func(*template.Role) {})}},
		{"customized-role", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.PolicyName, r.Path = "acme-release", "/pipelines/"
			r.RoleName, r.RolePath, r.Description, r.SessionSeconds = "acme-releaser", "/roles/", "Releases of Acme", 7200
			r.Outputs = true
		})}},
		{"claims", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.Trust.Subjects = []trust.Subject{
				{
					Repositories: []string{"acme@1234/app@5678"}, Branches: []string{"main"},
					Claims: trust.Claims{"actor_id": {"42"}},
				},
				{Repositories: []string{"acme@1234/lib@9012"}, Tags: []string{"v*"}},
			}
		})}},
		{"china", template.Stack{Environment: permission.Environment{AccountID: "123456789012", Region: "cn-north-1"}, CreateProvider: true, Roles: with(func(*template.Role) {})}},
		{"govcloud", template.Stack{Environment: permission.Environment{AccountID: "123456789012", Region: "us-gov-west-1"}, CreateProvider: true, Roles: with(func(*template.Role) {})}},
		{"environment-agnostic", template.Stack{CreateProvider: true, Roles: with(func(*template.Role) {})}},
	} {
		t.Run(test.golden, func(t *testing.T) {
			golden, err := os.ReadFile(filepath.Join("..", "testdata", test.golden+".template.json"))
			require.NoError(t, err)
			made, err := test.stack.Template()
			require.NoError(t, err)
			require.Equal(t, sections(t, golden), sections(t, []byte(made.Indent())))
		})
	}
}

// sections returns what a template makes.
func sections(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var template map[string]any
	require.NoError(t, json.Unmarshal(text, &template))
	for _, comment := range []string{"AWSTemplateFormatVersion", "Description"} {
		delete(template, comment)
	}
	return template
}

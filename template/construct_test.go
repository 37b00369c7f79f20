package template_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

var on = true

// acme is the publisher of the construct's own tests.
func acme() template.Role {
	made := template.Role{ID: "Publisher", Role: role.Publisher(permission.Publisher{
		Preset:       "terraform-aws-ci-publisher",
		S3:           &permission.S3{BucketName: "acme-dist"},
		ECR:          &permission.ECR{},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme"},
	})}
	made.Trust = trusting(trust.Subject{Environments: []string{"release"}})
	return made
}

func acmeDev() template.Role {
	publisher := acme().Sets[0].(permission.Publisher)
	publisher.Dev = true
	made := template.Role{ID: "DevPublisher", Role: role.Publisher(publisher)}
	made.Trust = trusting(trust.Subject{AnyRef: true})
	made.Trust.Dev = true
	return made
}

// acmeBuilder is the builder of the construct's tests, for a service.
func acmeBuilder(service *trust.Service) template.Role {
	made := template.Role{ID: "Builder", Role: role.Builder(permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true}})}
	made.Service = service
	return made
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
		{"without-ecr", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) {
			p.Preset, p.ECR, p.AllowDelete, p.CodeArtifact = "", nil, &on, &permission.CodeArtifact{DomainName: "acme", EveryRepository: true}
		})}},
		{"without-deletes", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) { p.AllowDelete = new(bool) })}},
		{"prefix", template.Stack{Environment: ireland, CreateProvider: true, Roles: publisher(func(p *permission.Publisher) { p.S3.Prefix = "release/" })}},
		{"other-account", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.Stores = permission.Environment{AccountID: "210987654321", Region: "us-east-1"}
		})}},
		{"imported-provider", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.Trust.ProviderARN = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
		})}},
		{"existing-provider", template.Stack{Roles: with(func(*template.Role) {})}},
		{"customized-role", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.PolicyName, r.PolicyPath = "acme-release", "/pipelines/"
			r.RoleName, r.RolePath, r.Description, r.MaxSessionSeconds = "acme-releaser", "/roles/", "Releases of Acme", 7200
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
		{"limited-role", template.Stack{Environment: ireland, CreateProvider: true, Roles: with(func(r *template.Role) {
			r.PermissionsBoundary, r.MaxSessionSeconds = "ci/boundary", 3600
			r.Tags = map[string]string{"team": "platform", "Cost": "42"}
		})}},
		{"builder", template.Stack{Environment: ireland, CreateProvider: true, Roles: func() []template.Role {
			r := acmeBuilder(nil)
			r.Trust = trusting(trust.Subject{AnyRef: true, PullRequests: true})
			return []template.Role{r}
		}()}},
		{"codebuild-role", template.Stack{Environment: ireland, Roles: []template.Role{
			acmeBuilder(&trust.Service{CodeBuildProjects: []string{"app", "nightly-*"}}),
		}}},
		{"pipeline-role", template.Stack{Environment: ireland, Roles: []template.Role{acmeBuilder(&trust.Service{CodePipeline: true})}}},
		{"pipeline-action-role", template.Stack{Environment: ireland, Roles: []template.Role{acmeBuilder(&trust.Service{
			PipelineRoleARNs: []string{"arn:aws:iam::123456789012:role/pipeline-a", "arn:aws:iam::123456789012:role/pipeline-b"},
		})}}},
		{"instance-role", template.Stack{Environment: ireland, Roles: []template.Role{acmeBuilder(&trust.Service{EC2: true})}}},
		{"services-role", template.Stack{Environment: ireland, CreateProvider: true, ProviderParameter: true, Roles: func() []template.Role {
			r := acmeBuilder(&trust.Service{
				CodeBuildProjects: []string{"app"}, CodePipeline: true, EC2: true,
				PipelineRoleARNs: []string{"arn:aws:iam::210987654321:role/pipeline"},
			})
			r.RoleName, r.RolePath, r.Outputs = "acme-builder", "/roles/", true
			return []template.Role{r}
		}()}},
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

			resources := 0
			for _, r := range test.stack.Roles {
				documents, err := r.Documents(template.Environment(test.stack.Environment))
				require.NoError(t, err)
				resources += documents.Resources()
			}
			for _, r := range made.Resources {
				if r.Type == "AWS::IAM::OIDCProvider" {
					resources++
				}
			}
			require.Len(t, made.Resources, resources)
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

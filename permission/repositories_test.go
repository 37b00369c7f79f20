package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

var noticedRepositories = []noticed{
	{"every repository", permission.Publisher{ECR: &permission.ECR{EveryRepository: true}}, []string{everyRepository + "{Ecr.EveryRepository} asks for it"}},
	{"every repository by name", permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"*"}}}, []string{everyRepository + `{Ecr.RepositoryNames} asks for "*"`}},
	{"every repository by preset", permission.Publisher{Preset: module}, []string{everyRepository + `{Preset} "terraform-aws-ci-publisher" asks for it`}},
	{"every repository by preset, in dev", permission.Publisher{Preset: module, Dev: true}, []string{
		`warning ecr-dev-shares-repositories: {Preset} "terraform-aws-ci-publisher" lets a dev publisher push to the repositories of releases; ` + movable + `{Ecr.DevRepositoryNames} gives it repositories of its own`,
		everyRepository + `{Preset} "terraform-aws-ci-publisher" asks for it`,
	}},
	{"every repository by name, in dev", permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, DevRepositoryNames: []string{"*"}}, Dev: true}, []string{
		`warning ecr-dev-shares-repositories: {Ecr.DevRepositoryNames} "*" has repositories of releases among its own; ` + movable + `let the two begin differently`,
		everyRepository + `{Ecr.DevRepositoryNames} asks for "*"`,
	}},
	{"repositories of dev releases beside every one of releases",
		permission.Publisher{ECR: &permission.ECR{EveryRepository: true, DevRepositoryNames: []string{"dev/*"}}, Dev: true}, nil},
	{"every public repository", permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"*"}, LimitToken: true}},
		[]string{`note ecr-public-every-repository: the policy covers every repository of the account in ECR Public, because {EcrPublic.RepositoryNames} asks for "*"`}},
	{"tokens of every service", permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"app"}}},
		[]string{`note ecr-public-any-token: sts:GetServiceBearerToken is allowed for every service that gives such tokens, because {EcrPublic.LimitToken} is unset: AWS does not say that ECR Public's requests name the service`}},
}

// Repositories are named, or every one is asked for: neither and both are a
// fault, in each store of a publisher and of a builder.
func TestRepositoriesAreNamedOrEveryOne(t *testing.T) {
	_, env := full()
	sets := func(names []string, every bool) map[string]permission.Set {
		return map[string]permission.Set{
			"Ecr":          permission.Publisher{ECR: &permission.ECR{RepositoryNames: names, EveryRepository: every}},
			"CodeArtifact": permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: names, EveryRepository: every}},
		}
	}
	readers := func(names []string, every bool) map[string]permission.Set {
		return map[string]permission.Set{
			"Ecr":          permission.Builder{ECR: &permission.ECRRead{RepositoryNames: names, EveryRepository: every}},
			"CodeArtifact": permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", RepositoryNames: names, EveryRepository: every}},
		}
	}
	for _, make := range []func([]string, bool) map[string]permission.Set{sets, readers} {
		for store, set := range make(nil, false) {
			assert.EqualError(t, set.Validate(env), "cipublisher: "+store+".RepositoryNames is missing; name the repositories, or set "+store+".EveryRepository for all of them")
		}
		for store, set := range make([]string{"app"}, true) {
			assert.EqualError(t, set.Validate(env), "cipublisher: "+store+`.EveryRepository "true" and `+store+".RepositoryNames exclude each other; leave one of them out")
		}
		for _, set := range make([]string{"app"}, false) {
			assert.NoError(t, set.Validate(env))
		}
		for store, set := range make(nil, true) {
			assert.NoError(t, set.Validate(env))
			text := policy.New(set.Statements(env)...).Indent()
			assert.Contains(t, text, map[string]string{"Ecr": ":repository/*\"", "CodeArtifact": ":repository/acme/*\""}[store])
		}
	}
}

package trust_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/trust"
)

// requireGolden compares a text with a file in testdata.
func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, "testdata/"+name, got)
}

// on is options for one branch of repositories.
func on(repositories ...string) trust.Options {
	return subject(trust.Subject{Repositories: repositories, Branches: []string{"main"}})
}

func branch(name string) trust.Options {
	return subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{name}})
}

func environment(name string) trust.Options {
	return subject(trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{name}})
}

func claim(name trust.Claim, values ...string) trust.Options {
	return subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{name: values}})
}

func raw(sub string) trust.Options { return subject(trust.Subject{Raw: []string{sub}}) }

func with(o trust.Options, change func(*trust.Options)) trust.Options {
	change(&o)
	return o
}

func issuedBy(i trust.Issuer, s trust.Subject) trust.Options {
	return trust.Options{Issuer: i, AccountID: account, Subjects: []trust.Subject{s}}
}

// invalid inputs; the message that each gets is in testdata/invalid.txt.
var invalid = []struct {
	name    string
	options trust.Options
}{
	{"no subjects", trust.Options{AccountID: account}},
	{"no repository", subject(trust.Subject{Branches: []string{"main"}})},
	{"no context", subject(trust.Subject{Repositories: []string{"acme/app"}})},
	{"no account", trust.Options{Subjects: []trust.Subject{main}}},
	{"account with hyphens", with(subject(main), func(o *trust.Options) { o.AccountID = "1234-5678-9012" })},
	{"account with a wildcard beside a token", with(subject(main), func(o *trust.Options) { o.AccountID = "${Token[AWS.AccountId.0]}*" })},
	{"unknown partition", with(subject(main), func(o *trust.Options) { o.Partition = "aws-moon" })},
	{"provider that is no ARN", with(subject(main), func(o *trust.Options) { o.ProviderARN = "github" })},
	{"provider of another kind", with(subject(main), func(o *trust.Options) { o.ProviderARN = "arn:aws:iam::123456789012:saml-provider/x" })},
	{"provider of another issuer", with(subject(main), func(o *trust.Options) {
		o.ProviderARN = "arn:aws:iam::123456789012:oidc-provider/gitlab.com"
	})},
	{"provider in another account", with(subject(main), func(o *trust.Options) {
		o.ProviderARN = "arn:aws:iam::999999999999:oidc-provider/" + github
	})},
	{"provider in another partition", with(subject(main), func(o *trust.Options) {
		o.Partition, o.ProviderARN = "aws-cn", provider
	})},
	{"audience with a wildcard", with(subject(main), func(o *trust.Options) { o.Audience = "*" })},
	{"audience with a variable", with(subject(main), func(o *trust.Options) { o.Audience = "${aws:username}" })},
	{"no audience", issuedBy(trust.OIDC("https://ci.example.com", ""), trust.Subject{Raw: []string{"job:1"}})},
	{"quota below the default", with(subject(main), func(o *trust.Options) { o.Quota = 100 })},
	{"quota above the most", with(subject(main), func(o *trust.Options) { o.Quota = 10000 })},

	{"owner alone", on("acme")},
	{"address", on("https://github.com/acme/app")},
	{"empty owner", on("/app")},
	{"empty name", on("acme/")},
	{"empty repository", on("")},
	{"everybody", on("*/*")},
	{"owner with a wildcard", on("acme*/app")},
	{"name with a wildcard", on("acme/app-*")},
	{"owner with two hyphens", on("ac--me/app")},
	{"owner that ends in a hyphen", on("acme-/app")},
	{"owner with an underscore too many", on("a_b_c/app")},
	{"owner too long", on(strings.Repeat("a", 40) + "/app")},
	{"owner with a dot", on("acme.org/app")},
	{"name too long", on("acme/" + strings.Repeat("a", 101))},
	{"name of dots", on("acme/..")},
	{"name with .git", on("acme/app.git")},
	{"name with a slash", on("acme/app/sub")},
	{"name with a colon", on("acme/app:ref")},
	{"name with a space", on("acme/my app")},
	{"one id of two", on("acme@1/app")},
	{"the other id of two", on("acme/app@2")},
	{"wildcarded ids", on("acme@*/app@*")},
	{"id with a leading zero", on("acme@01/app@2")},
	{"empty ids", on("acme@/app@")},
	{"letters for ids", on("acme@one/app@two")},
	{"both forms without ids", subject(trust.Subject{Repositories: []string{"acme/app"}, BothForms: true, AnyRef: true})},
	{"ids on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{Repositories: []string{"acme@1/app@2"}, AnyRef: true})},
	{"both forms on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{Repositories: []string{"acme/app"}, BothForms: true, AnyRef: true})},

	{"empty branch", branch("")},
	{"full ref for a branch", branch("refs/heads/main")},
	{"wildcard in the middle of a branch", branch("rel*/1")},
	{"two wildcards", branch("release/**")},
	{"question mark in a branch", branch("release-?")},
	{"variable in a branch", branch("${aws:username}")},
	{"branch with a space", branch("my branch")},
	{"branch with a colon", branch("a:ref:refs/heads/main")},
	{"branch that ends in a slash", branch("release/")},
	{"branch with two dots", branch("a..b")},
	{"branch that begins with a hyphen", branch("-x")},
	{"branch that ends in .lock", branch("main.lock")},
	{"tag with a tilde", subject(trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1~2"}})},
	{"empty environment", environment("")},
	{"environment with a space at its end", environment("release ")},
	{"environment too long", environment(strings.Repeat("e", 256))},
	{"environment with a line feed", environment("release\n")},
	{"environment that is not UTF-8", environment("release\xff")},
	{"run phases on GitHub", subject(trust.Subject{Repositories: []string{"acme/app"}, RunPhases: []string{"apply"}})},

	{"claim without a key", claim("runner_environment", "github-hosted")},
	{"sub as a claim", claim("sub", "repo:acme/app:*")},
	{"aud as a claim", claim("aud", "x")},
	{"claim on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{
		Repositories: []string{"acme/app"}, AnyRef: true, Claims: trust.Claims{trust.ClaimRef: {"refs/heads/main"}}})},
	{"claim without values", claim(trust.ClaimActor)},
	{"claim that tests nothing", claim(trust.ClaimWorkflow, "*")},
	{"id that is no number", claim(trust.ClaimRepositoryID, "app")},
	{"id with a wildcard", claim(trust.ClaimRepositoryOwnerID, "1*")},
	{"two ids of one repository", claim(trust.ClaimRepositoryID, "1", "2")},
	{"two owners", claim(trust.ClaimRepositoryOwnerID, "1", "2")},
	{"one id for two repositories", subject(trust.Subject{Repositories: []string{"acme/a", "acme/b"}, AnyRef: true,
		Claims: trust.Claims{trust.ClaimRepositoryID: {"1"}}})},
	{"one owner's id for two owners", subject(trust.Subject{Repositories: []string{"acme/a", "other/a"}, AnyRef: true,
		Claims: trust.Claims{trust.ClaimRepositoryOwnerID: {"1"}}})},
	{"claim that contradicts the repository", claim(trust.ClaimRepository, "acme/other")},
	{"claim that contradicts the ids", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, AnyRef: true,
		Claims: trust.Claims{trust.ClaimRepositoryID: {"3"}}})},
	{"environment claim beside refs", claim(trust.ClaimEnvironment, "release")},
	{"ref claim that is a branch", claim(trust.ClaimRef, "main")},
	{"workflow of any owner", claim(trust.ClaimJobWorkflowRef, "acme*")},
	{"workflow of any repository", claim(trust.ClaimJobWorkflowRef, "acme/ci*")},
	{"actor with a space", claim(trust.ClaimActor, "ann b")},
	{"variable in a claim", claim(trust.ClaimWorkflow, "${aws:username}")},

	{"raw everything", raw("*")},
	{"raw any repository", raw("repo:*")},
	{"raw any owner", raw("repo:*/*")},
	{"raw open owner", raw("repo:acme*")},
	{"raw open repository", raw("repo:acme/app*")},
	{"raw wildcard in the middle", raw("repo:acme/*:ref:refs/heads/main")},
	{"raw open owner name", raw("repository_owner:acme*")},
	{"raw without an owner", raw("environment:release")},
	{"raw workflow", raw("job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main")},
	{"raw owner without a repository", raw("repo:acme/")},
	{"raw with a context", subject(trust.Subject{Raw: []string{"repo:acme/app"}, Branches: []string{"main"}})},

	{"server with a scheme", issuedBy(trust.GitHubEnterpriseServer("https://ghes.example.com"), main)},
	{"enterprise with a slash", issuedBy(trust.GitHubEnterprise("a/b"), main)},
	{"subdomain with a dot", issuedBy(trust.GitHubEnterpriseCloud("octocorp.ghe.com"), main)},
	{"issuer without https", issuedBy(trust.OIDC("http://ci.example.com", "x"), trust.Subject{Raw: []string{"a"}})},
	{"issuer with a port", issuedBy(trust.GitLabSelfManaged("https://gitlab.example.com:8443"), trust.Subject{Repositories: []string{"g/p"}, AnyRef: true})},
	{"issuer with a query", issuedBy(trust.OIDC("https://ci.example.com/?a", "x"), trust.Subject{Raw: []string{"a"}})},
	{"issuer known at deployment", issuedBy(trust.OIDC("https://${Token[X.1]}", "x"), trust.Subject{Raw: []string{"a"}})},
	{"every token of an issuer", issuedBy(trust.OIDC("https://ci.example.com", "x"), trust.Subject{Raw: []string{"*"}})},
	{"repositories of an unknown issuer", issuedBy(trust.OIDC("https://ci.example.com", "x"), trust.Subject{Repositories: []string{"a/b"}, AnyRef: true})},
	{"GitLab environment", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/p"}, Environments: []string{"x"}})},
	{"GitLab group alone", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g"}, AnyRef: true})},
	{"GitLab everybody", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"*/p"}, AnyRef: true})},
	{"GitLab raw open group", issuedBy(trust.GitLab(), trust.Subject{Raw: []string{"project_path:acme*"}})},
	{"Bitbucket name for a UUID", issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true})},
	{"Bitbucket branch", issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{uuid2}, Branches: []string{"main"}})},
	{"Bitbucket workspace without a UUID", issuedBy(trust.Bitbucket("acme", "acme"), trust.Subject{Repositories: []string{uuid2}, AnyRef: true})},
	{"CircleCI organization name", issuedBy(trust.CircleCI("acme"), trust.Subject{Repositories: []string{uuid2}, AnyRef: true})},
	{"CircleCI raw of another organization", issuedBy(trust.CircleCI(uuid1), trust.Subject{Raw: []string{"org/" + uuid2 + "/project/*"}})},
	{"Terraform phase", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p/w"}, RunPhases: []string{"destroy"}})},
	{"Terraform project alone", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p"}, RunPhases: []string{"apply"}})},
	{"Buildkite pipeline with two slashes", issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/p/q"}, AnyRef: true})},
	{"GitLab raw open project", issuedBy(trust.GitLab(), trust.Subject{Raw: []string{"project_path:acme/app*"}})},
	{"Buildkite raw open pipeline", issuedBy(trust.Buildkite(), trust.Subject{Raw: []string{"organization:acme:pipeline:app*"}})},
	{"HCP Terraform raw open workspace", issuedBy(trust.Terraform(), trust.Subject{Raw: []string{"organization:acme:project:p:workspace:prod*"}})},
	{"CircleCI raw open project", issuedBy(trust.CircleCI(uuid1), trust.Subject{Raw: []string{"org/" + uuid1 + "/project/9f*"}})},
	{"one project's id for two", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/a", "g/b"}, AnyRef: true, Claims: trust.Claims{"project_id": {"1"}}})},
	{"two ids of one project", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/a"}, AnyRef: true, Claims: trust.Claims{"project_id": {"1", "2"}}})},
	{"one group's id for two", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/*", "h/*"}, AnyRef: true, Claims: trust.Claims{"namespace_id": {"1"}}})},
	{"one pipeline's id for two", issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/a", "o/b"}, AnyRef: true, Claims: trust.Claims{"pipeline_id": {uuid1}}})},

	{"generic issuer, a letter", issuedBy(trust.OIDC("https://ci.example.com", "x"), trust.Subject{Raw: []string{"r*"}})},
	{"generic issuer, a name without a value", issuedBy(trust.OIDC("https://gitlab.example.com", "x"), trust.Subject{Raw: []string{"project_path:*"}})},
	{"generic issuer, half a value", issuedBy(trust.OIDC("https://gitlab.example.com", "x"), trust.Subject{Raw: []string{"project_path:acme*"}})},
	{"GitHub as a generic issuer", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com", "x"), trust.Subject{Raw: []string{"repo:*"}})},
	{"GitHub as a generic issuer, with a slash", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com/", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GitHub as a generic issuer, on another path", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com/a/b", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GitHub as GitLab", issuedBy(trust.GitLabSelfManaged("https://token.actions.githubusercontent.com"), trust.Subject{Raw: []string{"project_path:acme/app:*"}})},
	{"an enterprise as a generic issuer", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com/octo-inc", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GHE.com as a generic issuer", issuedBy(trust.OIDC("https://token.actions.octocorp.ghe.com", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"a server as a generic issuer", issuedBy(trust.OIDC("https://ghes.example.com/_services/token", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GitHub as a server", issuedBy(trust.GitHubEnterpriseServer("token.actions.githubusercontent.com"), main)},
	{"GitLab.com as one's own", issuedBy(trust.GitLabSelfManaged("https://gitlab.com"), trust.Subject{Repositories: []string{"g/p"}, AnyRef: true})},
	{"Bitbucket as a generic issuer", issuedBy(trust.OIDC("https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc", "x"), trust.Subject{Raw: []string{"{a}:*"}})},
	{"CircleCI as a generic issuer", issuedBy(trust.OIDC("https://oidc.circleci.com/org/"+uuid1, "x"), trust.Subject{Raw: []string{"org/a/*"}})},
	{"HCP Terraform as a generic issuer", issuedBy(trust.OIDC("https://app.terraform.io", "x"), trust.Subject{Raw: []string{"organization:acme:*"}})},
	{"Buildkite as a generic issuer", issuedBy(trust.OIDC("https://agent.buildkite.com", "x"), trust.Subject{Raw: []string{"organization:acme:*"}})},
	{"look-alike letter", environment("rel\u0435ase")},
	{"zero-width space", branch("ma\u200bin")},
	{"several at once", trust.Options{Partition: "moon", Subjects: []trust.Subject{{Repositories: []string{"acme"}, Branches: []string{"a b"}}}}},
}

const (
	uuid1 = "123e4567-e89b-12d3-a456-426614174000"
	uuid2 = "9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b"
)

func TestInvalid(t *testing.T) {
	var messages strings.Builder
	for _, c := range invalid {
		err := c.options.Validate()
		if !assert.Error(t, err, c.name) {
			continue
		}
		var faults fault.List
		require.ErrorAs(t, err, &faults, c.name)
		for _, f := range faults {
			assert.NotEmpty(t, f.Option, c.name)
			assert.NotEmpty(t, f.Problem, c.name)
			assert.NotEmpty(t, f.Remedy, c.name)
		}
		assert.Empty(t, c.options.Document().Statements, "%s: a refused trust must trust nobody", c.name)
		assert.Empty(t, c.options.Notices(), c.name)
		messages.WriteString(c.name + ":\n  " + strings.ReplaceAll(err.Error(), "\n", "\n  ") + "\n")
	}
	requireGolden(t, "invalid.txt", messages.String())
}

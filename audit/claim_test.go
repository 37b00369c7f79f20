package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/trust"
)

// Every claim that AWS can test is set by somebody that the table knows.
func TestEveryClaimIsSetBySomebody(t *testing.T) {
	for _, name := range trust.IssuerNames() {
		issuer, err := trust.ParseIssuer(map[string]string{
			"github-enterprise:SLUG": "github-enterprise:acme", "github-enterprise-cloud:SUBDOMAIN[/SLUG]": "github-enterprise-cloud:acme", "github-enterprise-server:HOST": "github-enterprise-server:ghe.example.com",
			"gitlab-self-managed:URL": "gitlab-self-managed:https://gitlab.example.com", "bitbucket:WORKSPACE,UUID": "bitbucket:acme,a1b2c3d4-0000-4000-8000-000000000000",
			"circleci:ORGANIZATION_UUID": "circleci:a1b2c3d4-0000-4000-8000-000000000000", "oidc:URL,AUDIENCE": "oidc:https://ci.example.com,x",
			"github": "github", "gitlab": "gitlab", "terraform": "terraform", "buildkite": "buildkite",
		}[name])
		assert.NoError(t, err, name)
		for _, claim := range issuer.Claims() {
			assert.Contains(t, setBy, claim, name)
		}
	}
}

// Nobody has the ids of others, and everybody may call a public workflow.
func TestTokensHaveWhatTheirOwnersHave(t *testing.T) {
	d := parse(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"`+gitHubProvider+`"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringLike":{
		"token.actions.githubusercontent.com:aud":"aud-*","token.actions.githubusercontent.com:sub":"repo:acme/app:*","token.actions.githubusercontent.com:repository_id":"2","token.actions.githubusercontent.com:repository_owner_id":"1",
		"token.actions.githubusercontent.com:job_workflow_ref":"acme/ci/.github/workflows/r.yml@*","token.actions.githubusercontent.com:workflow":"Release","token.actions.githubusercontent.com:actor":"ann"}}}]}`)
	a := admissions(d)[0]
	const subject = "repo:acme/app:ref:refs/heads/main"
	const workflow, other = "acme/ci/.github/workflows/r.yml@x", "stranger/repository/.github/workflows/any.yml@refs/heads/any"
	for w, want := range map[who][5]string{ // repository_id, repository_owner_id, job_workflow_ref, workflow, actor
		meant:    {"2", "1", workflow, "Release", "ann"},
		writer:   {"2", "1", other, "Release", "stranger"},
		sibling:  {"999999999", "1", other, "Release", "stranger"},
		heir:     {"999999999", "999999999", workflow, "Release", "stranger"},
		stranger: {"999999999", "999999999", workflow, "Release", "stranger"},
	} {
		token := a.token(subject, w)
		got := [5]string{}
		for i, claim := range []trust.Claim{"repository_id", "repository_owner_id", "job_workflow_ref", "workflow", "actor"} {
			got[i] = first(token.Claims[claim])
		}
		assert.Equal(t, want, got, "%d", w)
		assert.Equal(t, []string{"aud-x"}, token.Claims["aud"])
		assert.Equal(t, []string{"acme/app"}, token.Claims["repository"])
		assert.Equal(t, []string{"refs/heads/main"}, token.Claims["ref"])
		assert.NotContains(t, token.Claims, trust.ClaimEnvironment)
	}
	token := a.token("repo:acme/app:environment:release", writer)
	assert.Equal(t, []string{"release"}, token.Claims["environment"])
	assert.Equal(t, []string{"refs/heads/attack"}, token.Claims["ref"])
}

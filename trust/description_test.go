package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

func TestDescribe(t *testing.T) {
	circle := trust.CircleCI("a1b2c3d4-0000-4000-8000-000000000000")
	for _, c := range []struct {
		issuer  trust.Issuer
		subject string
		want    trust.Description
		words   string
	}{
		{trust.GitHub(), "repo:acme/app:ref:refs/heads/main", trust.Description{Owner: "acme", Repository: "acme/app", Context: "ref:refs/heads/main"}, "repository acme/app, branch main"},
		{trust.GitHub(), "repo:acme@1/app@2:environment:release", trust.Description{Owner: "acme", OwnerID: "1", Repository: "acme/app", RepositoryID: "2", Context: "environment:release"},
			"repository acme/app, id 2, environment release"},
		{trust.GitHub(), "repo:acme@1/*", trust.Description{Owner: "acme", OwnerID: "1", Repository: "acme/*"}, "every repository of acme, owner id 1, any context: every branch, tag, environment and pull request"},
		{trust.GitHub(), "repo:acme@*/app@*:pull_request", trust.Description{Owner: "acme", OwnerID: "*", Repository: "acme/app", RepositoryID: "*", Context: "pull_request"}, "repository acme/app, pull requests"},
		{trust.GitHub(), "repo:acme*", trust.Description{Owner: "acme*"}, "every repository of every owner like acme*, any context: every branch, tag, environment and pull request"},
		{trust.GitHub(), "repo:acme/app*:ref:refs/tags/*", trust.Description{Owner: "acme", Repository: "acme/app*", Context: "ref:refs/tags/*"}, "every repository like acme/app*, every tag"},
		{trust.GitLab(), "project_path:acme/team/app:ref_type:branch:ref:main", trust.Description{Owner: "acme", Repository: "acme/team/app", Context: "ref_type:branch:ref:main"}, "project acme/team/app, branch main"},
		{trust.Terraform(), "organization:acme:project:p:workspace:w:run_phase:apply", trust.Description{Owner: "acme", Repository: "acme/p/w", Context: "run_phase:apply"}, "workspace acme/p/w, run phase apply"},
		{trust.Buildkite(), "organization:acme:pipeline:app:ref:refs/heads/main:commit:*", trust.Description{Owner: "acme", Repository: "acme/app", Context: "ref:refs/heads/main:commit:*"}, "pipeline acme/app, branch main"},
		{circle, "org/a1b2c3d4-0000-4000-8000-000000000000/project/p/user/*", trust.Description{Owner: "a1b2c3d4-0000-4000-8000-000000000000", Repository: "a1b2c3d4-0000-4000-8000-000000000000/p", Context: "user/*"},
			"project a1b2c3d4-0000-4000-8000-000000000000/p, context user/*"},
	} {
		got, ok := c.issuer.Describe(c.subject)
		assert.True(t, ok, c.subject)
		assert.Equal(t, c.want, got, c.subject)
		assert.Equal(t, c.words, c.issuer.Words(got), c.subject)
	}
	for _, c := range []struct {
		issuer  trust.Issuer
		subject string
	}{
		{trust.GitHub(), "repository_id:2:ref:refs/heads/main"}, {trust.GitHub(), "*"}, {trust.GitLab(), "repo:acme/app:pull_request"},
		{trust.OIDC("https://ci.example.com", "a"), "job:1"}, {trust.Terraform(), "x:run_phase:apply"},
	} {
		_, ok := c.issuer.Describe(c.subject)
		assert.False(t, ok, c.subject)
	}
}

func TestIssuerOf(t *testing.T) {
	for provider, want := range map[string]struct {
		name       string
		shared, ci bool
	}{
		"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com":                        {"GitHub", true, true},
		"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com/acme":                   {"GitHub Enterprise", false, true},
		"arn:aws-cn:iam::111122223333:oidc-provider/gitlab.com":                                              {"GitLab.com", true, true},
		"arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE":                {"OIDC", false, false},
		"arn:aws:iam::111122223333:oidc-provider/oidc.circleci.com/org/a1b2c3d4-0000-4000-8000-000000000000": {"CircleCI", false, true},
		"cognito-identity.amazonaws.com":                                                                     {"OIDC", true, false},
	} {
		issuer, ok := trust.IssuerOf(provider)
		assert.True(t, ok, provider)
		assert.Equal(t, want.name, issuer.Name(), provider)
		assert.Equal(t, want.shared, issuer.Shared(), provider)
		assert.Equal(t, want.ci, issuer.IsCI(), provider)
	}
	_, ok := trust.IssuerOf("arn:aws:iam::111122223333:saml-provider/okta")
	assert.False(t, ok)
}

// A provider that every account has is named without an ARN.
func TestCheckWithABuiltInProvider(t *testing.T) {
	d, err := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity",
		"Condition":{"StringEquals":{"cognito-identity.amazonaws.com:aud":"eu-west-1:pool"}}}]}`))
	require.NoError(t, err)
	for audience, want := range map[string]bool{"eu-west-1:pool": true, "eu-west-1:other": false} {
		token := trust.Token{Claims: map[trust.Claim][]string{"iss": {"https://cognito-identity.amazonaws.com"}, "aud": {audience}, "sub": {"eu-west-1:me"}}}
		assert.Equal(t, want, admits(t, d, token), audience)
	}
}

// A Subject with the repository of a description accepts what it was described
// from.
func TestRepositoryOfADescription(t *testing.T) {
	const organization, project = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
	for want, c := range map[string]struct {
		issuer  trust.Issuer
		subject string
	}{
		"acme/app":           {trust.GitHub(), "repo:acme/app:ref:refs/heads/main"},
		"acme@1234/app@5678": {trust.GitHub(), "repo:acme@1234/app@5678:ref:refs/heads/main"},
		"acme/team/app":      {trust.GitLab(), "project_path:acme/team/app:ref_type:branch:ref:main"},
		project:              {trust.CircleCI(organization), "org/" + organization + "/project/" + project + "/user/*"},
	} {
		d, ok := c.issuer.Describe(c.subject)
		require.True(t, ok, c.subject)
		assert.Equal(t, want, c.issuer.Repository(d), c.subject)
		for _, context := range []trust.Subject{{Branches: []string{"main"}}, {AnyRef: true}} {
			context.Repositories = []string{want}
			if accepted := (trust.Options{Issuer: c.issuer, AccountID: "111122223333", Subjects: []trust.Subject{context}}).Accepted(); len(accepted) > 0 {
				assert.Contains(t, accepted, c.subject)
				break
			}
		}
	}
}

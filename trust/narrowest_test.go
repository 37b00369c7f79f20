package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/trust"
)

const (
	bitbucketURL = "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
	buildkiteSub = "organization:acme:pipeline:app:ref:refs/heads/main:commit:0123abc:step:publish"
)

// Each token, the narrowest options of it, and the parts of its subject.
func TestNarrowest(t *testing.T) {
	ids := []string{"acme@1234/app@5678"}
	for _, c := range []struct {
		name   string
		token  trust.Token
		issuer string
		want   trust.Subject
		parts  []trust.Part
	}{
		{
			"an environment", token("repo:acme@1234/app@5678:environment:release"), "github",
			trust.Subject{Repositories: ids, Environments: []string{"release"}},
			[]trust.Part{{"owner", "acme"}, {"owner id", "1234"}, {"repository", "app"}, {"repository id", "5678"}, {"environment", "release"}},
		},
		{
			"an environment with a colon", token("repo:acme@1234/app@5678:environment:Production%3AV1"), "github",
			trust.Subject{Repositories: ids, Environments: []string{"Production:V1"}},
			[]trust.Part{{"owner", "acme"}, {"owner id", "1234"}, {"repository", "app"}, {"repository id", "5678"}, {"environment", "Production%3AV1"}},
		},
		{
			"a plain subject with the ids among its claims", token("repo:acme/app:ref:refs/heads/main", "repository_id", "5678", "repository_owner_id", "1234"), "github",
			trust.Subject{Repositories: ids, Branches: []string{"main"}},
			[]trust.Part{{"owner", "acme"}, {"repository", "app"}, {"ref", "refs/heads/main"}},
		},
		{
			"a plain subject", token("repo:acme/app:ref:refs/tags/v1"), "github",
			trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1"}},
			[]trust.Part{{"owner", "acme"}, {"repository", "app"}, {"ref", "refs/tags/v1"}},
		},
		{
			"a pull request", token("repo:acme@1234/app@5678:pull_request"), "github",
			trust.Subject{Repositories: ids, PullRequests: true},
			[]trust.Part{{"owner", "acme"}, {"owner id", "1234"}, {"repository", "app"}, {"repository id", "5678"}, {"context", "pull_request"}},
		},
		{
			"a customized subject", token("repo:acme/app:job_workflow_ref:acme/ci/.github/workflows/release.yml@refs/heads/main"), "github",
			trust.Subject{Raw: []string{"repo:acme/app:job_workflow_ref:acme/ci/.github/workflows/release.yml@refs/heads/main"}}, nil,
		},
		{
			"an Enterprise Server", token("repo:acme/app:environment:release", "iss", "https://github.example.com/_services/token", "repository_id", "5", "repository_owner_id", "6"),
			"github-enterprise-server:github.example.com", trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"release"}},
			[]trust.Part{{"owner", "acme"}, {"repository", "app"}, {"environment", "release"}},
		},
		{
			"GitLab", token("project_path:acme/tools/app:ref_type:branch:ref:release/1.0", "iss", "https://gitlab.com", "aud", "https://gitlab.com", "project_id", "77", "namespace_id", "7"), "gitlab",
			trust.Subject{Repositories: []string{"acme/tools/app"}, Branches: []string{"release/1.0"}, Claims: trust.Claims{"project_id": {"77"}}},
			[]trust.Part{{"project", "acme/tools/app"}, {"kind of ref", "branch"}, {"ref", "release/1.0"}},
		},
		{
			"a GitLab of one's own", token("project_path:acme/app:ref_type:tag:ref:v1", "iss", "https://gitlab.example.com", "aud", "https://gitlab.example.com", "project_id", "77"),
			"gitlab-self-managed:https://gitlab.example.com", trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1"}},
			[]trust.Part{{"project", "acme/app"}, {"kind of ref", "tag"}, {"ref", "v1"}},
		},
		{
			"a Bitbucket deployment", token("{"+uuid2+"}:{"+uuid1+"}:{"+uuid2+"}", "iss", bitbucketURL, "aud", "ari:cloud:bitbucket::workspace/"+uuid1), "bitbucket:acme," + uuid1,
			trust.Subject{Repositories: []string{uuid2}, Environments: []string{uuid1}},
			[]trust.Part{{"repository", "{" + uuid2 + "}"}, {"environment or step", "{" + uuid1 + "}"}, {"step", "{" + uuid2 + "}"}},
		},
		{
			"a Bitbucket step", token("{"+uuid2+"}:{"+uuid1+"}", "iss", bitbucketURL, "aud", "ari:cloud:bitbucket::workspace/"+uuid1), "bitbucket:acme," + uuid1,
			trust.Subject{Repositories: []string{uuid2}, AnyRef: true},
			[]trust.Part{{"repository", "{" + uuid2 + "}"}, {"environment or step", "{" + uuid1 + "}"}},
		},
		{
			"CircleCI", token("org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1+"/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main", "iss", "https://oidc.circleci.com/org/"+uuid1, "aud", uuid1),
			"circleci:" + uuid1, trust.Subject{Repositories: []string{uuid2}, AnyRef: true},
			[]trust.Part{{"organization", uuid1}, {"project", uuid2}, {"user", uuid1}, {"vcs-origin", "github.com/acme/app"}, {"vcs-ref", "refs/heads/main"}},
		},
		{
			"HCP Terraform", token("organization:acme:project:my project:workspace:app:run_phase:apply", "iss", "https://app.terraform.io", "aud", "aws.workload.identity"), "terraform",
			trust.Subject{Repositories: []string{"acme/my project/app"}, RunPhases: []string{"apply"}},
			[]trust.Part{{"organization", "acme"}, {"project", "my project"}, {"workspace", "app"}, {"run phase", "apply"}},
		},
		{
			"Buildkite", token(buildkiteSub, "iss", "https://agent.buildkite.com", "pipeline_id", uuid1, "organization_id", uuid2), "buildkite",
			trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"pipeline_id": {uuid1}}},
			[]trust.Part{{"organization", "acme"}, {"pipeline", "app"}, {"ref", "refs/heads/main"}, {"commit", "0123abc"}, {"step", "publish"}},
		},
		{
			"another issuer", token("project:acme:app", "iss", "https://ci.example.com", "aud", "me"), "oidc:https://ci.example.com,me",
			trust.Subject{Raw: []string{"project:acme:app"}}, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := trust.Narrowest(c.token, "")
			require.NoError(t, err)
			assert.Equal(t, []trust.Subject{c.want}, o.Subjects)
			assert.Equal(t, c.issuer, o.Issuer.Text())
			assert.Empty(t, o.Audience, "the token has the issuer's usual one")
			assert.Equal(t, c.parts, c.token.Parts())
			o.AccountID = account
			assert.True(t, admits(t, document(t, o), c.token))
		})
	}
}

func TestNarrowestHoldsTheAudience(t *testing.T) {
	o, err := trust.Narrowest(token("repo:acme/app:environment:release", "aud", "https://github.com/acme"), "")
	require.NoError(t, err)
	assert.Equal(t, "https://github.com/acme", o.Audience)
	o, err = trust.Narrowest(token("repo:acme@1/app@2:environment:release", "aud", "sts.amazonaws.com.cn"), "aws-cn")
	require.NoError(t, err)
	assert.Empty(t, o.Audience)
}

// In a partition where AWS tests no ids, the plain form is trusted as it is.
func TestNarrowestWhereIdsAreNotTested(t *testing.T) {
	o, err := trust.Narrowest(token("repo:acme/app:environment:release", "aud", "sts.amazonaws.com.cn", "repository_id", "5678", "repository_owner_id", "1234"), "aws-cn")
	require.NoError(t, err)
	assert.Equal(t, []string{"acme/app"}, o.Subjects[0].Repositories)
}

func TestNarrowestRefuses(t *testing.T) {
	for name, c := range map[string]trust.Token{
		"no issuer":             {Claims: map[trust.Claim][]string{"sub": {"repo:acme/app:environment:release"}, "aud": {"sts.amazonaws.com"}}},
		"an issuer without TLS": token("project:acme", "iss", "http://ci.example.com"),
		"a subject of nobody":   token("job_workflow_ref:acme/ci/.github/workflows/release.yml@refs/heads/main"),
		"a wildcard":            token("repo:acme/*:environment:release"),
		"no audience":           {Claims: map[trust.Claim][]string{"sub": {"x:y"}, "iss": {"https://ci.example.com"}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := trust.Narrowest(c, "")
			require.Error(t, err)
			assert.Contains(t, err.Error(), "Token")
		})
	}
}

// Whatever a token says, what is returned admits it and has no fault, and never
// admits its owner's neighbour.
func TestNarrowestAdmitsTheToken(t *testing.T) {
	texts := rapid.SampledFrom([]string{"acme", "app", "a*", "x@1", "refs/heads/main", "%3A", "", "é", "${a}", "a b", "environment", "pull_request", "ref", "repo", "1"})
	rapid.Check(t, func(t *rapid.T) {
		sub := "repo:" + texts.Draw(t, "owner") + "/" + texts.Draw(t, "name") + ":" + texts.Draw(t, "kind") + ":" + texts.Draw(t, "value")
		seen := token(sub, "repository_id", texts.Draw(t, "id"), "repository_owner_id", texts.Draw(t, "owner id"))
		o, err := trust.Narrowest(seen, "")
		if err != nil {
			return
		}
		o.AccountID = account
		require.NoError(t, o.Validate())
		result, err := trust.Check(o.Document(), seen)
		require.NoError(t, err)
		require.True(t, result.Allowed)
		evil, err := trust.Check(o.Document(), token("repo:evil/app:environment:release", "repository_id", "9", "repository_owner_id", "9"))
		require.NoError(t, err)
		require.False(t, evil.Allowed)
	})
}

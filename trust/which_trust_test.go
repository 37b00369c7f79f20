package trust_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// The cases of docs/which-trust.md: each trust admits its genuine token and
// refuses its attack for the cause that the page names, and the page has these
// subjects.
func TestWhichTrust(t *testing.T) {
	const (
		app      = "acme@1234/app@5678"
		at       = "repo:" + app + ":"
		workflow = "acme/ci/.github/workflows/release.yml@refs/heads/main"
	)
	content, err := os.ReadFile("../docs/which-trust.md")
	require.NoError(t, err)
	page := strings.Join(strings.Fields(string(content)), " ")
	one := []string{app}
	reusable := trust.Claims{trust.ClaimJobWorkflowRef: {workflow}}
	for _, c := range []struct {
		name            string
		subject         trust.Subject
		genuine, attack trust.Token
		cause           string
		// notices are the warnings and notes that the page mentions.
		notices []string
	}{
		{"the usual release", trust.Subject{Repositories: one, Environments: []string{"release"}},
			token(at + "environment:release"), token(at + "ref:refs/heads/feature"), "environment", []string{"trust-environment-protection"}},
		{"tag release", trust.Subject{Repositories: one, Tags: []string{"v*"}},
			token(at + "ref:refs/tags/v1.2.3"), token(at + "ref:refs/heads/v1.2.3"), "ref", []string{"trust-loose-pattern"}},
		{"monorepo", trust.Subject{Repositories: one, Environments: []string{"release-api"}},
			token(at + "environment:release-api"), token(at + "environment:release-web"), "environment", nil},
		{"schedule", trust.Subject{Repositories: one, Environments: []string{"nightly"}, Claims: trust.Claims{trust.ClaimRef: {"refs/heads/main"}}},
			token(at+"environment:nightly", "ref", "refs/heads/main"), token(at+"environment:nightly", "ref", "refs/heads/feature"), "claim", nil},
		{"reusable workflow", trust.Subject{Repositories: one, Environments: []string{"release"}, Claims: reusable},
			token(at+"environment:release", "job_workflow_ref", workflow), token(at+"environment:release", "job_workflow_ref", "acme/app/.github/workflows/own.yml@refs/heads/main"), "claim", nil},
		{"merge queue", trust.Subject{Repositories: one, Branches: []string{"main"}},
			token(at + "ref:refs/heads/main"), token(at + "ref:refs/heads/gh-readonly-queue/main/pr-7-0123abc"), "merge-queue", []string{"trust-pull-request-target"}},
		{"whole organization", trust.Subject{Repositories: []string{"acme@1234/*"}, Environments: []string{"release"}, Claims: reusable},
			token("repo:acme@1234/lib@9:environment:release", "job_workflow_ref", workflow),
			token("repo:acme@1234/new@10:environment:release", "job_workflow_ref", "acme/new/.github/workflows/own.yml@refs/heads/main"), "claim", []string{"trust-whole-owner"}},
		{"preview", trust.Subject{Repositories: one, PullRequests: true}, token(at + "pull_request"), token(at + "ref:refs/heads/feature"), "pull-request", []string{"trust-pull-requests"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := subject(c.subject)
			d := document(t, o)
			assert.True(t, admits(t, d, c.genuine))
			result, err := trust.Check(d, c.attack)
			require.NoError(t, err)
			assert.Equal(t, []string{c.cause}, causeIDs(result))
			for _, id := range c.notices {
				assert.True(t, slices.Contains(noticeIDs(o), id), id)
			}
			assert.Contains(t, page, "## "+strings.ToUpper(c.name[:1])+c.name[1:]+" ")
			assert.Contains(t, page, "`"+c.genuine.Subject()+"`")
			assert.Contains(t, page, "`"+c.cause+"`")
			assert.Contains(t, page, "`TestWhichTrust/"+c.name+"`")
		})
	}

	// The same pull request on the role that releases.
	result, err := trust.Check(document(t, subject(trust.Subject{Repositories: one, Branches: []string{"main"}})), token(at+"pull_request"))
	require.NoError(t, err)
	assert.Equal(t, []string{"pull-request"}, causeIDs(result))
	// The queue's own role.
	assert.True(t, admits(t, document(t, subject(trust.Subject{Repositories: one, Branches: []string{"gh-readonly-queue/main/*"}})), token(at+"ref:refs/heads/gh-readonly-queue/main/pr-7-0123abc")))
}

// The last table of the page: what other services have no place for is refused,
// and the claims that it names are theirs.
func TestWhichTrustOfOtherServices(t *testing.T) {
	for name, c := range map[string]struct {
		issuer trust.Issuer
		claims []trust.Claim
		lacks  string
	}{
		"GitLab":        {trust.GitLab(), []trust.Claim{"ref_protected", "project_id"}, "Environments"},
		"Bitbucket":     {trust.Bitbucket("acme", uuid1), nil, "Branches"},
		"CircleCI":      {trust.CircleCI(uuid1), []trust.Claim{"oidc.circleci.com/project-id"}, "Branches"},
		"HCP Terraform": {trust.Terraform(), nil, "Branches"},
		"Buildkite":     {trust.Buildkite(), []trust.Claim{"pipeline_id"}, "Environments"},
	} {
		for _, claim := range c.claims {
			assert.True(t, slices.Contains(c.issuer.Claims(), claim), "%s %s", name, claim)
		}
		s := trust.Subject{Raw: []string{"x"}}
		set(&s, c.lacks)
		assert.ErrorContains(t, issuedBy(c.issuer, s).Validate(), "Subjects[0]."+c.lacks, name)
	}
}

package trust_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// ids of the notices that options give.
func noticeIDs(o trust.Options) []string {
	ids := []string{}
	for _, n := range o.Notices() {
		ids = append(ids, n.ID)
	}
	return ids
}

func TestNotices(t *testing.T) {
	const target, protection = "trust-pull-request-target", "trust-environment-protection"
	whole := trust.Subject{Repositories: []string{"acme@1/*"}, Tags: []string{"v1"}}
	for _, c := range []struct {
		name string
		o    trust.Options
		want []string
	}{
		{"the recommended one", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"release"}}), []string{protection}},
		{"a branch", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}}), []string{target}},
		{"a tag", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Tags: []string{"v1"}}), []string{}},
		{"a whole owner", subject(whole), []string{"trust-whole-owner"}},
		{"a whole owner in dev", with(subject(whole), dev), []string{}},
		{"any ref", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, AnyRef: true}), []string{"trust-any-ref", target}},
		{"any ref in dev", with(subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, AnyRef: true}), dev), []string{target}},
		{"any branch by pattern", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"*"}}), []string{"trust-any-ref", target}},
		{"any tag by pattern", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Tags: []string{"*"}}), []string{"trust-any-ref"}},
		{"pull requests", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, PullRequests: true}), []string{"trust-pull-requests"}},
		{"pull requests in dev", with(subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, PullRequests: true}), dev), []string{"trust-pull-requests"}},
		{"an environment of a whole owner", subject(trust.Subject{Repositories: []string{"acme@1/*"}, Environments: []string{"release"}}),
			[]string{"trust-whole-owner", "trust-whole-owner-environment", protection}},
		{"any environment", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"*"}}), []string{"trust-any-environment"}},
		{"a loose pattern", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Tags: []string{"release*"}}), []string{"trust-loose-pattern"}},
		{"a tight pattern", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Tags: []string{"release/*", "release-*"}}), []string{}},
		{"no ids", subject(trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1"}}), []string{"trust-missing-ids"}},
		{"ids as claims", subject(trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1"}, Claims: trust.Claims{trust.ClaimRepositoryID: {"2"}}}), []string{}},
		{"the owner's id as a claim", subject(trust.Subject{Repositories: []string{"acme/app"}, Tags: []string{"v1"}, Claims: trust.Claims{trust.ClaimRepositoryOwnerID: {"1"}}}), []string{}},
		{"both forms", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: ptr(true), Tags: []string{"v1"}}), []string{}},
		{"claims in another partition", with(subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Tags: []string{"v1"}, Claims: trust.Claims{trust.ClaimActor: {"ann"}}}),
			func(o *trust.Options) { o.Partition = "aws-cn" }), []string{"trust-claims-partition"}},
		{"a colon on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"a:b"}}),
			[]string{"trust-server-colon", protection, "trust-environment-colon"}},
		{"a colon", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"Production:V1"}}), []string{protection, "trust-environment-colon"}},
		{"an escaped colon", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"Production%3AV1"}}), []string{protection, "trust-environment-colon"}},
		{"a colon, and the claim", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"Production:V1"},
			Claims: trust.Claims{trust.ClaimEnvironment: {"Production:V1"}}}), []string{protection}},
		{"a raw pattern", raw("repo:acme/app:*"), []string{"trust-raw-pattern", "trust-missing-ids"}},
		{"a raw owner", raw("repo:acme@1/*"), []string{"trust-whole-owner", "trust-raw-pattern"}},
		{"a raw subject", raw("repo:acme@1/app@2"), []string{}},
		{"two spellings", subject(trust.Subject{Repositories: []string{"acme@1/app@2", "Acme@1/app@2"}, Tags: []string{"v1"}}), []string{"trust-case"}},
		{"GitLab", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/p"}, Branches: []string{"main"}}), []string{"trust-missing-ids", "trust-unprotected-ref"}},
		{"GitLab, with its id", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/p"}, Branches: []string{"main"}, Claims: trust.Claims{"project_id": {"7"}, "ref_protected": {"true"}}}),
			[]string{}},
		{"GitLab, with its group's id", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/*"}, Branches: []string{"main"}, Claims: trust.Claims{"namespace_id": {"7"}, "ref_protected": {"true"}}}),
			[]string{"trust-whole-owner"}},
		{"GitLab of one's own", issuedBy(trust.GitLabSelfManaged("https://gitlab.example.com"), trust.Subject{Repositories: []string{"g/p"}, Branches: []string{"main"}}),
			[]string{"trust-fork-merge-requests"}},
		{"CircleCI", issuedBy(trust.CircleCI(uuid1), trust.Subject{Repositories: []string{uuid2}, AnyRef: true}), []string{"trust-any-ref", "trust-forks"}},
		{"Bitbucket", issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{uuid2}, AnyRef: true}), []string{"trust-any-ref"}},
		{"HCP Terraform, apply", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p/w"}, RunPhases: []string{"apply"}}), []string{}},
		{"HCP Terraform, plan", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p/w"}, RunPhases: []string{"plan"}}), []string{"trust-speculative-plan"}},
		{"HCP Terraform, both", issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p/*"}, AnyRef: true}), []string{"trust-whole-owner", "trust-speculative-plan"}},
		{"GitLab, protected refs", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/*"}, Branches: []string{"v*"}, Claims: trust.Claims{"ref_protected": {"true"}}}),
			[]string{"trust-whole-owner", "trust-loose-pattern", "trust-missing-ids"}},
		{"Buildkite, with its id", issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/p"}, Branches: []string{"main"}, Claims: trust.Claims{"pipeline_id": {uuid1}}}), []string{}},
		{"Buildkite", issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/p"}, AnyRef: true}), []string{"trust-any-ref", "trust-missing-ids"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, c.o.Validate())
			assert.Equal(t, c.want, noticeIDs(c.o))
		})
	}
}

func dev(o *trust.Options) { o.Dev = true }

// Every warning in full, as people read it.
func TestNoticeTexts(t *testing.T) {
	var text strings.Builder
	for _, o := range []trust.Options{
		{AccountID: account, Partition: "aws-cn", Subjects: []trust.Subject{
			{Repositories: []string{"acme/*"}, AnyRef: true, PullRequests: true, Environments: []string{"release", "*"}, Branches: []string{"main", "rel*"},
				Claims: trust.Claims{trust.ClaimActor: {"ann"}}},
			{Repositories: []string{"o@1/a@2", "o@1/b@3", "o@1/c@4", "o@1/d@5", "o@1/e@6", "o@1/f@7"}, BothForms: ptr(true), Tags: []string{"v1"}},
			{Raw: []string{"repo:acme/app:*"}},
		}, Quota: 8192},
		issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"a:b"}}),
		issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/*"}, AnyRef: true}),
		issuedBy(trust.GitLabSelfManaged("https://gitlab.example.com"), trust.Subject{Repositories: []string{"g/p"}, Branches: []string{"main"}, Raw: []string{"project_path:g/p:*"}}),
		issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{uuid2}, AnyRef: true, Environments: []string{uuid1}}),
		issuedBy(trust.CircleCI(uuid1), trust.Subject{Repositories: []string{uuid2}, AnyRef: true}),
		issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"o/p/*"}, AnyRef: true}),
		issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/*"}, AnyRef: true}),
	} {
		require.NoError(t, o.Validate())
		for _, n := range o.Notices() {
			level := "warning"
			if n.Note {
				level = "note"
			}
			fmt.Fprintf(&text, "%s (%s): %s\n", n.ID, level, n.Text)
			assert.NotContains(t, n.Text, "%!", "every placeholder is filled")
			assert.NotContains(t, n.Text, "{", "every word is the issuer's")
			if !strings.HasPrefix(o.Issuer.Name(), "GitHub") {
				for _, word := range []string{"GitHub ", "OWNER@ID", "job_workflow_ref", "repository_id"} {
					assert.NotContains(t, n.Text, word, "advice of another issuer")
				}
			}
		}
	}
	requireGolden(t, "notices.txt", text.String())
}

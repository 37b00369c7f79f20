package trust_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// Documents as a security reviewer reads them.
func TestGoldenDocuments(t *testing.T) {
	for name, o := range map[string]trust.Options{
		"branch":                    on("acme/app"),
		"environment":               subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"Production:V1"}}),
		"several-repositories":      on("acme/app", "acme/lib", "other/tool"),
		"exact-and-pattern":         subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}, Tags: []string{"v1.0.0"}}),
		"any-ref":                   subject(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		"whole-owner-any-ref":       subject(trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true}),
		"whole-owner-branch":        on("acme/*"),
		"whole-owner-environment":   subject(trust.Subject{Repositories: []string{"acme@1/*"}, Environments: []string{"release"}}),
		"both-forms":                subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: true, Branches: []string{"main"}}),
		"claims":                    subject(trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true, Claims: trust.Claims{trust.ClaimRepositoryOwnerID: {"1"}, trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@*"}}}),
		"claims-of-each-repository": attacks[len(attacks)-2].options,
		"enterprise-server":         issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), main),
		"china":                     with(on("acme/app"), func(o *trust.Options) { o.Partition = "aws-cn" }),
		"gitlab":                    issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"ref_protected": {"true"}}}),
		"tokens":                    tokens,
	} {
		t.Run(name, func(t *testing.T) {
			requireGolden(t, name+".json", document(t, o).Indent())
		})
	}
}

// tokens are options that only the deployment knows in full.
var tokens = trust.Options{
	ProviderARN: "${Token[Provider.Arn.1]}",
	Partition:   "${Token[AWS.Partition.2]}",
	AccountID:   "${Token[AWS.AccountId.3]}",
	Subjects: []trust.Subject{{
		Repositories: []string{"${Token[Owner.4]}/app", "acme@${Token[Id.5]}/app@${Token[Id.6]}", "${Token[Repository.7]}"},
		Branches:     []string{"${Token[Branch.8]}", "release/${Token[Branch.9]}*"},
	}},
}

// What a token hides is not checked, and passes through untouched; what stands
// beside it is.
func TestTokensPass(t *testing.T) {
	require.NoError(t, tokens.Validate())
	accepted := tokens.Accepted()
	assert.Contains(t, accepted, "repo:${Token[Owner.4]}/app:ref:refs/heads/${Token[Branch.8]}")
	assert.Contains(t, accepted, "repo:acme@${Token[Id.5]}/app@${Token[Id.6]}:ref:refs/heads/release/${Token[Branch.9]}*")
	assert.Contains(t, accepted, "repo:${Token[Repository.7]}:ref:refs/heads/${Token[Branch.8]}")
	for _, o := range []trust.Options{
		on("${Token[Owner.1]}*/app"), on("${Token[Repository.1]}*"), on("acme/${Token[Name.1]}?"), on("acme/${Token[Name.1]}${aws:username}"),
		branch("${Token[Branch.1]}*/x"), branch("${Token[Branch.1]}?"), environment("${Token[E.1]}${aws:username}"),
		raw("repo:${Token[Owner.1]}*x"), claim(trust.ClaimRepositoryID, "${Token[Id.1]}*"),
		with(on("acme/app"), func(o *trust.Options) { o.ProviderARN = "${Token[Provider.Arn.1]}*" }),
		with(on("acme/app"), func(o *trust.Options) { o.Audience = "${Token[A.1]}*" }),
	} {
		assert.Error(t, o.Validate(), "%+v", o.Subjects)
	}
}

func TestAccepted(t *testing.T) {
	o := trust.Options{AccountID: account, Subjects: []trust.Subject{
		{Repositories: []string{"acme/app", "acme/app"}, Branches: []string{"main", "release/*"}, Environments: []string{"a:b"}},
		{Repositories: []string{"acme@1/*"}, PullRequests: true},
		{Raw: []string{"repo:acme/x"}},
	}}
	assert.Equal(t, []string{
		"repo:acme/app:environment:a%3Ab", "repo:acme/app:ref:refs/heads/main", "repo:acme/x",
		"repo:acme/app:ref:refs/heads/release/*",
		"repo:acme@1/*:pull_request",
	}, o.Accepted())
}

// Claims that differ in nothing but tokens still get statements of their own.
func TestTokensDoNotMergeStatements(t *testing.T) {
	hidden := func(id string) trust.Subject {
		return trust.Subject{Repositories: []string{"acme/a"}, Branches: []string{"main"}, Claims: trust.Claims{trust.ClaimRepositoryID: {id}}}
	}
	d := document(t, trust.Options{AccountID: account, Subjects: []trust.Subject{hidden("${Token[A.1]}"), hidden("${Token[A.2]}")}})
	assert.Len(t, d.Statements, 2)
}

func TestProvider(t *testing.T) {
	assert.Equal(t, provider, subject(main).Provider())
	assert.Equal(t, "arn:aws-us-gov:iam::123456789012:oidc-provider/gitlab.com",
		trust.Options{Issuer: trust.GitLab(), Partition: "aws-us-gov", AccountID: account}.Provider())
	assert.Equal(t, "arn:aws:iam::1:oidc-provider/x", trust.Options{ProviderARN: "arn:aws:iam::1:oidc-provider/x"}.Provider())
}

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
		{"both forms", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: true, Tags: []string{"v1"}}), []string{"trust-both-forms"}},
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
			{Repositories: []string{"o@1/a@2", "o@1/b@3", "o@1/c@4", "o@1/d@5", "o@1/e@6", "o@1/f@7"}, BothForms: true, Tags: []string{"v1"}},
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

// repositories makes so many names.
func repositories(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("acme/service-%03d", i)
	}
	return names
}

func TestSize(t *testing.T) {
	o := on(repositories(200)...)
	err := o.Validate()
	require.Error(t, err)
	requireGolden(t, "size.txt", err.Error()+"\n")

	fit := 0
	for n := 1; n < 200; n++ {
		if on(repositories(n)...).Document().Size() <= policy.TrustPolicyQuota {
			fit = n
		}
	}
	assert.Contains(t, err.Error(), fmt.Sprintf("%d of these 200 repositories fit", fit))
	assert.NoError(t, on(repositories(fit)...).Validate())
	assert.Error(t, on(repositories(fit+1)...).Validate())

	o.Subjects[0].Repositories = repositories(fit + 1)
	o.Quota = policy.TrustPolicyMaxQuota
	assert.NoError(t, o.Validate(), "the raised quota is an explicit option")

	o.Subjects[0].Repositories = repositories(400)
	err = o.Validate()
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "have AWS raise", "there is nothing more to raise")

	// What the message offers instead fits.
	offers := []trust.Options{
		subject(trust.Subject{Repositories: []string{"acme@1/*"}, Environments: []string{"release"}}),
		subject(trust.Subject{Repositories: []string{"acme@1/*"}, AnyRef: true, Claims: trust.Claims{
			trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@refs/heads/main"}}}),
	}
	for _, offer := range offers {
		assert.NoError(t, offer.Validate())
	}
}

// The validation of a policy that is too long does not depend on how its
// repositories are spread over subjects.
func TestSizeAcrossSubjects(t *testing.T) {
	o := trust.Options{AccountID: account}
	for i, name := range repositories(12) {
		o.Subjects = append(o.Subjects, trust.Subject{Repositories: []string{name}, Branches: []string{"main"},
			Claims: trust.Claims{trust.ClaimRepositoryID: {fmt.Sprint(100 + i)}}})
	}
	err := o.Validate()
	require.Error(t, err)
	assert.Regexp(t, `[1-9][0-9]* of these 12 repositories fit`, err.Error())
}

package trust_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// A token that is admitted by a statement that would also admit strangers is
// allowed, and warned about.
func TestWarnings(t *testing.T) {
	audience := map[string][]string{github + ":aud": {"sts.amazonaws.com"}}
	like := func(sub string) policy.Document {
		return elsewhere(policy.Conditions{"StringEquals": audience, "StringLike": {github + ":sub": {sub}}})
	}
	for _, c := range []struct {
		name   string
		policy policy.Document
		token  trust.Token
		want   []string
	}{
		{"no condition at all", elsewhere(nil), token(genuineSub), []string{"no-subject", "no-audience"}},
		{"the audience alone", elsewhere(policy.Conditions{"StringEquals": audience}), token(genuineSub), []string{"no-subject"}},
		{"the repository's owner alone", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":repository_owner_id": {"1"}}}),
			token(genuineSub, "repository_owner_id", "1"), []string{"open-context"}},
		{"the repository's id alone", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":repository_id": {"1"}}}),
			token(genuineSub, "repository_id", "1"), []string{"open-context"}},
		{"the repository's id and its branch", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":repository_id": {"1"}, github + ":ref": {"refs/heads/main"}}}),
			token(genuineSub, "repository_id", "1", "ref", "refs/heads/main"), nil},
		{"a workflow alone, which anybody may call", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":job_workflow_ref": {"acme/ci/x@main"}}}),
			token(genuineSub, "job_workflow_ref", "acme/ci/x@main"), []string{"no-subject"}},
		{"every context except pull requests", elsewhere(policy.Conditions{"StringEquals": audience, "StringLike": {github + ":sub": {"repo:acme/app:*"}}, "StringNotLike": {github + ":sub": {"*:pull_request"}}}),
			token(genuineSub), nil},
		{"ids left open", like("repo:acme@*/app@*:ref:refs/heads/main"), token("repo:acme@1/app@2:ref:refs/heads/main"), []string{"open-ids"}},
		{"branches that go on", like("repo:acme/app:ref:refs/heads/release*"), token("repo:acme/app:ref:refs/heads/release-1"), []string{"loose-pattern"}},
		{"CircleCI, a user left open before the branch", under(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/*/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"),
			of(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1+"/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"), []string{"open-user"}},
		{"HCP Terraform, every phase", under(trust.Terraform(), "organization:acme:project:p:workspace:w:run_phase:*"),
			of(trust.Terraform(), "organization:acme:project:p:workspace:w:run_phase:apply"), []string{"open-context"}},
		{"not pull requests", elsewhere(policy.Conditions{"StringEquals": audience, "StringNotLike": {github + ":sub": {"*:pull_request"}}}), token(genuineSub), []string{"no-subject"}},
		{"a subject if it exists", elsewhere(policy.Conditions{"StringEquals": audience, "StringEqualsIfExists": {github + ":sub": {genuineSub}}}), token(genuineSub), []string{"no-subject"}},
		{"all of no subject", elsewhere(policy.Conditions{"StringEquals": audience, "ForAllValues:StringEquals": {github + ":sub": {genuineSub}}}), token(genuineSub), []string{"no-subject"}},
		{"a subject alone", elsewhere(policy.Conditions{"StringEquals": {github + ":sub": {genuineSub}}}), token(genuineSub), []string{"no-audience"}},
		{"every subject", like("*"), token(genuineSub), []string{"open-subject"}},
		{"every repository", like("repo:*"), token(genuineSub), []string{"open-subject"}},
		{"every repository of every owner", like("repo:*/*:ref:refs/heads/main"), token(genuineSub), []string{"open-subject"}},
		{"owners that go on", like("repo:acme*"), token(genuineSub), []string{"open-subject"}},
		{"repositories that go on", like("repo:acme/app*"), token(genuineSub), []string{"open-subject"}},
		{"a question mark", like("repo:acm?/app:ref:refs/heads/main"), token(genuineSub), []string{"open-subject"}},
		{"every context", like("repo:acme/app:*"), token(genuineSub), []string{"open-context"}},
		{"a whole owner", like("repo:acme/*"), token(genuineSub), []string{"open-context"}},
		{"a whole owner on one branch", like("repo:acme/*:ref:refs/heads/main"), token(genuineSub), nil},
		{"pull requests, as asked for", like("repo:acme/app:pull_request"), token("repo:acme/app:pull_request"), nil},
		{"branches", like("repo:acme/app:ref:refs/heads/*"), token(genuineSub), nil},
		{"exact", conditioned(nil), token(genuineSub), nil},
		{"a workflow that anybody may call", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"job_workflow_ref:acme/ci/.github/workflows/x.yml@main"}}}),
			token("job_workflow_ref:acme/ci/.github/workflows/x.yml@main"), []string{"open-subject"}},
		{"GitLab, everybody", under(trust.GitLab(), "project_path:*"), of(trust.GitLab(), "project_path:acme/app:ref_type:branch:ref:main"), []string{"open-subject"}},
		{"an issuer nobody knows, everybody", under(trust.OIDC("https://ci.example.com", "me"), "job:*"), of(trust.OIDC("https://ci.example.com", "me"), "job:2"), []string{"open-subject"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, err := trust.Check(c.policy, c.token)
			require.NoError(t, err)
			require.True(t, result.Allowed)
			var ids []string
			for _, w := range result.Warnings {
				ids = append(ids, w.ID)
			}
			assert.Equal(t, c.want, ids, "%v", result.Warnings)
			fitsTerminal(t, result.Report())
		})
	}
}

// What an untested subject admits is everybody at a public service, and one
// organization where the issuer is its own.
func TestWarningNamesWhoIsAdmitted(t *testing.T) {
	for issuer, want := range map[*trust.Issuer]string{
		ptr(trust.GitHub()): "every job of every user of GitHub may assume",
		ptr(trust.GitLab()): "every job of every user of GitLab.com may assume",
		ptr(trust.GitHubEnterpriseServer("ghes.acme.com")): "every job of https://ghes.acme.com/_services/token may assume",
		ptr(trust.CircleCI(uuid1)):                         "every job of https://oidc.circleci.com/org/" + uuid1 + " may assume",
	} {
		d := under(*issuer, "x")
		delete(d.Statements[0].Conditions["StringEquals"], issuer.Prefix()+":sub")
		result, err := trust.Check(d, of(*issuer, "anything"))
		require.NoError(t, err)
		require.True(t, result.Allowed)
		require.Len(t, result.Warnings, 1)
		assert.Contains(t, result.Warnings[0].Text, want)
	}
}

func ptr[T any](v T) *T { return &v }

// No trust that is made here is warned about, except for what its own notices
// say.
func TestOwnTrustsAreNotWarnedAbout(t *testing.T) {
	for _, a := range attacks {
		for _, genuine := range a.genuine {
			result, err := trust.Check(document(t, a.options), genuine)
			require.NoError(t, err)
			assert.Empty(t, result.Warnings, "%s: %s", a.name, genuine.Subject())
		}
	}
}

package trust_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// under is a trust policy that somebody wrote by hand for an issuer, with one
// subject.
func under(i trust.Issuer, subject string) policy.Document {
	operator := "StringEquals"
	if strings.Contains(subject, "*") {
		operator = "StringLike"
	}
	conditions := policy.Conditions{"StringEquals": {i.Prefix() + ":aud": {i.Audience("aws")}}}
	if conditions[operator] == nil {
		conditions[operator] = map[string][]string{}
	}
	conditions[operator][i.Prefix()+":sub"] = []string{subject}
	d := elsewhere(conditions)
	d.Statements[0].Principal.Federated = []string{i.ProviderARN("aws", account)}
	return d
}

// of is a token of an issuer for AWS.
func of(i trust.Issuer, subject string) trust.Token {
	return token(subject, "iss", i.URL(), "aud", i.Audience("aws"))
}

// granting is a document that grants other actions.
func granting(d policy.Document, actions ...string) policy.Document {
	d.Statements = slices.Clone(d.Statements)
	for i := range d.Statements {
		d.Statements[i].Actions = actions
	}
	return d
}

// trusting is a document with another principal.
func trusting(d policy.Document, principal string) policy.Document {
	d.Statements = slices.Clone(d.Statements)
	for i := range d.Statements {
		d.Statements[i].Principal = &policy.Principal{Federated: []string{principal}}
	}
	return d
}

func tagged(t trust.Token) trust.Token {
	t.Tags = map[string][]string{"Team": {"platform"}}
	return t
}

func holding(t trust.Token, claim trust.Claim, value string) trust.Token {
	return several(t, claim, value)
}

// Why a token is refused, at least one case for each cause; the reports are in
// testdata/reports.txt.
func TestCauses(t *testing.T) {
	app := document(t, subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Environments: []string{"Production:V1"}}))
	immutable := document(t, subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}, BothForms: ptr(false)}))
	whole := document(t, on("acme/*"))
	gitlab := document(t, issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}))
	gitlabJob := func(project, kind, ref string) trust.Token {
		return of(trust.GitLab(), "project_path:"+project+":ref_type:"+kind+":ref:"+ref)
	}
	bitbucket := document(t, issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{uuid2}, Environments: []string{uuid1}}))
	circle := document(t, issuedBy(trust.CircleCI(uuid1), trust.Subject{Repositories: []string{uuid2}, AnyRef: true}))
	hcp := document(t, issuedBy(trust.Terraform(), trust.Subject{Repositories: []string{"acme/infra/prod"}, RunPhases: []string{"apply"}}))
	buildkite := document(t, issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}))
	sub := func(subject string) policy.Document { return under(trust.GitHub(), subject) }
	var reports strings.Builder
	seen := map[string]bool{}
	for _, c := range []struct {
		name    string
		policy  policy.Document
		token   trust.Token
		causes  []string
		nearest string
	}{
		{"case of the owner", app, token("repo:Acme/app:ref:refs/heads/main"), []string{"case"}, "repo:acme/app:ref:refs/heads/main"},
		{"case of the environment", app, token("repo:acme/app:environment:production%3Av1"), []string{"case"}, "repo:acme/app:environment:Production%3AV1"},
		{"colon", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:environment:Production:V1"}}}),
			token("repo:acme/app:environment:Production%3AV1"), []string{"colon"}, "repo:acme/app:environment:Production:V1"},
		{"case and form", app, token("repo:Acme@1/app@2:ref:refs/heads/main"), []string{"case", "immutable-form"}, "repo:acme/app:ref:refs/heads/main"},
		{"immutable token", app, token("repo:acme@1/app@2:ref:refs/heads/main"), []string{"immutable-form"}, "repo:acme/app:ref:refs/heads/main"},
		{"plain token", immutable, token("repo:acme/app:ref:refs/heads/main"), []string{"plain-form"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"immutable token of a whole owner", whole, token("repo:acme@1/app@2:ref:refs/heads/main"), []string{"immutable-form"}, "repo:acme/*:ref:refs/heads/main"},
		{"environment instead of a ref", immutable, token("repo:acme@1/app@2:environment:prod"), []string{"environment"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"ref instead of an environment", document(t, environment("release")), token("repo:acme/app:ref:refs/heads/main"), []string{"environment"}, "repo:acme/app:environment:release"},
		{"another environment", document(t, environment("release")), token("repo:acme/app:environment:staging"), []string{"environment"}, "repo:acme/app:environment:release"},
		{"environment instead of a ref, in the other form", immutable, token("repo:acme/app:environment:prod"), []string{"plain-form", "environment"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"pull request", immutable, token("repo:acme@1/app@2:pull_request"), []string{"pull-request"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"push instead of a pull request", document(t, subject(trust.Subject{Repositories: []string{"acme/app"}, PullRequests: true})),
			token("repo:acme/app:ref:refs/heads/main"), []string{"pull-request"}, "repo:acme/app:pull_request"},
		{"another branch", immutable, token("repo:acme@1/app@2:ref:refs/heads/develop"), []string{"ref"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"a tag", immutable, token("repo:acme@1/app@2:ref:refs/tags/main"), []string{"ref"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"another repository", immutable, token("repo:acme@1/lib@3:ref:refs/heads/main"), []string{"repository"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"another owner", immutable, token("repo:evil@9/app@8:ref:refs/heads/main"), []string{"owner"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"other ids", immutable, token("repo:acme@9/app@8:ref:refs/heads/main"), []string{"ids"}, "repo:acme@1/app@2:ref:refs/heads/main"},
		{"a space", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:environment:prod "}}}),
			token("repo:acme/app:environment:prod"), []string{"space"}, "repo:acme/app:environment:prod "},
		{"wildcard in StringEquals", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:*"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"wildcard"}, "repo:acme/app:*"},
		{"both operators", elsewhere(policy.Conditions{
			"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:ref:refs/heads/main"}},
			"StringLike":   {github + ":sub": {"repo:acme/app:ref:refs/tags/*"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"ref", "two-operators"}, "repo:acme/app:ref:refs/tags/*"},
		{"GitHub's default audience", app, token("repo:acme/app:ref:refs/heads/main", "aud", "https://github.com/acme"), []string{"audience"}, ""},
		{"another audience", app, token("repo:acme/app:ref:refs/heads/main", "aud", "sts.amazonaws.com.cn"), []string{"audience"}, ""},
		{"no audience", app, without(token("repo:acme/app:ref:refs/heads/main"), "aud"), []string{"audience"}, ""},
		{"several audiences", app, several(token("repo:acme/app:ref:refs/heads/main"), "aud", "sts.amazonaws.com", "x"), []string{"audience"}, ""},
		{"another issuer", app, token("repo:acme/app:ref:refs/heads/main", "iss", "https://ghes.example.com/_services/token"), []string{"issuer"}, ""},
		{"prefix of another issuer", elsewhere(policy.Conditions{"StringEquals": {
			"token.actions.octocorp.ghe.com:aud": {"sts.amazonaws.com"}, "token.actions.octocorp.ghe.com:sub": {"repo:acme/app:ref:refs/heads/main"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"key-prefix"}, ""},
		{"a claim without a key", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"},
			github + ":sub": {"repo:acme/app:ref:refs/heads/main"}, github + ":runner_environment": {"github-hosted"}}}),
			token("repo:acme/app:ref:refs/heads/main", "runner_environment", "github-hosted"), []string{"no-key"}, ""},
		{"a claim that the token lacks", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"},
			github + ":sub": {"repo:acme/app:ref:refs/heads/main"}, github + ":environment": {"prod"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"missing"}, ""},
		{"an id taken over", document(t, claim(trust.ClaimRepositoryID, "2")), token("repo:acme/app:ref:refs/heads/main", "repository_id", "77"), []string{"ids"}, ""},
		{"another workflow", document(t, claim(trust.ClaimWorkflow, "release")), token("repo:acme/app:ref:refs/heads/main", "workflow", "build"), []string{"claim"}, ""},
		{"case of a claim", document(t, claim(trust.ClaimActor, "Ann")), token("repo:acme/app:ref:refs/heads/main", "actor", "ann"), []string{"case"}, ""},
		{"an exception", whole, token("repo:acme/x:environment:a:ref:refs/heads/main"), []string{"subject"}, ""},
		{"a deny", policy.New(app.Statements[0], policy.Statement{Effect: policy.Deny, Principal: &policy.Principal{Everyone: true}, Actions: []string{"sts:*"}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"denied"}, ""},
		{"a value known at deployment", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:" + policy.Unknown("Owner") + "/app:ref:refs/heads/main"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"deployment"}, "repo:<Owner>/app:ref:refs/heads/main"},
		{"nobody is trusted", policy.New(), token("repo:acme/app:ref:refs/heads/main"), []string{"issuer"}, ""},
		// The policy's own mistakes.
		{"no context", sub("repo:acme/app"), token("repo:acme/app:ref:refs/heads/main"), []string{"no-context"}, "repo:acme/app"},
		{"no context, environment", sub("repo:acme/app"), token("repo:acme/app:environment:release"), []string{"no-context"}, "repo:acme/app"},
		{"no context, ids", sub("repo:acme@1/app@2"), token("repo:acme@1/app@2:pull_request"), []string{"no-context"}, "repo:acme@1/app@2"},
		{"a short ref", sub("repo:acme/app:ref:main"), token("repo:acme/app:ref:refs/heads/main"), []string{"ref"}, "repo:acme/app:ref:main"},
		{"a context of another name", sub("repo:acme/app:branch:main"), token("repo:acme/app:ref:refs/heads/main"), []string{"form"}, "repo:acme/app:branch:main"},
		{"an address", sub("repo:https://github.com/acme/app:ref:refs/heads/main"), token("repo:acme/app:ref:refs/heads/main"), []string{"form"}, "repo:https://github.com/acme/app:ref:refs/heads/main"},
		{"an owner alone", sub("repo:acme:ref:refs/heads/main"), token("repo:acme/app:ref:refs/heads/main"), []string{"form"}, "repo:acme:ref:refs/heads/main"},
		{"a form that is not GitHub's", sub("acme/app"), token("repo:acme/app:ref:refs/heads/main"), []string{"form"}, "acme/app"},
		{"sts AssumeRole", granting(app, "sts:AssumeRole"), token("repo:acme/app:ref:refs/heads/main"), []string{"action"}, ""},
		{"sts TagSession alone", granting(app, "sts:TagSession", "sts:SetSourceIdentity"), token("repo:acme/app:ref:refs/heads/main"), []string{"action"}, ""},
		{"a placeholder in the subject", sub("repo:${ORG}/app:ref:refs/heads/main"), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, "repo:${ORG}/app:ref:refs/heads/main"},
		{"angle brackets in the subject", sub("repo:<ORG>/<REPO>:*"), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, "repo:<ORG>/<REPO>:*"},
		{"double braces in the subject", sub("repo:{{ org }}/app:*"), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, "repo:{{ org }}/app:*"},
		{"words to replace in the subject", sub("repo:YOUR_ORG/YOUR_REPO:*"), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, "repo:YOUR_ORG/YOUR_REPO:*"},
		{"a placeholder in the audience", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"${AUDIENCE}"}, github + ":sub": {"repo:acme/app:ref:refs/heads/main"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, ""},
		{"a placeholder in the principal", trusting(app, "arn:aws:iam::<ACCOUNT_ID>:oidc-provider/"+github), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, ""},
		{"a variable in the principal", trusting(app, "arn:aws:iam::${AWS_ACCOUNT_ID}:oidc-provider/"+github), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, ""},
		{"a word for the principal", trusting(app, "<Provider>"), token("repo:acme/app:ref:refs/heads/main"), []string{"placeholder"}, ""},
		{"the address for the principal", trusting(app, github), token("repo:acme/app:ref:refs/heads/main"), []string{"principal"}, ""},
		{"an account number too short", trusting(app, "arn:aws:iam::12345:oidc-provider/"+github), token("repo:acme/app:ref:refs/heads/main"), []string{"principal"}, ""},
		{"a key that AWS never sends", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:ref:refs/heads/main"}, "aws:PrincipalOrgID": {"o-1"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"request-key"}, ""},
		{"an external id", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:ref:refs/heads/main"}, "sts:ExternalId": {"x"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"request-key"}, ""},

		// The token's own ways.
		{"a customized token", document(t, environment("prod")), token("repo:acme/app:environment:prod:job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main"),
			[]string{"customized"}, "repo:acme/app:environment:prod"},
		{"a token with its workflow", app, token("repo:acme/app:ref:refs/heads/main:workflow:release"), []string{"customized"}, "repo:acme/app:ref:refs/heads/main"},
		{"a token of an owner", app, token("repository_owner:acme:repository_visibility:private"), []string{"customized"}, "repo:acme/app:ref:refs/heads/main"},
		{"a customized pull request", app, token("repo:acme/app:pull_request:workflow:ci"), []string{"customized"}, "repo:acme/app:ref:refs/heads/main"},
		{"a customized policy", sub("repo:acme/app:job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main"), token("repo:acme/app:ref:refs/heads/main"),
			[]string{"customized"}, "repo:acme/app:job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main"},
		{"a merge queue", app, token("repo:acme/app:ref:refs/heads/gh-readonly-queue/main/pr-7-0123abc"), []string{"merge-queue"}, "repo:acme/app:ref:refs/heads/main"},
		{"the merge of a pull request", app, token("repo:acme/app:ref:refs/pull/7/merge"), []string{"pull-request"}, "repo:acme/app:ref:refs/heads/main"},
		{"session tags", app, tagged(token("repo:acme/app:ref:refs/heads/main")), []string{"tags"}, ""},
		{"a source identity", app, token("repo:acme/app:ref:refs/heads/main", "https://aws.amazon.com/source_identity", "ann"), []string{"source-identity"}, ""},

		// Other issuers, each in its own words.
		{"GitLab, another project", gitlab, gitlabJob("acme/lib", "branch", "main"), []string{"repository"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, another group", gitlab, gitlabJob("evil/app", "branch", "main"), []string{"owner"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, another branch", gitlab, gitlabJob("acme/app", "branch", "develop"), []string{"ref"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, a tag", gitlab, gitlabJob("acme/app", "tag", "main"), []string{"ref"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, case", gitlab, gitlabJob("Acme/app", "branch", "main"), []string{"case"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, customized", gitlab, of(trust.GitLab(), "project_path:acme/app:ref_type:branch:ref:main:ref_protected:true"), []string{"customized"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, the policy has GitHub's form", under(trust.GitLab(), "repo:acme/app:ref:refs/heads/main"), gitlabJob("acme/app", "branch", "main"), []string{"form"}, "repo:acme/app:ref:refs/heads/main"},
		{"GitLab, no context", under(trust.GitLab(), "project_path:acme/app"), gitlabJob("acme/app", "branch", "main"), []string{"no-context"}, "project_path:acme/app"},
		{"GitLab of one's own, another branch", document(t, issuedBy(trust.GitLabSelfManaged("https://gitlab.example.com"), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}})),
			of(trust.GitLabSelfManaged("https://gitlab.example.com"), "project_path:acme/app:ref_type:branch:ref:develop"), []string{"ref"}, "project_path:acme/app:ref_type:branch:ref:main"},
		{"GitLab, another number", document(t, issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{"project_id": {"7"}}})),
			holding(gitlabJob("acme/app", "branch", "main"), "project_id", "8"), []string{"ids"}, ""},
		{"Bitbucket, another repository", bitbucket, of(trust.Bitbucket("acme", uuid1), "{"+uuid1+"}:{"+uuid2+"}:{step}"), []string{"repository", "environment"}, "{" + uuid2 + "}:{" + uuid1 + "}:*"},
		{"Bitbucket, another environment", bitbucket, of(trust.Bitbucket("acme", uuid1), "{"+uuid2+"}:{"+uuid2+"}:{step}"), []string{"environment"}, "{" + uuid2 + "}:{" + uuid1 + "}:*"},
		{"Bitbucket, no environment", bitbucket, of(trust.Bitbucket("acme", uuid1), "{"+uuid2+"}:{step}"), []string{"environment"}, "{" + uuid2 + "}:{" + uuid1 + "}:*"},
		{"Bitbucket, no braces", under(trust.Bitbucket("acme", uuid1), uuid2+":step"), of(trust.Bitbucket("acme", uuid1), "{"+uuid2+"}:{step}"), []string{"braces"}, uuid2 + ":step"},
		{"CircleCI, another project", circle, of(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid1+"/user/"+uuid2), []string{"repository"}, "org/" + uuid1 + "/project/" + uuid2 + "/user/*"},
		{"CircleCI, another user", under(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1), of(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid2),
			[]string{"user"}, "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1},
		{"CircleCI, the second token", under(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1),
			of(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1+"/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"), []string{"no-context"}, "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1},
		{"CircleCI, a fork", under(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1+"/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"),
			of(trust.CircleCI(uuid1), "org/"+uuid1+"/project/"+uuid2+"/user/"+uuid1+"/vcs-origin/github.com/evil/app/vcs-ref/refs/heads/main"), []string{"origin"},
			"org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1 + "/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"},
		{"HCP Terraform, the plan", hcp, of(trust.Terraform(), "organization:acme:project:infra:workspace:prod:run_phase:plan"), []string{"run-phase"}, "organization:acme:project:infra:workspace:prod:run_phase:apply"},
		{"HCP Terraform, another workspace", hcp, of(trust.Terraform(), "organization:acme:project:infra:workspace:dev:run_phase:apply"), []string{"repository"}, "organization:acme:project:infra:workspace:prod:run_phase:apply"},
		{"HCP Terraform, another organization", hcp, of(trust.Terraform(), "organization:evil:project:infra:workspace:prod:run_phase:apply"), []string{"owner"}, "organization:acme:project:infra:workspace:prod:run_phase:apply"},
		{"Buildkite, another pipeline", buildkite, of(trust.Buildkite(), "organization:acme:pipeline:lib:ref:refs/heads/main:commit:abc:step:s"), []string{"repository"}, "organization:acme:pipeline:app:ref:refs/heads/main:commit:*"},
		{"Buildkite, another branch", buildkite, of(trust.Buildkite(), "organization:acme:pipeline:app:ref:refs/heads/dev:commit:abc:step:s"), []string{"ref"}, "organization:acme:pipeline:app:ref:refs/heads/main:commit:*"},
		{"Buildkite, another commit", under(trust.Buildkite(), "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s"),
			of(trust.Buildkite(), "organization:acme:pipeline:app:ref:refs/heads/main:commit:def:step:s"), []string{"commit"}, "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:s"},
		{"Buildkite, another step", under(trust.Buildkite(), "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:a:publish"),
			of(trust.Buildkite(), "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:a:test"), []string{"step"}, "organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:a:publish"},
		{"a look-alike", document(t, environment("release")), token("repo:acme/app:environment:rel\u0435ase"), []string{"characters"}, "repo:acme/app:environment:release"},
		{"an issuer nobody knows", under(trust.OIDC("https://ci.example.com", "me"), "job:1"), of(trust.OIDC("https://ci.example.com", "me"), "job:2"), []string{"subject"}, "job:1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			result, err := trust.Check(c.policy, c.token)
			require.NoError(t, err)
			assert.False(t, result.Allowed)
			assert.Equal(t, c.causes, causeIDs(result), "%v", result.Causes)
			assert.Equal(t, c.nearest, result.Nearest)
			report := result.Report()
			assert.True(t, strings.HasPrefix(report, "denied"), report)
			fitsTerminal(t, report)
			for _, id := range causeIDs(result) {
				seen[id] = true
			}
			reports.WriteString("# " + c.name + "\n" + report + "\n")
		})
	}
	requireGolden(t, "reports.txt", reports.String())
	assert.ElementsMatch(t, documentedCauses(t), slices.Sorted(maps.Keys(seen)), "the documented ids are those that come up")
}

// documentedCauses reads the ids of refusals from the comment at Cause.ID.
func documentedCauses(t *testing.T) []string {
	source, err := os.ReadFile("cause.go")
	require.NoError(t, err)
	_, comment, _ := strings.Cut(string(source), "// Of the subject:")
	comment, _, found := strings.Cut(comment, "// Of a warning:")
	require.True(t, found)
	var ids []string
	for _, id := range regexp.MustCompile(`"([a-z-]+)"`).FindAllStringSubmatch(comment, -1) {
		ids = append(ids, id[1])
	}
	return ids
}

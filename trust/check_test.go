package trust_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// elsewhere is a trust policy that somebody wrote by hand.
func elsewhere(conditions policy.Conditions) policy.Document {
	return policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{provider}},
		Actions: []string{"sts:AssumeRoleWithWebIdentity"}, Conditions: conditions,
	})
}

func causeIDs(r trust.Result) []string {
	ids := []string{}
	for _, c := range r.Causes {
		ids = append(ids, c.ID)
	}
	return ids
}

// Why a token is refused, one case for each cause; the reports are in
// testdata/report-*.txt.
func TestCauses(t *testing.T) {
	app := document(t, subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Environments: []string{"Production:V1"}}))
	immutable := document(t, on("acme@1/app@2"))
	whole := document(t, on("acme/*"))
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
		{"a value known at deployment", elsewhere(policy.Conditions{"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:<Owner>/app:ref:refs/heads/main"}}}),
			token("repo:acme/app:ref:refs/heads/main"), []string{"deployment"}, "repo:<Owner>/app:ref:refs/heads/main"},
		{"nobody is trusted", policy.New(), token("repo:acme/app:ref:refs/heads/main"), []string{"issuer"}, ""},
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
			requireGolden(t, "report-"+strings.ReplaceAll(strings.ReplaceAll(c.name, " ", "-"), ",", "")+".txt", report)
		})
	}
}

func fitsTerminal(t *testing.T, report string) {
	t.Helper()
	for _, line := range strings.Split(report, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
		assert.Equal(t, strings.TrimRight(line, " "), line)
	}
	assert.True(t, strings.HasSuffix(report, "\n"))
}

// A denial says each condition that failed, with the values wanted and seen.
func TestCheckSaysWhatFailed(t *testing.T) {
	d := document(t, subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}, Claims: trust.Claims{trust.ClaimActorID: {"5"}}}))
	result, err := trust.Check(d, token("repo:acme/app:ref:refs/heads/develop", "aud", "x"))
	require.NoError(t, err)
	require.Len(t, result.Statements, 2)
	assert.Equal(t, []policy.FailedCondition{
		{Operator: "StringEquals", Key: github + ":actor_id", Want: []string{"5"}},
		{Operator: "StringEquals", Key: github + ":aud", Want: []string{"sts.amazonaws.com"}, Got: []string{"x"}, Present: true},
		{Operator: "StringEquals", Key: github + ":sub", Want: []string{"repo:acme/app:ref:refs/heads/main"}, Got: []string{"repo:acme/app:ref:refs/heads/develop"}, Present: true},
	}, result.Statements[0].Failed)
	assert.Equal(t, []string{"missing", "audience", "ref"}, causeIDs(result), "of the nearer statement alone")
}

func TestCheckAllows(t *testing.T) {
	d := document(t, on("acme/app"))
	result, err := trust.Check(d, token("repo:acme/app:ref:refs/heads/main"))
	require.NoError(t, err)
	assert.True(t, result.Allowed)
	assert.Empty(t, result.Statements)
	assert.Empty(t, result.Causes)
	assert.Empty(t, result.Nearest)
	fitsTerminal(t, result.Report())
	requireGolden(t, "report-allowed.txt", result.Report())
}

// Claims without iss are of the policy's issuer, and the result says so.
func TestCheckWithoutIssuer(t *testing.T) {
	for _, o := range []trust.Options{
		on("acme/app"),
		issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), main),
		with(on("acme/app"), func(o *trust.Options) { o.ProviderARN = "${Token[Provider.Arn.1]}" }),
	} {
		result, err := trust.Check(document(t, o), without(token("repo:acme/app:ref:refs/heads/main"), "iss"))
		require.NoError(t, err)
		assert.True(t, result.Allowed)
		assert.Equal(t, o.Issuer.URL(), result.Issuer.URL())
		assert.Contains(t, result.Notes[0], "no iss claim")
	}
}

// Where a token names the authorized party, AWS compares that.
func TestCheckAuthorizedParty(t *testing.T) {
	d := document(t, on("acme/app"))
	assert.False(t, admits(t, d, token("repo:acme/app:ref:refs/heads/main", "azp", "x")))
	assert.True(t, admits(t, d, token("repo:acme/app:ref:refs/heads/main", "aud", "x", "azp", "sts.amazonaws.com")))
}

// The same policy may trust several issuers, each in its own words.
func TestCheckSeveralIssuers(t *testing.T) {
	d := policy.New(append(
		document(t, on("acme/app")).Statements,
		document(t, issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}})).Statements...)...)
	assert.True(t, admits(t, d, token("repo:acme/app:ref:refs/heads/main")))
	assert.True(t, admits(t, d, token("project_path:acme/app:ref_type:branch:ref:main", "iss", "https://gitlab.com", "aud", "https://gitlab.com")))
	assert.False(t, admits(t, d, token("repo:acme/app:ref:refs/heads/main", "iss", "https://gitlab.com", "aud", "https://gitlab.com")))
}

func TestCheckRefusesWhatIAMWould(t *testing.T) {
	_, err := trust.Check(elsewhere(policy.Conditions{"StringMatches": {github + ":sub": {"x"}}}), token("x"))
	require.Error(t, err)
	assert.Contains(t, err.Error(), "StringMatches")
}

// A report shows what strangers wrote without obeying it, and fits whatever
// the length.
func TestReportIsSafeAndNarrow(t *testing.T) {
	result, err := trust.Check(document(t, on("acme/app")), token("repo:evil/\x1b[2J"+strings.Repeat("é", 300)+"\n", "aud", strings.Repeat("a b", 100)))
	require.NoError(t, err)
	report := result.Report()
	assert.NotContains(t, report, "\x1b")
	for _, line := range strings.Split(report, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
	}
}

package trust_test

import (
	"slices"
	"testing"

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

// A brief answer is the same answer without its reasons.
func TestBriefAnswersAreTheSame(t *testing.T) {
	for _, a := range attacks {
		d := document(t, a.options)
		for _, token := range slices.Concat(a.genuine, a.hostile) {
			whole, err := trust.Check(d, token)
			require.NoError(t, err)
			brief, err := trust.Checker{Brief: true}.Check(d, token)
			require.NoError(t, err)
			assert.Equal(t, []any{whole.Allowed, whole.Undecided, whole.Decision}, []any{brief.Allowed, brief.Undecided, brief.Decision})
			assert.Empty(t, brief.Causes)
			assert.Empty(t, brief.Statements)
		}
	}
}

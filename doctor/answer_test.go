package doctor_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
)

const roleARN = "arn:aws:iam::111122223333:role/ci/publisher"

// AWS's answers, word by word as it gives them, and why.
var answers = []struct{ code, message, cause string }{
	{"AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", "refused"},
	{"AccessDenied", "Not authorized to perform sts:TagSession", "tags"},
	{"InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com", "no-provider"},
	{"InvalidIdentityTokenException", "No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com", "no-provider"},
	{"InvalidIdentityToken", "Incorrect token audience", "audience"},
	{"InvalidIdentityToken", "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint", "thumbprint"},
	{"InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements", "keys"},
	{"InvalidIdentityToken", "Missing a required claim: aud", "claim"},
	{"InvalidIdentityToken", "The ID Token provided is not a valid JWT.", "token"},
	{"ExpiredTokenException", "Token expired: current date/time 1732881600 must be before the expiration date/time 1732878000", "expired"},
	{"IDPCommunicationError", "Unable to communicate with the identity provider", "unreachable"},
	{"IDPRejectedClaim", "The identity provider reported that authentication failed", "rejected"},
	{"PackedPolicyTooLarge", "Packed size of session tags consumes 104% of allotted space.", "too-large"},
	{"MalformedPolicyDocument", "Syntax errors in policy.", "session-policy"},
	{"RegionDisabledException", "STS is not activated in this region", "region"},
	{"ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", "duration"},
	{"ValidationError", "1 validation error detected: Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900", "duration"},
	{"ValidationError", "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint", "session-name"},
	{"ValidationError", "Request ARN is invalid", "role-arn"},
	{"ValidationError", "1 validation error detected", "request"},
	{"ThrottlingException", "Rate exceeded", "throttled"},
	{"InternalFailure", "An internal error has occurred", "unknown"},
	{"", "dial tcp: i/o timeout", "no-answer"},
}

func TestExplain(t *testing.T) {
	g := newGitHub(t, gitHubClaims(), now, 0)
	visit, err := doctor.Job{Environment: g.environment(), Now: now}.Take(context.Background())
	require.NoError(t, err)
	token := visit.Secret.Reveal()
	for _, c := range answers {
		t.Run(c.code+" "+c.message, func(t *testing.T) {
			a := visit.Explain(doctor.Answer{Role: roleARN, Code: c.code, Message: c.message + " " + token})
			require.Len(t, a.Causes, 1)
			assert.Equal(t, c.cause, a.Causes[0].ID)
			assert.NotContains(t, a.Causes[0].Text, "{")
			report := doctor.Report{Visit: visit, Answer: &a}
			assert.False(t, report.Admitted())
			noSecret(t, report, secretParts(token))
			assert.Contains(t, strings.Join(strings.Fields(report.Text()), " "), "refused: AWS did not let the job assume "+roleARN)
		})
	}
	// Every operation's error that the API reference lists has an explanation.
	for _, code := range []string{"ExpiredTokenException", "IDPCommunicationError", "IDPRejectedClaim", "InvalidIdentityToken", "MalformedPolicyDocument", "PackedPolicyTooLarge", "RegionDisabledException"} {
		assert.Contains(t, doctor.Explained(), code)
	}
	until := now.Add(time.Hour)
	a := visit.Explain(doctor.Answer{Role: roleARN, Accepted: true, Session: "arn:aws:sts::111122223333:assumed-role/publisher/doctor", Until: &until})
	assert.Empty(t, a.Causes)
	report := doctor.Report{Visit: visit, Answer: &a}
	assert.True(t, report.Admitted())
	assert.Contains(t, strings.Join(strings.Fields(report.Text()), " "), "admitted: AWS let the job assume "+roleARN)
}

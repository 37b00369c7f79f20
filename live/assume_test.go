package live_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/doctor"
	"github.com/cipublisher/cipublisher/live"
)

const (
	roleARN      = "arn:aws:iam::111122223333:role/ci/publisher"
	token        = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvOmFjbWUvYXBwIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
	secretKey    = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789wxyz"
	sessionToken = "IQoJb3JpZ2luX2VjEXAMPLETOKEN"
)

const accepted = "<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>" + secretKey + "</SecretAccessKey><SessionToken>" + sessionToken + "</SessionToken><Expiration>2026-11-29T12:15:00Z</Expiration></Credentials>" +
	"<AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/publisher/cipublisher-doctor</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>"

// The request is not signed with anybody's key, and the credentials of the
// answer are nowhere.
func TestAssume(t *testing.T) {
	aws := newStub(t, map[string][]string{"AssumeRoleWithWebIdentity": {accepted}})
	answer := live.Assume(context.Background(), live.Try{Role: roleARN}, doctor.NewSecret(token))
	assert.True(t, answer.Accepted)
	assert.Equal(t, "arn:aws:sts::111122223333:assumed-role/publisher/cipublisher-doctor", answer.Session)
	assert.Equal(t, "2026-11-29 12:15:00 +0000 UTC", answer.Until.String())
	for _, secret := range []string{secretKey, sessionToken, "ASIAEXAMPLE", token} {
		assert.NotContains(t, fmt.Sprintf("%+v", answer), secret)
	}
	assert.Equal(t, []bool{false}, aws.signed)
	assert.Equal(t, token, aws.asked[0].Get("WebIdentityToken"))
	assert.Equal(t, "900", aws.asked[0].Get("DurationSeconds"))
	assert.Equal(t, live.SessionName, aws.asked[0].Get("RoleSessionName"))

	aws = newStub(t, map[string][]string{"AssumeRoleWithWebIdentity": {accepted}})
	live.Assume(context.Background(), live.Try{Role: roleARN, Session: "GitHubActions", Seconds: 3600}, doctor.NewSecret(token))
	assert.Equal(t, "3600", aws.asked[0].Get("DurationSeconds"))
	assert.Equal(t, "GitHubActions", aws.asked[0].Get("RoleSessionName"))
}

func TestAssumeRefused(t *testing.T) {
	for _, code := range []string{"AccessDenied", "InvalidIdentityToken", "ExpiredTokenException", "IDPRejectedClaim", "ValidationError", "PackedPolicyTooLarge"} {
		newStub(t, map[string][]string{"AssumeRoleWithWebIdentity": {failure(code, "because")}})
		answer := live.Assume(context.Background(), live.Try{Role: roleARN}, doctor.NewSecret(token))
		assert.False(t, answer.Accepted)
		assert.Equal(t, "because", answer.Message)
		assert.Contains(t, answer.Code, code)
	}
	newStub(t, nil)
	t.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
	answer := live.Assume(context.Background(), live.Try{Role: roleARN}, doctor.NewSecret(token))
	assert.False(t, answer.Accepted)
	assert.Empty(t, answer.Code)
	assert.NotEmpty(t, answer.Message)
	newStub(t, map[string][]string{"AssumeRoleWithWebIdentity": {""}})
	assert.False(t, live.Assume(context.Background(), live.Try{Role: roleARN}, doctor.NewSecret(token)).Accepted, "an answer without credentials is no yes")
}

package playground

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/yamljson"
)

const claims = `{"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": "repo:acme/app:ref:refs/heads/main",` +
	` "repository_id": "5678", "repository_owner_id": "1234"}`

// trusting is the trust policy of a role in this file.
func trusting(t *testing.T, name string) string {
	t.Helper()
	answer, faults := makeRole(roles[name])
	require.Empty(t, faults)
	return answer.Role.Trust
}

func asked(t *testing.T, r Request) Answer {
	t.Helper()
	text, err := json.Marshal(r)
	require.NoError(t, err)
	return reply(string(text))
}

// The page says what "cipublisher check trust" prints.
func TestTokenIsWhatTheCommandLinePrints(t *testing.T) {
	bin, folder := commandLineTool(t), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "claims.json"), []byte(claims), 0o600))
	for _, name := range []string{"publisher", "dev publisher", "claims, conditions and switches"} {
		policy := trusting(t, name)
		require.NoError(t, os.WriteFile(filepath.Join(folder, "trust.json"), []byte(policy), 0o600))
		check := exec.Command(filepath.Join(bin, "cipublisher"), "check", "trust", "--policy", "trust.json", "--claims", "claims.json")
		check.Dir = folder
		printed, err := check.Output()
		answer := asked(t, Request{Ask: "token", Trust: policy, Token: claims})
		require.NotNil(t, answer.Token, "%v", answer.Faults)
		assert.Equal(t, string(printed), answer.Token.Report)
		assert.Equal(t, err == nil, answer.Token.Admitted)
		assert.Equal(t, name == "dev publisher", answer.Token.Admitted)
	}
}

// A token is read as itself, as its claims, and as GitHub's endpoint answers it.
func TestTokenInEveryForm(t *testing.T) {
	jwt := "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
	for _, token := range []string{claims, jwt, "Bearer " + jwt, `{"count": 1, "value": "` + jwt + `"}`,
		"aud: sts.amazonaws.com\nsub: repo:acme/app:ref:refs/heads/main\n"} {
		answer := asked(t, Request{Ask: "token", Trust: trusting(t, "dev publisher"), Token: token})
		require.NotNil(t, answer.Token, "%v", answer.Faults)
		assert.True(t, answer.Token.Admitted)
	}
}

func TestTokenOfARoleAsTheAWSCommandLinePrintsIt(t *testing.T) {
	role := `{"Role": {"RoleName": "publisher-dev", "AssumeRolePolicyDocument": ` + trusting(t, "dev publisher") + `}}`
	answer := asked(t, Request{Ask: "token", Trust: role, Token: claims})
	require.NotNil(t, answer.Token, "%v", answer.Faults)
	assert.True(t, answer.Token.Admitted)
}

func TestTrustInYAML(t *testing.T) {
	policy, err := yamljson.FromJSON(trusting(t, "dev publisher"))
	require.NoError(t, err)
	answer := asked(t, Request{Ask: "token", Trust: policy, Token: claims})
	require.NotNil(t, answer.Token, "%v", answer.Faults)
	assert.True(t, answer.Token.Admitted)
}

// Conditions on the request leave the answer open until it is said what the
// request is.
func TestTokenInContext(t *testing.T) {
	conditional, faults := makeRole(Request{Values: map[string]string{
		"AccountId": "123456789012", "S3.BucketName": "acme-dist", "Subjects.Repositories": "acme/app", "Subjects.Branches": "main",
		"Conditions": "IpAddress=aws:SourceIp=192.0.2.0/24",
	}})
	require.Empty(t, faults)
	for context, want := range map[string]Token{
		"":                          {Undecided: true},
		"aws:SourceIp=192.0.2.1":    {Admitted: true},
		"aws:SourceIp=198.51.100.1": {},
	} {
		answer := asked(t, Request{Ask: "token", Trust: conditional.Role.Trust, Token: claims, Context: context})
		require.NotNil(t, answer.Token, "%v", answer.Faults)
		answer.Token.Report = ""
		assert.Equal(t, want, *answer.Token, context)
	}
}

func TestTokenSaysEveryFault(t *testing.T) {
	for _, test := range []struct {
		request Request
		fields  []string
	}{
		{Request{}, []string{"trust", "token"}},
		{Request{Trust: "{", Token: "abc", Context: "x"}, []string{"trust", "token", "context"}},
		{Request{Trust: `{"Version": "${Token[AWS.AccountId.0]}"}`, Token: claims}, []string{"trust"}},
		{Request{Trust: `{"Version": "2012-10-17", "Statement": []}`, Token: "***"}, []string{"token"}},
	} {
		test.request.Ask = "token"
		answer := asked(t, test.request)
		assert.Nil(t, answer.Token)
		var fields []string
		for _, f := range answer.Faults {
			fields = append(fields, f.Field)
		}
		assert.Subset(t, fields, test.fields, "%v", answer.Faults)
	}
}

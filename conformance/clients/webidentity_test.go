package clients

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// TestWebIdentity: a job has no credentials but its token, and its client
// exchanges that for the role as a job does. Whom the trust policy refuses
// publishes nothing.
func TestWebIdentity(t *testing.T) {
	require(t, sourceOf(t, "AWS CLI"))
	admitted := map[string]any{"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": "repo:acme/app:environment:release"}
	with := func(claim string, value any) map[string]any {
		changed := map[string]any{}
		for name, v := range admitted {
			changed[name] = v
		}
		changed[claim] = value
		return changed
	}
	trusting := trust.Options{AccountID: cloud.AccountID,
		Subjects: []trust.Subject{{Repositories: []string{"acme/app"}, Environments: []string{"release"}}}}.Document()
	publisher := permission.Publisher{S3: &permission.S3{BucketName: bucket, Prefix: "release/"}}
	upload := operation{"aws sts get-caller-identity && aws s3 cp dist/app.txt " + small, []string{small}}

	for _, c := range []struct {
		name    string
		claims  map[string]any
		trust   *policy.Document
		role    string
		allowed bool
	}{
		{"the job that is trusted", admitted, &trusting, cloud.RoleARN, true},
		{"another environment", with("sub", "repo:acme/app:environment:test"), &trusting, cloud.RoleARN, false},
		{"a pull request", with("sub", "repo:acme/app:pull_request"), &trusting, cloud.RoleARN, false},
		{"another repository", with("sub", "repo:evil/app:environment:release"), &trusting, cloud.RoleARN, false},
		{"a token for somebody else", with("aud", "sigstore"), &trusting, cloud.RoleARN, false},
		{"another issuer", with("iss", "https://gitlab.com"), &trusting, cloud.RoleARN, false},
		{"another role", admitted, &trusting, "arn:aws:iam::111122223333:role/admin", false},
		{"a role without a trust policy", admitted, nil, cloud.RoleARN, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			job := client{
				name: "AWS CLI", sets: []permission.Set{publisher},
				setup: "printf %s " + tokenOf(t, c.claims) + " > $HOME/token; unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN; export AWS_WEB_IDENTITY_TOKEN_FILE=$HOME/token",
				env:   map[string]string{"AWS_ROLE_ARN": c.role, "AWS_STS_REGIONAL_ENDPOINTS": "regional"},
				seed: func(account *cloud.Cloud) error {
					if c.trust != nil {
						account.Trust(*c.trust)
					}
					return seedBucket(account)
				},
			}
			ran := runOperation(t, job, upload, bySigningIn, []policy.Document{documented(job)})
			if (ran.failed == nil) != c.allowed {
				t.Fatalf("allowed %t: %v\n%s", c.allowed, ran.failed, ran.output)
			}
			if !c.allowed && !strings.Contains(ran.output, "AssumeRoleWithWebIdentity") {
				t.Errorf("was not refused by STS:\n%s", ran.output)
			}
		})
	}
}

// tokenOf returns an unsigned token.
func tokenOf(t *testing.T, claims map[string]any) string {
	t.Helper()
	encoded, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + part(encoded) + "." + part([]byte("none"))
}

package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// The lifetimes that the two limits admit. A client that names none asks for
// 43,200 seconds; 0 is the lifetime of the session.
func TestTokenLifetimes(t *testing.T) {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	for _, test := range []struct {
		name    string
		read    permission.CodeArtifactRead
		allowed map[string]bool
	}{
		{"no limit", permission.CodeArtifactRead{}, map[string]bool{"0": true, "900": true, "3600": true, "43200": true}},
		{"12 hours", permission.CodeArtifactRead{TokenDuration: 43200, TokenExact: true}, map[string]bool{"0": false, "900": false, "3600": false, "43200": true}},
		{"up to 1 hour", permission.CodeArtifactRead{TokenDuration: 3600}, map[string]bool{"0": true, "900": true, "3600": true, "3601": false, "43200": false}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.read.DomainName, test.read.EveryRepository = "acme", true
			builder := permission.Builder{CodeArtifact: &test.read}
			require.NoError(t, builder.Validate(env))
			for seconds, want := range test.allowed {
				decision, err := policy.New(builder.Statements(env)...).Evaluate(policy.Request{
					Action: "sts:GetServiceBearerToken", Resource: "*",
					Context: policy.Context{"sts:AWSServiceName": {"codeartifact.amazonaws.com"}, "sts:DurationSeconds": {seconds}},
				})
				require.NoError(t, err)
				assert.Equal(t, want, decision.Allowed(), seconds)
			}
		})
	}
}

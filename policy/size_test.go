package policy_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/policy"
)

func sized(resource string) policy.Document {
	return policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{resource}})
}

func TestSize(t *testing.T) {
	frame := len(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":""}]}`)
	for _, c := range []struct {
		name, resource string
		want           int
	}{
		{"plain text", "arn:aws:s3:::b", frame + 14},
		{"characters, not bytes", "arn:aws:s3:::é", frame + 14},
		{"a space inside a string counts, to be safe", "arn:aws:s3:::a b", frame + 16},
		{"an escape is as long as it is written", `arn:aws:s3:::"`, frame + 15},
		{"no escapes for HTML", "arn:aws:s3:::<", frame + 14},
		{"a token counts nothing", "arn:${Token[AWS.Partition.3]}:s3:::b", frame + 11},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, sized(c.resource).Size()) })
	}
}

// Size is the length of the JSON without white space, however it is laid out.
func TestSizeOfFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			d := parsed(t, data)
			compact, err := d.MarshalJSON()
			require.NoError(t, err)
			assert.Equal(t, len(token.Without(string(compact))), d.Size(), "the fixtures are ASCII")
		})
	}
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
func TestQuotas(t *testing.T) {
	assert.Equal(t, 6144, policy.ManagedPolicyQuota)
	assert.Equal(t, 2048, policy.TrustPolicyQuota)
	assert.Equal(t, 8192, policy.TrustPolicyMaxQuota)

	room := policy.ManagedPolicyQuota - sized("").Size()
	assert.Equal(t, policy.ManagedPolicyQuota, sized(strings.Repeat("a", room)).Size())
}

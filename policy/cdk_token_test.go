package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
)

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		name, give, rest string
		has              bool
	}{
		{"no token", "arn:aws:s3:::bucket", "arn:aws:s3:::bucket", false},
		{"a string token", "arn:${Token[AWS.Partition.3]}:s3:::b", "arn::s3:::b", true},
		{"a list token", "#{Token[TOKEN.7]}", "", true},
		{"two tokens", "${Token[AWS.Region.9]}-${Token[a-b:c_d.10]}", "-", true},
		{"a policy variable is none", "${aws:username}", "${aws:username}", false},
		{"an unfinished token is none", "${Token[AWS.Region.9]", "${Token[AWS.Region.9]", false},
		{"a token cannot hide other text", "${Token[a b]}", "${Token[a b]}", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.has, policy.HasToken(c.give))
			assert.Equal(t, c.rest, policy.WithoutTokens(c.give))
		})
	}
}

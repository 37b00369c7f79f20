package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMultivaluedKeys(t *testing.T) {
	keys, prefixes := readMultivaluedKeys("aws:TagKeys\ncognito-identity.amazonaws.com:amr aws:Open/*\n")
	assert.Equal(t, map[string]bool{"aws:tagkeys": true, "cognito-identity.amazonaws.com:amr": true}, keys)
	assert.Equal(t, []string{"aws:open/"}, prefixes)

	for key, want := range map[string]bool{
		"aws:tagkeys": true, "dynamodb:leadingkeys": true, "aws:principalorgpaths": true,
		"aws:sourceip": false, "s3:prefix": false, "aws:principaltag/team": false, "aws:tagkeysx": false,
	} {
		assert.Equal(t, want, multivalued(key), key)
	}
}

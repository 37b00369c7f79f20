package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The flags that the page on trust names for what people have are there, and
// what it says of conditions is what the command prints.
func TestThePageOnTrust(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "docs", "trust.md"))
	require.NoError(t, err)
	page := string(content)
	help := cipublisher("check", "trust", "--help").stdout
	for _, name := range []string{"--policy", "--account", "--role", "--template", "--claims", "--token", "--parameter", "--context"} {
		assert.True(t, strings.Contains(page, name+" "), name)
		assert.True(t, strings.Contains(help, "  "+name+" "), name)
	}
	got := cipublisher(words("trust --account-id 111122223333 --repo acme/app --environment release " +
		"--condition IpAddress=aws:SourceIp=192.0.2.0/24 --condition StringLike=sts:RoleSessionName=release-*")...)
	require.Equal(t, exitOK, got.status, got.stderr)
	assert.Equal(t, 1, strings.Count(got.stdout, `"aws:SourceIp": "192.0.2.0/24"`))
	for _, key := range []string{"aws:PrincipalOrgID", "sts:ExternalId"} {
		assert.True(t, strings.Contains(page, "`"+key+"`"), key)
		got := cipublisher(words("trust --account-id 111122223333 --repo acme/app --environment release --condition StringEquals=" + key + "=x")...)
		assert.Equal(t, exitBadInput, got.status)
		assert.Contains(t, got.stderr, "is not a key that AWS sends")
	}
	for subject, status := range map[string]int{"team:acme:*": exitOK, "team:*": exitBadInput, "team:ac*": exitBadInput} {
		assert.True(t, strings.Contains(page, "`"+subject+"`"), subject)
		got := cipublisher("trust", "--account-id", "111122223333", "--issuer", "oidc:https://ci.example.com,me", "--subject", subject)
		assert.Equal(t, status, got.status, "%s: %s", subject, got.stderr)
	}
}

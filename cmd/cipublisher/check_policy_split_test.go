package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What "policy" prints for too large a grant is read back whole.
func TestCheckPolicyReadsAListOfPolicies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "policies.json")
	list := `[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::a"}},
		{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"}}]`
	require.NoError(t, os.WriteFile(file, []byte(list), 0o600))
	got := cipublisher("check", "policy", "--policy", file, "--action", "s3:PutObject", "--resource", "arn:aws:s3:::b/x")
	assert.Equal(t, exitOK, got.status, got.stderr)
	assert.Contains(t, got.stdout, "policies.json[1]")
	assert.Equal(t, exitDenied, cipublisher("check", "policy", "--policy", file, "--action", "s3:PutObject", "--resource", "arn:aws:s3:::a/x").status)
}

// A role has one boundary, and the parts of a divided policy are none.
func TestCheckPolicyRefusesSeveralBoundaries(t *testing.T) {
	file := filepath.Join(t.TempDir(), "policies.json")
	one := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`
	require.NoError(t, os.WriteFile(file, []byte("["+one+","+one+"]"), 0o600))
	got := withStdin(one, "check", "policy", "--policy", "-", "--boundary", file, "--action", "s3:PutObject", "--resource", "arn:aws:s3:::b/x")
	assert.Equal(t, exitBadInput, got.status)
	assert.Contains(t, got.stderr, "has several policies, and a role has one boundary; name the file of that one")
}

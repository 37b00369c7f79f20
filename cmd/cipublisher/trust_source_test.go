package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every command that takes a trust policy takes it from the same files, and
// answers alike.
func TestTrustSources(t *testing.T) {
	require.Equal(t, exitOK, cipublisher(words("check trust --template testdata/examples/cdk.out/CiPublisher.template.json --role PublisherRole64A1E8C0 --claims testdata/examples/claims.json")...).status)
	for _, source := range []string{
		"--template testdata/examples/cdk.out/CiPublisher.template.json --role PublisherRole64A1E8C0",
		"--template testdata/examples/cdk.out/CiPublisher.template.json --role NoRole",
		"--template testdata/examples/cdk.out/CiPublisher.template.json",
		"--registry testdata/examples/registry.yaml --role my-company-app",
		"--registry testdata/examples/registry.yaml --role nobody",
		"--account testdata/examples/account.json --role github-actions",
		"--account testdata/examples/account.json --role nobody",
		"--policy nope.json", "--parameter A=b --policy testdata/examples/claims.json",
	} {
		checked := cipublisher(words("check trust " + source + " --claims testdata/examples/claims.json")...)
		examined := cipublisher(words("doctor " + source + " --claims testdata/examples/claims.json")...)
		assert.Equal(t, checked.status, examined.status, source)
		assert.Equal(t, checked.stderr, strings.ReplaceAll(examined.stderr, "cipublisher doctor --help", "cipublisher check trust --help"), source)
		if checked.status < exitBadInput {
			assert.Contains(t, examined.stdout, strings.TrimSpace(checked.stdout), "the doctor says what the check says")
		}
	}
}

package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPolicyOfTheBuilder(t *testing.T) {
	for _, test := range []struct{ name, line string }{
		{"builder", inEvery + " --set builder"},
		{"builder of a repository", theRepo + " --set builder --codeartifact-describe"},
		{"builder with short tokens", inEvery + " --set builder --token-duration 3600"},
		{"builder with tokens of 12 hours", inEvery + " --set builder --token-duration 43200 --token-exact"},
		{"builder of images", store + " --set builder --ecr-repository team/*"},
		{"builder of files", "--account-id 111122223333 --set builder " + bucket + " --s3-prefix release/ --s3-list"},
		{"publisher and builder", inEvery + " --set publisher --set builder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"policy"}, words(test.line)...)...)
			assert.Equal(t, exitOK, got.status, got.stderr)
			assert.True(t, json.Valid([]byte(got.stdout)))
			requirePrinted(t, "policy", test.name, got)
		})
	}
}

func TestPolicyOfTheBuilderRefuses(t *testing.T) {
	for _, test := range []struct {
		name, line string
		faults     []string
	}{
		{"nothing to read", store + " --set builder", []string{`--codeartifact-domain, --ecr-repository and --s3-bucket are all unset, so there is nothing to read; set at least one`}},
		{"packages without a repository", inDomain + " --set builder", []string{`--codeartifact-repository is missing; name the repositories, or set --codeartifact-every-repository for all of them`}},
		{"a flag of the publisher", inEvery + " --set builder --s3-write-once", []string{`--s3-write-once "true" belongs to a set that is not chosen; add --set publisher, or leave the flag out`}},
		{"a flag of the builder", inEvery + " --codeartifact-describe", []string{`--codeartifact-describe "true" belongs to a set that is not chosen; add --set builder, or leave the flag out`}},
		{"exactly no lifetime", inEvery + " --set builder --token-exact", []string{`--token-exact "true" has no lifetime to hold tokens to; set --token-duration`}},
		{"a token of five minutes", inEvery + " --set builder --token-duration 300", []string{`--token-duration "300" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := cipublisher(append([]string{"policy"}, words(test.line)...)...)
			assert.Equal(t, result{"", refusal("policy", test.faults...), exitBadInput}, got)
		})
	}
}

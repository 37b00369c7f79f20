package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A refusal of ECR's registry, or of an endpoint of CodeArtifact, names no
// action: the page has one for every request of them that a client was seen to
// make.
func TestEveryRecordedRequestIsOnThePage(t *testing.T) {
	atRoot(t)
	page, err := requestsTable()
	require.NoError(t, err)
	files, err := records()
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, request := range []string{
		"GET /v2/NAME/blobs/DIGEST` | [`ecr:GetDownloadUrlForLayer`]", "HEAD /v2/NAME/manifests/TAG` | [`ecr:BatchGetImage`]",
		"npm | `GET /PACKAGE` | [`codeartifact:ReadFromRepository`]", "npm | `PUT /-/package/PACKAGE/dist-tags/TAG` | [`codeartifact:PutPackageMetadata`]",
		"maven | `PUT maven-metadata.xml` | [`codeartifact:PutPackageMetadata`]", "cargo | `GET config.json` | [`codeartifact:ReadFromRepository`]",
		"pypi | `POST the distribution` | [`codeartifact:PublishPackageVersion`]",
	} {
		assert.Contains(t, page, request)
	}
	assert.NotContains(t, page, "ListObjectsV2", "whose refusals name the action")
}

func TestEveryRecordedClientIsOnThePage(t *testing.T) {
	atRoot(t)
	page, err := clientsTable()
	require.NoError(t, err)
	all, err := records()
	require.NoError(t, err)
	for _, r := range all {
		assert.Contains(t, page, "| "+r.Client+" | `"+r.Policy+"` | ")
		assert.NotEmpty(t, r.Operations, r.Client)
	}
	assert.Equal(t, len(all)+2, strings.Count(page, "\n"))
}

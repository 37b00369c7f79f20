package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

func TestStores(t *testing.T) {
	assert.Equal(t, []option.Store{
		{Path: "S3", Root: "S3.BucketName"}, {Path: "Ecr"},
		{Path: "EcrPublic", Root: "EcrPublic.RepositoryNames"}, {Path: "CodeArtifact", Root: "CodeArtifact.DomainName"},
	}, option.Stores())
	public := option.Store{Path: "EcrPublic"}
	assert.Equal(t, "ecrPublic", public.RegistryKey())
	assert.Equal(t, "ecr-public", public.FlagPrefix())
}

// What publishers change in a store is known by the options of the store.
func TestWritingsAreOfTheStores(t *testing.T) {
	var paths, written []string
	for _, s := range option.Stores() {
		paths = append(paths, s.Path)
	}
	for _, w := range permission.Writings() {
		written = append(written, w.Path)
	}
	assert.ElementsMatch(t, paths, written)
}

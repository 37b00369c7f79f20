package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// Each store is read where one of its own options asks for it.
func TestStoresOfABuilder(t *testing.T) {
	for path, want := range map[string]permission.Builder{
		"S3.BucketName":           {S3: &permission.S3Read{BucketName: "acme"}},
		"Ecr.RepositoryNames":     {ECR: &permission.ECRRead{RepositoryNames: []string{"acme"}}},
		"CodeArtifact.DomainName": {CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme"}},
	} {
		set := option.Builder()
		require.NoError(t, set.At(path).Set("acme"))
		assert.Equal(t, want, set.Make(new(fault.List)), path)
	}
	set := option.Builder()
	require.NoError(t, set.At("Ecr.EveryRepository").Set(true))
	assert.Equal(t, permission.Builder{ECR: &permission.ECRRead{EveryRepository: true}}, set.Make(new(fault.List)))
}

// The app and registries make publishers: no option of a builder is theirs.
func TestABuilderIsForTheCommandLineAndTheConstruct(t *testing.T) {
	for _, o := range option.Builder().Table {
		assert.NotEmpty(t, o.NoKey, o.Path)
		assert.NotEmpty(t, o.NoRegistry, o.Path)
	}
}

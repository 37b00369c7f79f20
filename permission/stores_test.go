package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

func TestStores(t *testing.T) {
	assert.Equal(t, []option.Store{
		{Path: "S3", Title: "S3", Root: "S3.BucketName"}, {Path: "Ecr", Title: "ECR"},
		{Path: "EcrPublic", Title: "ECR Public", Root: "EcrPublic.RepositoryNames"}, {Path: "CodeArtifact", Title: "CodeArtifact", Root: "CodeArtifact.DomainName"},
	}, permission.Stores())
}

// What publishers change in a store is known by the options of the store.
func TestWritingsAreOfTheStores(t *testing.T) {
	var paths, written []string
	for _, s := range permission.Stores() {
		paths = append(paths, s.Path)
	}
	for _, w := range permission.Writings() {
		written = append(written, w.Path)
	}
	assert.ElementsMatch(t, paths, written)
}

// A preset fills what is unset: it does not overrule a "no".
func TestNoRepositoryBesideAPreset(t *testing.T) {
	set := permission.PublisherOptions()
	require.NoError(t, set.At("Preset").Set("terraform-aws-ci-publisher"))
	require.NoError(t, set.At("Ecr.EveryRepository").Set(false))
	var faults fault.List
	set.Make(&faults)
	assert.EqualError(t, faults.Err(), `cipublisher: Ecr.EveryRepository "false" leaves no repository, and Ecr.RepositoryNames names none; name the repositories there, or leave Ecr.EveryRepository out`)
	require.NoError(t, set.At("Ecr.RepositoryNames").Set("app"))
	faults = nil
	set.Make(&faults)
	assert.Empty(t, faults)
}

// Each store is granted where one of its own options asks for it.
func TestStoresOfAPublisher(t *testing.T) {
	for path, want := range map[string]permission.Publisher{
		"S3.BucketName":             {S3: &permission.S3{BucketName: "acme"}},
		"Ecr.RepositoryNames":       {ECR: &permission.ECR{RepositoryNames: []string{"acme"}}},
		"EcrPublic.RepositoryNames": {ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"acme"}}},
		"CodeArtifact.DomainName":   {CodeArtifact: &permission.CodeArtifact{DomainName: "acme"}},
	} {
		set := permission.PublisherOptions()
		require.NoError(t, set.At(path).Set("acme"))
		assert.Equal(t, want, set.Make(new(fault.List)), path)
	}
}

// Each store is read where one of its own options asks for it.
func TestStoresOfABuilder(t *testing.T) {
	for path, want := range map[string]permission.Builder{
		"S3.BucketName":           {S3: &permission.S3Read{BucketName: "acme"}},
		"Ecr.RepositoryNames":     {ECR: &permission.ECRRead{RepositoryNames: []string{"acme"}}},
		"CodeArtifact.DomainName": {CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme"}},
	} {
		set := permission.BuilderOptions()
		require.NoError(t, set.At(path).Set("acme"))
		assert.Equal(t, want, set.Make(new(fault.List)), path)
	}
	set := permission.BuilderOptions()
	require.NoError(t, set.At("Ecr.EveryRepository").Set(true))
	assert.Equal(t, permission.Builder{ECR: &permission.ECRRead{EveryRepository: true}}, set.Make(new(fault.List)))
}

// The app and registries make publishers: no option of a builder is theirs.
func TestABuilderIsForTheCommandLineAndTheConstruct(t *testing.T) {
	for _, o := range permission.BuilderOptions().Table {
		assert.NotEmpty(t, o.NoKey, o.Path)
		assert.NotEmpty(t, o.NoRegistry, o.Path)
	}
}

package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// A preset fills what is unset: it does not overrule a "no".
func TestNoRepositoryBesideAPreset(t *testing.T) {
	set := option.Publisher()
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
		set := option.Publisher()
		require.NoError(t, set.At(path).Set("acme"))
		assert.Equal(t, want, set.Make(new(fault.List)), path)
	}
}

package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// A fault goes by the name that the user has written, however the core names
// the place.
func TestRename(t *testing.T) {
	flag := publisher().Rename((*option.Option).FlagName)
	for path, want := range map[string]string{
		"S3.Prefix":                         "s3-prefix",
		"S3.Prefixes[3]":                    "s3-extra-prefix",
		"S3.Buckets[1].Prefixes[0]":         "s3-extra-bucket",
		"S3":                                "s3-bucket",
		"Ecr":                               "ecr-repository",
		"Subjects[0].Claims.actor":          "claim actor",
		"Trust.Subjects[0].Environments[1]": "environment",
		"Trust.Subjects[0]":                 "repo",
		"OidcProvider.Arn":                  "provider-arn",
		"OidcProvider.Existing":             "OidcProvider.Existing", // there is no such flag
		"Statement[0].Condition":            "Statement[0].Condition",
		"Prefix":                            "Prefix",
	} {
		assert.Equal(t, want, flag(path), path)
	}
}

func TestUnmet(t *testing.T) {
	set := permission.PublisherOptions()
	require.NoError(t, set.At("S3.WriteOnce").Set(true))
	require.NoError(t, set.At("S3.Multipart").Set(false))
	require.NoError(t, set.At("EcrPublic.AllowDelete").Set(false))
	require.NoError(t, set.At("CodeArtifact.Region").Set("eu-west-1"))
	set.At("CodeArtifact.DomainName").Refuse()
	assert.EqualError(t, set.Unmet(), `cipublisher: 2 faults:
  - S3.WriteOnce "true" means nothing without S3.BucketName; add S3.BucketName NAME, or leave S3.WriteOnce out
  - EcrPublic.AllowDelete "false" means nothing without EcrPublic.RepositoryNames; add EcrPublic.RepositoryNames NAME, or leave EcrPublic.AllowDelete out`)
	assert.False(t, set.Uses("s3-write-once"))
	require.NoError(t, set.At("S3.BucketName").Set("acme-dist"))
	assert.True(t, set.Uses("s3-write-once"))
	assert.Len(t, set.Unmet(), 1)
}

// A store is granted where one of its options asks for it, and no repository
// of it but those that are named.
func TestUnsetOptions(t *testing.T) {
	assert.Equal(t, permission.Publisher{}, permission.PublisherOptions().Make(new(fault.List)))
	assert.Equal(t, permission.Builder{}, permission.BuilderOptions().Make(new(fault.List)))
	set := permission.PublisherOptions()
	require.NoError(t, set.At("Ecr.Pull").Set(true))
	assert.Equal(t, permission.Publisher{ECR: &permission.ECR{Pull: true}}, set.Make(new(fault.List)))
}

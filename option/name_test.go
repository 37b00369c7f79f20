package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// publisher returns every option of a publisher and its role.
func publisher() option.Table { return role.NewWhole(permission.PublisherOptions()).Table }

// What users write is part of what this library promises: a name that changes
// breaks them.
func TestNames(t *testing.T) {
	for _, test := range []struct{ path, flag, key, registry, prop string }{
		{"AccountId", "account-id", "accountId", "accountId", "AccountId"},
		{"Region", "region", "region", "region", "Region"},
		{"Partition", "partition", "partition", "", "Partition"},
		{"S3.BucketName", "s3-bucket", "s3Bucket", "s3.bucket", "S3.BucketName"},
		{"S3.Prefix", "s3-prefix", "s3Prefix", "s3.prefix", "S3.Prefix"},
		{"S3.DevPrefix", "s3-dev-prefix", "s3DevPrefix", "s3.devPrefix", "S3.DevPrefix"},
		{"S3.Prefixes", "s3-extra-prefix", "s3ExtraPrefix", "s3.prefixes", "S3.Prefixes"},
		{"S3.Buckets", "s3-extra-bucket", "s3ExtraBucket", "s3.buckets", "S3.Buckets"},
		{"S3.TagKeys", "s3-tag-key", "s3TagKey", "s3.tagKeys", "S3.TagKeys"},
		{"S3.WriteOnce", "s3-write-once", "s3WriteOnce", "s3.writeOnce", "S3.WriteOnce"},
		{"S3.KmsKeyArn", "s3-kms-key", "s3KmsKey", "s3.kmsKey", "S3.KmsKeyArn"},
		{"Ecr.RepositoryNames", "ecr-repository", "ecrRepository", "ecr.repositories", "Ecr.RepositoryNames"},
		{"Ecr.DevRepositoryNames", "ecr-dev-repository", "ecrDevRepository", "ecr.devRepositories", "Ecr.DevRepositoryNames"},
		{"Preset", "preset", "preset", "preset", "Preset"},
		{"Ecr.EveryRepository", "ecr-every-repository", "ecrEveryRepository", "ecr.everyRepository", "Ecr.EveryRepository"},
		{"CodeArtifact.EveryRepository", "codeartifact-every-repository", "codeArtifactEveryRepository", "codeArtifact.everyRepository", "CodeArtifact.EveryRepository"},
		{"EcrPublic.RepositoryNames", "ecr-public-repository", "ecrPublicRepository", "ecrPublic.repositories", "EcrPublic.RepositoryNames"},
		{"CodeArtifact.DomainName", "codeartifact-domain", "codeArtifactDomain", "codeArtifact.domain", "CodeArtifact.DomainName"},
		{"CodeArtifact.Domains", "codeartifact-extra-domain", "codeArtifactExtraDomain", "codeArtifact.domains", "CodeArtifact.Domains"},
		{"CodeArtifact.RepositoryNames", "codeartifact-repository", "codeArtifactRepository", "codeArtifact.repositories", "CodeArtifact.RepositoryNames"},
		{"CodeArtifact.PromoteFrom", "codeartifact-promote-from", "codeArtifactPromoteFrom", "codeArtifact.promoteFrom", "CodeArtifact.PromoteFrom"},
		{"CodeArtifact.TokenDuration", "token-duration", "tokenDuration", "codeArtifact.tokenDuration", "CodeArtifact.TokenDuration"},
		{"AllowDelete", "allow-delete", "allowDelete", "allowDelete", "AllowDelete"},
		{"Dev", "dev", "", "", "Dev"},
		{"PinRegion", "pin-region", "pinRegion", "pinRegion", "PinRegion"},
		{"OrganizationId", "organization-id", "organizationId", "organizationId", "OrganizationId"},
		{"Subjects.Repositories", "repo", "githubRepositories", "repository", "Trust.Subjects.Repositories"},
		{"Subjects.Branches", "branch", "githubBranches", "branches", "Trust.Subjects.Branches"},
		{"Subjects.Tags", "tag", "githubTags", "tags", "Trust.Subjects.Tags"},
		{"Subjects.Environments", "environment", "githubEnvironments", "environments", "Trust.Subjects.Environments"},
		{"Subjects.AnyRef", "any-ref", "githubAnyRef", "anyRef", "Trust.Subjects.AnyRef"},
		{"Subjects.Claims", "claim", "githubClaims", "claims", "Trust.Subjects.Claims"},
		{"ProviderArn", "provider-arn", "providerArn", "", "OidcProvider.Arn"},
		{"OidcProvider.Existing", "", "existingProvider", "", "OidcProvider.Existing"},
		{"PolicyName", "policy-name", "policyName", "roleName", "PolicyName"},
		{"Role.MaxSessionDuration", "max-session", "maxSession", "maxSession", "Role.MaxSessionDuration"},
	} {
		o := publisher().At(test.path)
		assert.Equal(t, test.flag, o.FlagName(), test.path)
		assert.Equal(t, test.key, o.ContextKey(), test.path)
		assert.Equal(t, test.registry, o.RegistryKey(), test.path)
		assert.Equal(t, test.prop, o.PropPath(), test.path)
	}
}

// No two options of one front end have the same name.
func TestNamesAreDistinct(t *testing.T) {
	tables := []option.Table{publisher()}
	for _, set := range role.Sets {
		tables = append(tables, set.New().Table)
	}
	for _, table := range tables {
		for frontEnd, name := range map[string]func(*option.Option) string{
			"flag": (*option.Option).FlagName, "context key": (*option.Option).ContextKey, "registry key": (*option.Option).RegistryKey, "prop": (*option.Option).PropPath,
		} {
			seen := map[string]string{}
			for _, o := range table {
				if n := name(o); n != "" {
					assert.Empty(t, seen[n], "%s %s is that of %s too", frontEnd, n, o.Path)
					seen[n] = o.Path
				}
			}
		}
	}
}

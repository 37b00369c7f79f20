package option

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

// Why what is no publisher's is no option of the example app and of registries.
const (
	noBuilderKey      = "the app makes publishers"
	noBuilderRegistry = "rows are publishers"
)

// Builder returns the options of what a builder may do, unset. Those that a
// publisher has too bear the same names.
func Builder() *Set {
	var packages permission.CodeArtifactRead
	var images permission.ECRRead
	var files permission.S3Read
	t := append(Table{
		{Path: "CodeArtifact.DomainName", Value: "NAME", Example: "acme", Unset: "nothing is granted there", Field: &packages.DomainName,
			About: "CodeArtifact domain that packages come from"},
		{Path: "CodeArtifact.AccountId", Value: "ID", Example: "123456789012", Unset: "{AccountId}", Field: &packages.AccountID,
			About: "account of the domain"},
		{Path: "CodeArtifact.Region", Value: "REGION", Example: "eu-west-1", Unset: "{Region}", Field: &packages.Region, About: "region of the domain"},
		{Path: "CodeArtifact.Domains", Flag: "codeartifact-extra-domain", Value: "ARN", Example: "arn:aws:codeartifact:eu-west-1:123456789012:domain/tools", Field: domains(&packages.Domains),
			About: "further domain, by its ARN"},
		{Path: "CodeArtifact.RepositoryNames", Group: "repositories of CodeArtifact", Value: "NAME", Example: "maven,npm", Unset: "none", Field: &packages.RepositoryNames,
			About: "repository that packages come from, where * at the end is any characters"},
		{Path: "CodeArtifact.EveryRepository", Field: &packages.EveryRepository, About: "let packages come from every repository of the domain, without {CodeArtifact.RepositoryNames}"},
		{Path: "CodeArtifact.TokenDuration", Flag: "token-duration", Value: "SECONDS", Example: "3600", Field: &packages.TokenDuration,
			About: "longest lifetime of a CodeArtifact token, 900 to 43200; clients that name none ask for 43200"},
		{Path: "CodeArtifact.Describe", Field: &packages.Describe, About: "let a builder describe repositories and list what is in them"},
		{Path: "CodeArtifact.FixedEndpoint", Field: &packages.FixedEndpoint,
			About: "do without asking for the endpoint of a repository, for builders whose configuration has it"},
		{Path: "CodeArtifact.TokenExact", Flag: "token-exact", Field: &packages.TokenExact,
			About: "make {CodeArtifact.TokenDuration} the only lifetime of a builder's tokens"},
	}.need("CodeArtifact.DomainName"), Table{
		{Path: "S3.BucketName", Value: "NAME", Example: "acme-dist", Unset: "nothing is granted in S3", Field: &files.BucketName,
			About: "bucket that files come from"},
		{Path: "S3.Prefix", Value: "PREFIX", Example: "release/", Unset: "the whole bucket", Field: &files.Prefix,
			About: "what the keys begin with, such as release/"},
		{Path: "S3.KmsKeyArn", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", Field: &files.KMSKeyARN,
			About: "KMS key that the objects are encrypted with"},
		{Path: "S3.List", Field: &files.List, About: "let a builder list the keys that begin with the prefix"},
	}.need("S3.BucketName")...)
	t = append(t, Table{
		{Path: "Ecr.RepositoryNames", Value: "NAME", Example: "app,team/*", Unset: "nothing is granted in ECR", Field: &images.RepositoryNames,
			About: "repository that images come from, where * at the end is any characters"},
		{Path: "Ecr.EveryRepository", Field: &images.EveryRepository, About: "let images come from every repository of the account and region, without {Ecr.RepositoryNames}"},
	}...)
	for _, o := range t.complete() {
		o.NoKey, o.NoRegistry = noBuilderKey, noBuilderRegistry
	}
	return &Set{t, func(*fault.List) permission.Set {
		var b permission.Builder
		if t.At("CodeArtifact.DomainName").given {
			b.CodeArtifact = &packages
		}
		if t.At("S3.BucketName").given {
			b.S3 = &files
		}
		if t.givesBelow("Ecr.") {
			b.ECR = &images
		}
		return b
	}}
}

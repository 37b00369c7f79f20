package option

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

// Publisher returns the options of what a publisher may do, unset.
func Publisher() *Set {
	var s3 permission.S3
	var ecr permission.ECR
	var public permission.ECRPublic
	var packages permission.CodeArtifact
	var p permission.Publisher

	t := slices.Concat(Table{
		{Path: "Preset", Value: "NAME", Choices: permission.PresetNames(), Example: "agilecustoms-release", Unset: "the defaults below", Field: &p.Preset,
			About: "what fills the options that are not given: " + strings.Join(permission.PresetNames(), " or ")},
	}, s3Options(&s3), ecrOptions(&ecr), ecrPublicOptions(&public), codeArtifactOptions(&packages), Table{
		{Path: "AllowDelete", Example: "true", Unset: "that of {Preset}, else false", Field: &p.AllowDelete,
			About: "let the publisher delete images and objects, to replace floating versions such as latest; ignored with {Dev}"},
		{Path: "Dev", Field: &p.Dev,
			NoKey: "mode chooses between the publisher, the dev publisher and both", NoRegistry: "dev makes a second role for dev releases",
			About: "limit the publisher to dev releases: no deletes, no ECR, no CodeArtifact, and in S3 only objects tagged Release=false " +
				"below the dev prefix, unless other options ask for more"},
	}).complete()
	return &Set{t, func(faults *fault.List) permission.Set {
		p.S3, p.ECR, p.ECRPublic, p.CodeArtifact = nil, nil, nil, nil
		if t.At("S3.BucketName").given {
			p.S3 = pointer(s3)
		}
		if t.givesBelow("Ecr.") {
			p.ECR = pointer(ecr)
		}
		if t.At("EcrPublic.RepositoryNames").given {
			p.ECRPublic = pointer(public)
		}
		if t.At("CodeArtifact.DomainName").given {
			p.CodeArtifact = pointer(packages)
		}
		t.refuseNone(faults, "Ecr", ecr.RepositoryNames, p.Preset)
		t.refuseNone(faults, "CodeArtifact", packages.RepositoryNames, p.Preset)
		return p
	}}
}

// pointer returns a pointer to a value of its own.
func pointer[T any](value T) *T { return &value }

// givesBelow reports whether an option of a store is given, whatever its value:
// what is wrong with that, the core says.
func (t Table) givesBelow(store string) bool {
	return slices.ContainsFunc(t, func(o *Option) bool { return strings.HasPrefix(o.Path, store) && o.given })
}

// refuseNone reports a store whose repositories are neither named nor every
// one, in so many words, beside a preset that would fill in every one.
func (t Table) refuseNone(faults *fault.List, store string, names []string, preset string) {
	every := t.At(store + ".EveryRepository")
	if every.given && !every.refused && every.Get() == false && names == nil && preset != "" {
		faults.Add(every.Path, "false", "leaves no repository, and {"+store+".RepositoryNames} names none", "name the repositories there, or leave {"+every.Path+"} out")
	}
}

// The groups of the options that say which repositories of a store are granted.
const (
	ecrRepositories     = "repositories of ECR"
	packageRepositories = "repositories of CodeArtifact"
)

func s3Options(s *permission.S3) Table {
	return Table{
		{Path: "S3.BucketName", Value: "NAME", Example: "acme-dist", Unset: "nothing is granted in S3", Field: &s.BucketName,
			About: "bucket that artifacts go to"},
		{Path: "S3.Prefix", Value: "PREFIX", Example: "release/", Unset: "the whole bucket", Field: &s.Prefix,
			About: "what the keys of releases begin with, such as release/; ignored with {Dev}"},
		{Path: "S3.DevPrefix", Value: "PREFIX", Example: "team/dev/", Unset: "that of {Preset}, else " + permission.DefaultDevPrefix, Field: &s.DevPrefix,
			About: "what the keys of dev releases begin with, where * is any characters; ignored without {Dev}"},
		{Path: "S3.Prefixes", Flag: "s3-extra-prefix", Value: "PREFIX", Example: "docs/,latest/", Field: &s.Prefixes,
			About: "further prefix of releases in the same bucket; ignored with {Dev}"},
		{Path: "S3.Buckets", Flag: "s3-extra-bucket", Value: "NAME[/PREFIX]", Example: "acme-mirror,acme-docs/api/", Field: buckets(&s.Buckets),
			About: "further bucket for releases, and the prefix in it; ignored with {Dev}"},
		{Path: "S3.PromoteFrom", Value: "NAME[/PREFIX]", Example: "acme-staging/candidates/", Field: buckets(&s.PromoteFrom),
			About: "bucket that releases may be copied from, and the prefix in it; ignored with {Dev}"},
		{Path: "S3.DevBucketName", Value: "NAME", Example: "acme-dev-dist", Field: &s.DevBucketName,
			About: "bucket of its own for dev releases; ignored without {Dev}"},
		{Path: "S3.AllowDelete", Example: "false", Field: &s.AllowDelete, About: "override {AllowDelete} in S3"},
		{Path: "S3.DevDelete", Example: "true", Unset: "that of {Preset}, else false", Field: &s.DevDelete, About: "let a dev publisher delete objects below the dev prefix; ignored without {Dev}"},
		{Path: "S3.RequireReleaseTag", Example: "true", Unset: "that of {Preset}, else false", Field: &s.RequireReleaseTag,
			About: "allow uploads of releases only with the tag Release=true, which multipart uploads can't have; ignored with {Dev}"},
		{Path: "S3.TagKeys", Value: "KEY", Example: "Release,Commit", Unset: "any", Field: &s.TagKeys,
			About: "tag that a client may set on objects, Release among them"},
		{Path: "S3.WriteOnce", Field: &s.WriteOnce, About: "allow uploads of releases only with If-None-Match, and no deletes; ignored with {Dev}"},
		{Path: "S3.Floating", Value: "DIRECTORY", Example: "*/latest/", Field: &s.Floating,
			About: "directory below the prefix that {S3.WriteOnce} leaves out, such as */latest/"},
		{Path: "S3.Multipart", Field: &s.Multipart, About: "let a client list and abort its multipart uploads; ignored with {Dev}"},
		{Path: "S3.Acls", Flag: "s3-acl", Value: "ACL", Example: "bucket-owner-full-control", Unset: "none", Field: &s.ACLs,
			About: "canned ACL that a client may give to releases; ignored with {Dev}"},
		{Path: "S3.RetentionModes", Flag: "s3-retention-mode", Value: "MODE", Example: "GOVERNANCE", Unset: "none", Field: &s.RetentionModes,
			About: "mode of S3 Object Lock, COMPLIANCE or GOVERNANCE, in which a client may retain releases; ignored with {Dev}"},
		{Path: "S3.RetentionDays", Value: "DAYS", Example: "30", Unset: "any number", Field: &s.RetentionDays,
			About: "how long a client may retain a release at most, from the request on, with {S3.RetentionModes}; ignored with {Dev}"},
		{Path: "S3.LegalHold", Field: &s.LegalHold, About: "let a client place legal holds on releases, but remove none; ignored with {Dev}"},
		{Path: "S3.ReadBack", Field: &s.ReadBack, About: "let a client read below the prefixes, to check uploads as rclone does; ignored with {Dev}"},
		{Path: "S3.KmsKeyArn", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", Field: &s.KMSKeyARN,
			About: "KMS key that the objects are encrypted with"},
		{Path: "S3.ListPrefix", Field: &s.ListPrefix, About: "limit listing to the prefixes"},
		{Path: "S3.ResourceAccount", Field: &s.ResourceAccount, About: "require that the buckets belong to {AccountId}"},
		{Path: "S3.SecureTransport", Field: &s.SecureTransport, About: "require TLS"},
	}.need("S3.BucketName")
}

func ecrOptions(e *permission.ECR) Table {
	return Table{
		{Path: "Ecr.RepositoryNames", Group: ecrRepositories, Value: "NAME", Example: "app,team/*", Unset: "nothing is granted in ECR", Field: &e.RepositoryNames,
			About: "repository that images go to, where * at the end is any characters"},
		{Path: "Ecr.EveryRepository", Group: ecrRepositories, Field: &e.EveryRepository, About: "let images go to every repository of the account and region, without {Ecr.RepositoryNames}"},
		{Path: "Ecr.DevRepositoryNames", Value: "NAME", Example: "dev/*", Unset: "none", Field: &e.DevRepositoryNames,
			About: "repository of a dev publisher; ignored without {Dev}"},
		{Path: "Ecr.Pull", Field: &e.Pull, About: "let a client read images, for caches and mounts from another repository"},
		{Path: "Ecr.PromoteFrom", Value: "REPOSITORY", Example: "candidates", Field: &e.PromoteFrom,
			About: "repository that images may be copied from, by name or ARN, where * at the end is any characters; ignored with {Dev}"},
		{Path: "Ecr.SigningProfiles", Flag: "ecr-signing-profile", Value: "NAME", Example: "images", Field: &e.SigningProfiles,
			About: "profile of AWS Signer by which images are signed as they are pushed, by ECR or by notation"},
		{Path: "Ecr.Describe", Field: &e.Describe, About: "let a client ask which images there are, whether the repository is, and what scans have found"},
		{Path: "Ecr.AllowDelete", Example: "false", Field: &e.AllowDelete, About: "override {AllowDelete} in ECR"},
	}
}

func ecrPublicOptions(e *permission.ECRPublic) Table {
	return Table{
		{Path: "EcrPublic.RepositoryNames", Value: "NAME", Example: "app", Unset: "nothing is granted there", Field: &e.RepositoryNames,
			About: "repository of ECR Public that images go to, where * at the end is any characters; ignored with {Dev}"},
		{Path: "EcrPublic.AllowDelete", Example: "false", Field: &e.AllowDelete, About: "override {AllowDelete} in ECR Public"},
		{Path: "EcrPublic.LimitToken", Field: &e.LimitToken, About: "allow sts:GetServiceBearerToken for ECR Public alone, which AWS does not say works"},
	}.need("EcrPublic.RepositoryNames")
}

func codeArtifactOptions(c *permission.CodeArtifact) Table {
	return Table{
		{Path: "CodeArtifact.DomainName", Value: "NAME", Example: "acme", Unset: "nothing is granted there", Field: &c.DomainName,
			About: "CodeArtifact domain that packages go to; ignored with {Dev}, unless {CodeArtifact.DevRepositoryNames} is given"},
		{Path: "CodeArtifact.AccountId", Value: "ID", Example: "123456789012", Unset: "{AccountId}", Field: &c.AccountID,
			About: "account of the domain"},
		{Path: "CodeArtifact.Region", Value: "REGION", Example: "eu-west-1", Unset: "{Region}", Field: &c.Region, About: "region of the domain"},
		{Path: "CodeArtifact.Domains", Flag: "codeartifact-extra-domain", Value: "ARN", Example: "arn:aws:codeartifact:eu-west-1:123456789012:domain/tools", Field: domains(&c.Domains),
			About: "further domain, by its ARN"},
		{Path: "CodeArtifact.RepositoryNames", Group: packageRepositories, Value: "NAME", Example: "maven,npm", Unset: "none", Field: &c.RepositoryNames,
			About: "repository that packages go to, where * at the end is any characters"},
		{Path: "CodeArtifact.EveryRepository", Group: packageRepositories, Field: &c.EveryRepository, About: "let packages go to every repository of the domain, without {CodeArtifact.RepositoryNames}"},
		{Path: "CodeArtifact.DevRepositoryNames", Value: "NAME", Example: "maven-dev", Unset: "none", Field: &c.DevRepositoryNames,
			About: "repository that a dev publisher publishes to; ignored without {Dev}"},
		{Path: "CodeArtifact.Formats", Value: "FORMAT", Choices: []string{"cargo", "generic", "maven", "npm", "nuget", "pypi", "ruby", "swift"}, Example: "maven,npm", Unset: "all", Field: &c.Formats,
			About: "format of packages: cargo, generic, maven, npm, nuget, pypi, ruby or swift"},
		{Path: "CodeArtifact.PublishOnly", Field: &c.PublishOnly,
			About: "leave out reading, and metadata of npm, which npm publish and twine upload do without, and changesets, pnpm -r, npm dist-tag and uv --check-url do not"},
		{Path: "CodeArtifact.Namespaces", Value: "NAME", Example: "com.acme.*", Unset: "all", Field: &c.Namespaces,
			About: "namespace of packages, such as a group id, where * at the end is any characters"},
		{Path: "CodeArtifact.Packages", Value: "NAME", Example: "app", Unset: "all", Field: &c.Packages,
			About: "name of a package without its namespace, where * at the end is any characters"},
		{Path: "CodeArtifact.PromoteFrom", Value: "NAME", Example: "staging", Field: &c.PromoteFrom,
			About: "repository that package versions may be copied from, to {CodeArtifact.RepositoryNames}; ignored with {Dev}"},
		{Path: "CodeArtifact.TokenDuration", Flag: "token-duration", Value: "SECONDS", Example: "3600", Field: &c.TokenDuration,
			About: "longest lifetime of a CodeArtifact token, 900 to 43200; clients that name none ask for 43200"},
	}.need("CodeArtifact.DomainName")
}

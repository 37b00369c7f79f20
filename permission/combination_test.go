package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

// Options that contradict each other, or say less than they seem to, each
// with its whole message. The rest of the publisher is sound.
func TestInvalidCombinations(t *testing.T) {
	for _, tt := range []struct {
		name string
		set  set
		want []string
	}{
		{"multipart with a required tag", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Multipart, p.S3.RequireReleaseTag = true, ptr(true)
		}, []string{
			`S3.Multipart "true" and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them; unset S3.Multipart or S3.RequireReleaseTag`,
		}},
		{"multipart with a client that tags every upload", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Multipart, p.Preset = true, "agilecustoms-release"
			p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = true, true
		}, []string{
			`S3.Multipart "true" and a required tag exclude each other: the parts of a multipart upload carry no tags, so S3 would refuse them; unset S3.Multipart, or set S3.RequireReleaseTag to false, which Preset sets`,
		}},
		{"write-once with a client that does not ask for it", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.WriteOnce, p.Preset = true, "agilecustoms-release"
			p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = true, true
		}, []string{
			`S3.WriteOnce "true" refuses every upload of Preset "agilecustoms-release", whose client sends no If-None-Match; unset S3.WriteOnce or Preset`,
		}},
		{"unknown preset", func(p *permission.Publisher, _ *permission.Environment) {
			p.Preset = "acme"
			p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = true, true
		}, []string{
			`Preset "acme" is no preset; use one of agilecustoms-release, terraform-aws-ci-publisher`,
		}},
		{"floating directories without write-once", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Floating = []string{"latest/"}
		}, []string{
			`S3.Floating "latest/" means nothing without S3.WriteOnce; set S3.WriteOnce, or leave it out`,
		}},
		{"floating directory that is everything", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.WriteOnce, p.S3.Floating = true, []string{"*/"}
		}, []string{
			`S3.Floating[0] "*/" leaves nothing that is written once; name a directory such as "*/latest/"`,
		}},
		{"floating directory that other names continue", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.WriteOnce, p.S3.Floating = true, []string{"*/latest"}
		}, []string{
			`S3.Floating[0] "*/latest" does not end with "/", so releases that continue the name would not be written once; write "*/latest/"`,
		}},
		{"floating directory from the root", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.WriteOnce, p.S3.Floating = true, []string{"/latest/"}
		}, []string{
			`S3.Floating[0] "/latest/" begins with "/", so it matches no object key; write "latest/"`,
		}},
		{"further prefix below the whole bucket", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Prefixes = []string{"docs/"}
		}, []string{
			`S3.Prefixes[0] "docs/" is covered by S3.Prefix ""; leave it out, or narrow S3.Prefix`,
		}},
		{"further prefix below the first", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Prefix, p.S3.Prefixes = "release/", []string{"release/docs/"}
		}, []string{
			`S3.Prefixes[0] "release/docs/" is covered by S3.Prefix "release/"; leave it out, or narrow S3.Prefix`,
		}},
		{"further prefix twice", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Prefix, p.S3.Prefixes = "release/", []string{"docs/", "docs/"}
		}, []string{
			`S3.Prefixes[1] "docs/" is covered by S3.Prefixes[0] "docs/"; leave it out`,
		}},
		{"further prefix that is empty", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Prefix, p.S3.Prefixes = "release/", []string{""}
		}, []string{
			`S3.Prefixes[0] is empty, which is the whole bucket; name a prefix, or leave S3.Prefixes unset`,
		}},
		{"further prefix with a wildcard", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Prefix, p.S3.Prefixes = "release/", []string{"docs/*"}
		}, []string{
			`S3.Prefixes[0] "docs/*" holds "*", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it`,
		}},
		{"further bucket that is the first", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Buckets = []permission.Bucket{{BucketName: "acme-dist"}}
		}, []string{
			`S3.Buckets[0].BucketName "acme-dist" is named before; name each bucket once, with all its prefixes`,
		}},
		{"further bucket without a name", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Buckets = []permission.Bucket{{Prefixes: []string{"a/"}}}
		}, []string{
			`S3.Buckets[0].BucketName is missing; name the bucket, or leave it out`,
		}},
		{"dev bucket that is the bucket of releases", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.DevBucketName = "acme-dist"
		}, []string{
			`S3.DevBucketName "acme-dist" is a bucket of releases too, so it sets nothing apart; name another bucket, or leave it unset and set S3.DevPrefix`,
		}},
		{"dev bucket among further buckets", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.Buckets, p.S3.DevBucketName = []permission.Bucket{{BucketName: "acme-dev"}}, "acme-dev"
		}, []string{
			`S3.DevBucketName "acme-dev" is a bucket of releases too, so it sets nothing apart; name another bucket, or leave it unset and set S3.DevPrefix`,
		}},
		{"dev deletes in the whole bucket", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.DevPrefix, p.S3.DevDelete = "*", ptr(true)
		}, []string{
			`S3.DevDelete "true" lets a dev publisher delete anything in the bucket, because S3.DevPrefix "*" leaves nothing out; set S3.DevPrefix to a directory such as "dev/", or set S3.DevBucketName`,
		}},
		{"dev deletes below every directory", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.DevPrefix, p.S3.DevDelete = "*/", ptr(true)
		}, []string{
			`S3.DevDelete "true" lets a dev publisher delete anything in the bucket, because S3.DevPrefix "*/" leaves nothing out; set S3.DevPrefix to a directory such as "dev/", or set S3.DevBucketName`,
		}},
		{"tag keys without the one that tells releases", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.TagKeys = []string{"team"}
		}, []string{
			`S3.TagKeys "team" leaves out "Release", the tag that tells releases from dev releases; add "Release"`,
		}},
		{"no tag keys at all", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.TagKeys = []string{}
		}, []string{
			`S3.TagKeys is empty; name at least one, or leave it unset`,
		}},
		{"more tag keys than an object has", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.TagKeys = []string{"Release", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"}
		}, []string{
			`S3.TagKeys has 11 keys, and an object has ten tags at most; name the keys that clients set`,
		}},
		{"tag key beyond Latin-1", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.TagKeys = []string{"Release", "ветка"}
		}, []string{
			`S3.TagKeys[1] "ветка" holds what no tag key in a policy document holds; use letters and digits of Latin-1, spaces and _.:/=+-@`,
		}},
		{"tag keys that AWS keeps, and twice the same", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.TagKeys = []string{"Release", "aws:team", "Release", "", "${aws:username}"}
		}, []string{
			`S3.TagKeys[1] "aws:team" begins with "aws:", which AWS keeps for itself; name a key that clients can set`,
			`S3.TagKeys[2] "Release" is named before; leave it out`,
			`S3.TagKeys[3] is empty; name a tag key, or leave it out`,
			`S3.TagKeys[4] "${aws:username}" holds "${", which begins an IAM policy variable; write the key itself`,
		}},
		{"key by its alias", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.KMSKeyARN = "arn:aws:kms:eu-west-1:111122223333:alias/dist"
		}, []string{
			`S3.KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:alias/dist" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`,
		}},
		{"key by its id", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.KMSKeyARN = "1234abcd-12ab-34cd-56ef-1234567890ab"
		}, []string{
			`S3.KmsKeyArn "1234abcd-12ab-34cd-56ef-1234567890ab" is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
		}},
		{"every key", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.KMSKeyARN = "arn:aws:kms:eu-west-1:111122223333:key/*"
		}, []string{
			`S3.KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:key/*" is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`,
		}},
		{"key of another region", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.KMSKeyARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
		}, []string{
			`S3.KmsKeyArn "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" is a key of us-east-1, and S3 uses keys of the bucket's own region only; name a key of Region eu-west-1`,
		}},
		{"key of another partition", func(p *permission.Publisher, _ *permission.Environment) {
			p.S3.KMSKeyARN = "arn:aws-cn:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
		}, []string{
			`S3.KmsKeyArn "arn:aws-cn:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" is a key of another partition than aws; name a key of the bucket's own account and region`,
		}},
		{"key known at deployment only, and no region", func(p *permission.Publisher, e *permission.Environment) {
			*p = permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", KMSKeyARN: "${Token[TOKEN.1]}"}}
			*e = permission.Environment{}
		}, []string{
			`Region is missing, and the key's own region can't be told from S3.KmsKeyArn; set it to the region of the bucket`,
		}},
		{"owner of the buckets without an account", func(p *permission.Publisher, e *permission.Environment) {
			*p = permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", ResourceAccount: true}}
			*e = permission.Environment{}
		}, []string{
			`AccountId is missing, and S3.ResourceAccount asks for the account of the buckets; set it to the twelve digits of the account that owns the buckets`,
		}},
		{"repository by its address", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"111122223333.dkr.ecr.eu-west-1.amazonaws.com/app"}
		}, []string{
			`Ecr.RepositoryNames[0] "111122223333.dkr.ecr.eu-west-1.amazonaws.com/app" is the address of a repository; write its name alone, without registry and tag`,
		}},
		{"repository with a tag", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"app:latest"}
		}, []string{
			`Ecr.RepositoryNames[0] "app:latest" names a tag or digest, and IAM can't distinguish the images of a repository; write the name of the repository alone`,
		}},
		{"repository by its ARN", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"arn:aws:ecr:eu-west-1:111122223333:repository/app"}
		}, []string{
			`Ecr.RepositoryNames[0] "arn:aws:ecr:eu-west-1:111122223333:repository/app" is an ARN; write the name of the repository alone`,
		}},
		{"repository in upper case", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"Team/App"}
		}, []string{
			`Ecr.RepositoryNames[0] "Team/App" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`,
		}},
		{"repository of one letter", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"a"}
		}, []string{
			`Ecr.RepositoryNames[0] "a" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`,
		}},
		{"repository that is empty", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{""}
		}, []string{
			`Ecr.RepositoryNames[0] is empty; name one, or leave it out; perhaps a variable is not set`,
		}},
		{"repository pattern in the middle", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"team/*/app"}
		}, []string{
			`Ecr.RepositoryNames[0] "team/*/app" holds "*" before its end; end with "*", or write the names out`,
		}},
		{"repository with a question mark", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"team-?/app"}
		}, []string{
			`Ecr.RepositoryNames[0] "team-?/app" holds "?", which IAM reads as any one character; write the names out`,
		}},
		{"repository with a policy variable", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"${aws:username}/app"}
		}, []string{
			`Ecr.RepositoryNames[0] "${aws:username}/app" holds "${", which begins an IAM policy variable; write the name itself`,
		}},
		{"repository that another name covers", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"team/*", "team/app", "*"}
		}, []string{
			`Ecr.RepositoryNames[0] "team/*" is covered by Ecr.RepositoryNames[2] "*"; leave it out`,
			`Ecr.RepositoryNames[1] "team/app" is covered by Ecr.RepositoryNames[0] "team/*"; leave it out`,
			`Ecr.RepositoryNames[1] "team/app" is covered by Ecr.RepositoryNames[2] "*"; leave it out`,
		}},
		{"wildcard beside a repository token", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.RepositoryNames = []string{"${Token[TOKEN.1]}:*"}
		}, []string{
			`Ecr.RepositoryNames[0] "${Token[TOKEN.1]}:*" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app", or end with "*"`,
		}},
		{"dev repository twice", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECR.DevRepositoryNames = []string{"dev/app", "dev/app"}
		}, []string{
			`Ecr.DevRepositoryNames[1] "dev/app" is covered by Ecr.DevRepositoryNames[0] "dev/app"; leave it out`,
		}},
		{"public registry without repositories", func(p *permission.Publisher, _ *permission.Environment) {
			p.ECRPublic = &permission.ECRPublic{}
		}, []string{
			`EcrPublic.RepositoryNames is missing; name the repositories, or "*" for every one of the account`,
		}},
		{"public registry in China", func(p *permission.Publisher, e *permission.Environment) {
			p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}}
			e.Region = "cn-north-1"
		}, []string{
			`EcrPublic does not exist in partition aws-cn; leave it unset there`,
		}},
		{"public registry alone, without an account", func(p *permission.Publisher, e *permission.Environment) {
			*p = permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"app"}}}
			*e = permission.Environment{}
		}, []string{
			`AccountId is missing, and the ARNs of ECR Public name the account; set it to the twelve digits of the account that owns the repositories`,
		}},
		{"public registry alone in dev mode", func(p *permission.Publisher, _ *permission.Environment) {
			*p = permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"app"}}, Dev: true}
		}, []string{
			nothingInDev,
		}},
		{"domain twice", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Domains = []permission.Domain{{DomainName: "acme"}}
		}, []string{
			`CodeArtifact.Domains[0].DomainName "acme" is named before; leave it out, or say in which account and region it is`,
		}},
		{"further domain elsewhere that is wrong in every part", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Domains = []permission.Domain{{DomainName: "A", AccountID: "1", Region: "x"}, {}}
		}, []string{
			`CodeArtifact.Domains[0].DomainName "A" is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen`,
			`CodeArtifact.Domains[0].AccountId "1" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`,
			`CodeArtifact.Domains[0].Region "x" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`,
			`CodeArtifact.Domains[1].DomainName is missing; name the domain, or leave it out`,
		}},
		{"domain in an account that is none", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.AccountID, p.CodeArtifact.Region = "acme", "Ireland"
		}, []string{
			`CodeArtifact.AccountId "acme" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`,
			`CodeArtifact.Region "Ireland" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`,
		}},
		{"package repository of one letter", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.RepositoryNames = []string{"m"}
		}, []string{
			`CodeArtifact.RepositoryNames[0] "m" is not the name of a CodeArtifact repository; use 2 to 100 letters, digits, dots, hyphens and underscores, or end with "*"`,
		}},
		{"package repository with its domain", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.RepositoryNames = []string{"acme/maven"}
		}, []string{
			`CodeArtifact.RepositoryNames[0] "acme/maven" is not the name of a CodeArtifact repository; use 2 to 100 letters, digits, dots, hyphens and underscores, or end with "*"`,
		}},
		{"every repository in dev mode", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.DevRepositoryNames = []string{"*"}
		}, []string{
			`CodeArtifact.DevRepositoryNames "*" is every repository, those of releases included; name the repositories of dev releases`,
		}},
		{"unknown format", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Formats = []string{"docker"}
		}, []string{
			`CodeArtifact.Formats[0] "docker" is not a format of CodeArtifact; use one of cargo, generic, maven, npm, nuget, pypi, ruby, swift`,
		}},
		{"format twice", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Formats = []string{"npm", "npm"}
		}, []string{
			`CodeArtifact.Formats[1] "npm" is named before; leave it out`,
		}},
		{"namespaces of a format that has none", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Formats, p.CodeArtifact.Namespaces = []string{"maven", "pypi"}, []string{"com.acme"}
		}, []string{
			`CodeArtifact.Formats[1] "pypi" has no namespaces, so CodeArtifact.Namespaces would leave none of its packages; leave one of the two out, or use a publisher for each`,
		}},
		{"scope with its at sign", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Namespaces = []string{"@acme"}
		}, []string{
			`CodeArtifact.Namespaces[0] "@acme" begins with "@", which CodeArtifact leaves out of npm scopes; write "acme"`,
		}},
		{"package with its namespace", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Packages = []string{"acme/app"}
		}, []string{
			`CodeArtifact.Packages[0] "acme/app" holds "/", which divides the parts of a package; name namespaces in CodeArtifact.Namespaces and packages in CodeArtifact.Packages`,
		}},
		{"package with a space", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.Packages = []string{"my app"}
		}, []string{
			`CodeArtifact.Packages[0] "my app" is not the name of a package; write the name without its namespace, such as "app", or end with "*"`,
		}},
		{"promotion to nowhere", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.PromoteFrom = []string{"staging"}
		}, []string{
			`CodeArtifact.PromoteFrom "staging" has nowhere to promote to, because CodeArtifact.RepositoryNames names no repository; name the repositories of releases there`,
		}},
		{"promotion within a repository", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.RepositoryNames, p.CodeArtifact.PromoteFrom = []string{"release"}, []string{"release"}
		}, []string{
			`CodeArtifact.PromoteFrom "release" is a repository of CodeArtifact.RepositoryNames too, so nothing would be promoted; name the repository that versions come from`,
		}},
		{"promotion from every repository", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.RepositoryNames, p.CodeArtifact.PromoteFrom = []string{"release"}, []string{"*"}
		}, []string{
			`CodeArtifact.PromoteFrom[0] "*" holds "*", where one name is meant; write the names out`,
			`CodeArtifact.PromoteFrom "*" is a repository of CodeArtifact.RepositoryNames too, so nothing would be promoted; name the repository that versions come from`,
		}},
		{"token that lives too short", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.TokenDuration = 899
		}, []string{
			`CodeArtifact.TokenDuration "899" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`,
		}},
		{"token that lives too long", func(p *permission.Publisher, _ *permission.Environment) {
			p.CodeArtifact.TokenDuration = 43201
		}, []string{
			`CodeArtifact.TokenDuration "43201" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`,
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			publisher, env := full()
			tt.set(&publisher, &env)
			var faults fault.List
			require.ErrorAs(t, publisher.Validate(env), &faults)
			got := make([]string, len(faults))
			for i, f := range faults {
				got[i] = f.Error()
				assert.NotEmpty(t, f.Remedy)
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

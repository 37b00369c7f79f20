package resource_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

func TestRefuses(t *testing.T) {
	const (
		form      = `; write it as "arn:aws:iam::123456789012:role/ci/publisher" or "arn:aws:iam::123456789012:root"`
		noPattern = " has a wildcard or a variable, and a principal can't be a pattern; name each role, or the account"
		domainLaw = " is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"
		digits    = " is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included"
	)
	build, publish := everything()
	good := func() resource.Grant {
		return resource.Grant{Environment: home, Store: repository, Principals: resource.Principals{ARNs: []string{role(other)}}, Sets: []permission.Set{build}}
	}
	principal := func(arn string) func(*resource.Grant) {
		return func(g *resource.Grant) { g.Principals.ARNs = []string{arn} }
	}
	on := func(store resource.Store) func(*resource.Grant) {
		return func(g *resource.Grant) { g.Store, g.Sets = store, []permission.Set{build, publish} }
	}
	for _, test := range []struct {
		name   string
		change func(*resource.Grant)
		faults []string
	}{
		{"nothing at all", func(g *resource.Grant) { *g = resource.Grant{Environment: home} }, []string{
			"Sets is empty, so the principals could do nothing; set what they do: permission.Publisher, permission.Builder or both",
			"Store is missing; set the store whose policy is made",
			"Principals is missing, and a policy of a store says whom it admits; write the ARN of the role that publishes or reads"}},

		// Who.
		{"a public principal", principal("*"), []string{`Principals[0] "*" is everybody on earth; name a role, an account, or an organization in OrganizationId`}},
		{"a principal that is no ARN", principal("publisher"), []string{`Principals[0] "publisher" is no ARN; write the whole ARN, such as "arn:aws:iam::123456789012:role/ci/publisher"`}},
		{"an empty principal", principal(""), []string{`Principals[0] is empty; write the ARN of a role; perhaps a variable is not set`}},
		{"an account id", principal("123456789012"), []string{`Principals[0] "123456789012" is an account id, not an ARN; write "arn:aws:iam::ID:root" for everybody in the account, or name a role of it`}},
		{"a service", principal("codebuild.amazonaws.com"), []string{`Principals[0] "codebuild.amazonaws.com" is an AWS service; name the role that the service runs the job with`}},
		{"a session", principal("arn:aws:sts::123456789012:assumed-role/builder/1"), []string{`Principals[0] "arn:aws:sts::123456789012:assumed-role/builder/1" is a session, which ends; name the role: arn:aws:iam::ID:role/PATH/NAME`}},
		{"a federated session", principal("arn:aws:sts::123456789012:federated-user/bob"), []string{`Principals[0] "arn:aws:sts::123456789012:federated-user/bob" is a session, which ends; name the user`}},
		{"a group", principal("arn:aws:iam::123456789012:group/ci"), []string{`Principals[0] "arn:aws:iam::123456789012:group/ci" is a group, and groups can't be principals; name a role`}},
		{"an identity provider", principal("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"), []string{`Principals[0] "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" is an identity provider, which no store knows; name the role that its users assume`}},
		{"an instance profile", principal("arn:aws:iam::123456789012:instance-profile/ci"), []string{`Principals[0] "arn:aws:iam::123456789012:instance-profile/ci" is an instance profile; name the role that is in it`}},
		{"a policy", principal("arn:aws:iam::123456789012:policy/ci/builder"), []string{`Principals[0] "arn:aws:iam::123456789012:policy/ci/builder" is a policy; name the role that it is attached to`}},
		{"another thing's ARN", principal("arn:aws:s3:::acme-dist"), []string{`Principals[0] "arn:aws:s3:::acme-dist" is not the ARN of a role, a user or an account` + form}},
		{"every role of an account", principal("arn:aws:iam::123456789012:role/*"), []string{`Principals[0] "arn:aws:iam::123456789012:role/*"` + noPattern}},
		{"every account", principal("arn:aws:iam::*:root"), []string{`Principals[0] "arn:aws:iam::*:root"` + noPattern}},
		{"a variable", principal("arn:aws:iam::123456789012:role/${aws:username}"), []string{`Principals[0] "arn:aws:iam::123456789012:role/${aws:username}"` + noPattern}},
		{"a wildcard beside a token", principal("${Token[TOKEN.1]}*"), []string{`Principals[0] "${Token[TOKEN.1]}*"` + noPattern}},
		{"an account with hyphens", principal("arn:aws:iam::1234-5678-9012:root"), []string{`Principals[0] "arn:aws:iam::1234-5678-9012:root" is not the ARN of a role, a user or an account` + form}},
		{"another partition", principal("arn:aws-cn:iam::123456789012:role/ci/builder"), []string{`Principals[0] "arn:aws-cn:iam::123456789012:role/ci/builder" is in another partition than the store, and no grant reaches across partitions; publish to a store of partition aws-cn`}},
		{"an organization's number", func(g *resource.Grant) { g.Principals.OrganizationID = "r-ab12" }, []string{`OrganizationId "r-ab12" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`}},

		// Which store.
		{"no domain", on(resource.CodeArtifactDomain{}), []string{"Store.DomainName is missing; name the domain"}},
		{"the domain of AWS's examples", on(resource.CodeArtifactDomain{DomainName: "my_domain"}), []string{`Store.DomainName "my_domain"` + domainLaw}},
		{"every domain", on(resource.CodeArtifactDomain{DomainName: "*"}), []string{`Store.DomainName "*"` + domainLaw}},
		{"a domain owner that differs", on(resource.CodeArtifactDomain{DomainName: "my-domain", DomainOwner: other}), []string{`Store.DomainOwner "123456789012" differs from AccountId, and the ARNs in the policies name the account that owns the domain; set AccountId to the owner of the domain`}},
		{"a domain owner that is a name", on(resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "my-repo", DomainOwner: "acme"}), []string{`Store.DomainOwner "acme"` + digits}},
		{"no repository", on(resource.CodeArtifactRepository{DomainName: "my-domain"}), []string{"Store.RepositoryName is missing; name the repository; each has a policy of its own"}},
		{"every repository", on(resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "*"}), []string{`Store.RepositoryName "*" is not the name of a CodeArtifact repository; use 2 to 100 letters, digits, dots, hyphens and underscores`}},
		{"an administrator that is a name", on(resource.CodeArtifactRepository{DomainName: "my-domain", RepositoryName: "my-repo", AdministratorAccountID: "platform"}), []string{`Store.AdministratorAccountId "platform"` + digits}},
		{"no image repository", on(resource.ECRRepository{}), []string{"Store.RepositoryName is missing; name the repository; each has a policy of its own"}},
		{"an image", on(resource.ECRRepository{RepositoryName: "team/app:1.2.3"}), []string{`Store.RepositoryName "team/app:1.2.3" names a tag or digest, and IAM can't distinguish the images of a repository; write the name of the repository alone`}},
		{"image repositories", on(resource.ECRRepository{RepositoryName: "team/*"}), []string{`Store.RepositoryName "team/*" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app"`}},
		{"no bucket", on(resource.Bucket{}), []string{"Store.BucketName is missing; name the bucket"}},
		{"a bucket's ARN", on(resource.Bucket{BucketName: "arn:aws:s3:::acme-dist"}), []string{`Store.BucketName "arn:aws:s3:::acme-dist" is an ARN; write the bucket's name alone`}},
		{"no key", on(resource.Key{}), []string{"Store.Arn is missing; write the ARN of the key"}},
		{"a bucket's name that S3 keeps", on(resource.Bucket{BucketName: "dist--x-s3"}), []string{`Store.BucketName "dist--x-s3" ends with "--x-s3"; S3 reserves it for directory buckets, whose permissions are s3express actions; use a general purpose bucket`}},
		{"a wildcard beside a token", on(resource.Bucket{BucketName: "${Token[Bucket]}*"}), []string{`Store.BucketName "${Token[Bucket]}*" holds "*"; use lower-case letters, digits, dots and hyphens`}},
		{"a partition that is none", principal("arn:awsx:iam::123456789012:role/ci/publisher"), []string{`Principals[0] "arn:awsx:iam::123456789012:role/ci/publisher" is not the ARN of a role, a user or an account; write it as "arn:aws:iam::123456789012:role/ci/publisher" or "arn:aws:iam::123456789012:root"`}},
		{"an alias", on(resource.Key{ARN: "arn:aws:kms:us-west-2:111122223333:alias/dist"}), []string{`Store.Arn "arn:aws:kms:us-west-2:111122223333:alias/dist" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`}},
		{"a key's id", on(resource.Key{ARN: "1234abcd-12ab-34cd-56ef-1234567890ab"}), []string{`Store.Arn "1234abcd-12ab-34cd-56ef-1234567890ab" is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`}},
		{"another account's key", on(resource.Key{ARN: strings.Replace(keyARN, owner, other, 1)}), []string{`Store.Arn "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" is a key of another account than AccountId; set AccountId to the account that owns the key`}},

		// What.
		{"a store that the sets don't use", on(resource.Bucket{BucketName: "another-bucket"}), []string{`Sets allow nothing on bucket "another-bucket"; name the store in the options of a set, or grant on another one`}},
		{"a repository of another domain", on(resource.CodeArtifactRepository{DomainName: "other-domain", RepositoryName: "my-repo"}), []string{`Sets allow nothing on CodeArtifact repository "other-domain/my-repo"; name the store in the options of a set, or grant on another one`}},
		{"a bucket without an owner", func(g *resource.Grant) {
			g.Environment = permission.Environment{Region: "us-west-2"}
			g.Store, g.Sets = resource.Bucket{BucketName: "acme-dist"}, []permission.Set{permission.Builder{S3: &permission.S3Read{BucketName: "acme-dist"}}}
		}, []string{"AccountId is missing, and the grant depends on whose the bucket is; set it to the twelve digits of the account that owns the bucket"}},
		{"a set that is wrong itself", func(g *resource.Grant) { g.Sets = []permission.Set{permission.Builder{}} }, []string{"CodeArtifact, Ecr and S3 are all unset, so there is nothing to read; set at least one"}},
		{"a label with a hyphen", func(g *resource.Grant) { g.Label = "ci-builder" }, []string{`Label "ci-builder" has other characters than letters and digits, which a Sid can't hold; leave them out`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := good()
			test.change(&g)
			want := "cipublisher: " + test.faults[0]
			if len(test.faults) > 1 {
				want = fmt.Sprintf("cipublisher: %d faults:\n  - %s", len(test.faults), strings.Join(test.faults, "\n  - "))
			}
			assert.EqualError(t, g.Validate(), want)
		})
	}
}

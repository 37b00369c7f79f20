package permission_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// module is the preset that means what the Terraform module does, and
// moduleDevPrefix its dev prefix.
const (
	module          = "terraform-aws-ci-publisher"
	moduleDevPrefix = "*/feature/"
)

func ptr[T any](v T) *T { return &v }

// full returns a publisher of everything, as the Terraform module grants it, in
// an account of the commercial partition.
func full() (permission.Publisher, permission.Environment) {
	return permission.Publisher{
		Preset:       module,
		S3:           &permission.S3{BucketName: "acme-dist"},
		ECR:          &permission.ECR{},
		CodeArtifact: &permission.CodeArtifact{DomainName: "acme"},
	}, permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
}

func ExamplePublisher() {
	publisher := permission.Publisher{
		S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/"},
	}
	env := permission.Environment{}
	if err := publisher.Validate(env); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(policy.New(publisher.Statements(env)...).Indent())
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "S3List",
	//       "Effect": "Allow",
	//       "Action": "s3:ListBucket",
	//       "Resource": "arn:aws:s3:::acme-dist"
	//     },
	//     {
	//       "Sid": "S3Publish",
	//       "Effect": "Allow",
	//       "Action": [
	//         "s3:PutObject",
	//         "s3:PutObjectTagging"
	//       ],
	//       "Resource": "arn:aws:s3:::acme-dist/release/*"
	//     }
	//   ]
	// }
}

func ExamplePublisher_Validate() {
	publisher := permission.Publisher{
		S3:  &permission.S3{BucketName: "acme_dist", Prefix: "/release/"},
		ECR: &permission.ECR{RepositoryNames: []string{"app"}},
	}
	fmt.Println(publisher.Validate(permission.Environment{AccountID: "111122223333"}))
	// Output:
	// cipublisher: 3 faults:
	//   - Region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to the region of the stores, such as "eu-west-1"
	//   - S3.BucketName "acme_dist" holds "_"; use lower-case letters, digits, dots and hyphens
	//   - S3.Prefix "/release/" begins with "/", so it matches no object key; write "release/"
}

func ExamplePublisher_dev() {
	publisher := permission.Publisher{
		S3:  &permission.S3{BucketName: "acme-dist"},
		Dev: true,
	}
	document := policy.New(publisher.Statements(permission.Environment{})...)
	for _, tag := range []string{"false", "true"} {
		decision, err := document.Evaluate(policy.Request{
			Action:   "s3:PutObject",
			Resource: "arn:aws:s3:::acme-dist/dev/app/login.zip",
			Context:  policy.Context{"s3:RequestObjectTag/Release": {tag}},
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("tagged Release=%s: %v\n", tag, decision.Outcome)
	}
	// Output:
	// tagged Release=false: allowed
	// tagged Release=true: implicitly denied
}

func ExamplePublisher_Notices() {
	publisher := permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release"}}
	for _, notice := range publisher.Notices(permission.Environment{}) {
		fmt.Println(notice.ID)
	}
	// Output:
	// s3-prefix-no-slash
}

// The documents as a security reviewer reads them.
func TestGoldenDocuments(t *testing.T) {
	tests := []struct {
		name string
		set  func(*permission.Publisher, *permission.Environment)
	}{
		{"normal", func(*permission.Publisher, *permission.Environment) {}},
		{"dev", func(p *permission.Publisher, _ *permission.Environment) { p.Dev = true }},
		{"without-codeartifact", func(p *permission.Publisher, _ *permission.Environment) { p.CodeArtifact = nil }},
		{"without-deletes", func(p *permission.Publisher, _ *permission.Environment) { p.AllowDelete = new(bool) }},
		{"with-prefix", func(p *permission.Publisher, _ *permission.Environment) { p.S3.Prefix = "release/" }},
		{"dev-prefix", func(p *permission.Publisher, _ *permission.Environment) { p.Dev, p.S3.DevPrefix = true, "dev/" }},
		{"s3-only", func(p *permission.Publisher, e *permission.Environment) {
			p.Preset, p.ECR, p.CodeArtifact, *e = "", nil, nil, permission.Environment{}
		}},
		{"ecr-only", func(p *permission.Publisher, _ *permission.Environment) { p.S3, p.CodeArtifact = nil, nil }},
		{"codeartifact-only", func(p *permission.Publisher, _ *permission.Environment) {
			p.Preset, p.S3, p.ECR, p.CodeArtifact.EveryRepository = "", nil, nil, true
		}},
		{"aws-cn", func(_ *permission.Publisher, e *permission.Environment) { e.Region = "cn-north-1" }},
		{"aws-us-gov", func(_ *permission.Publisher, e *permission.Environment) { e.Region = "us-gov-west-1" }},
		{"tokens", func(p *permission.Publisher, e *permission.Environment) {
			*e = permission.Environment{Partition: "${Token[AWS.Partition.3]}", Region: "${Token[AWS.Region.4]}", AccountID: "${Token[AWS.AccountId.0]}"}
			p.S3.BucketName, p.S3.Prefix, p.CodeArtifact.DomainName = "${Token[TOKEN.9]}", "${Token[TOKEN.10]}/", "${Token[TOKEN.11]}"
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			publisher, env := full()
			tt.set(&publisher, &env)
			require.NoError(t, publisher.Validate(env))
			got := policy.New(publisher.Statements(env)...).Indent()
			golden.Compare(t, filepath.Join("testdata", "golden", tt.name+".json"), got)
		})
	}
}

// What a set says must not depend on when or how often it is asked, nor on
// what was done with an earlier answer.
func TestStatementsAreTheCallers(t *testing.T) {
	publisher, env := full()
	for _, publisher.Dev = range []bool{false, true} {
		before := policy.New(publisher.Statements(env)...).Indent()
		for _, s := range publisher.Statements(env) {
			for i := range s.Actions {
				s.Actions[i] = "*"
			}
			s.Resources[0] = "*"
			for operator, keys := range s.Conditions {
				for _, values := range keys {
					values[0] = "*"
				}
				delete(s.Conditions, operator)
			}
		}
		for _, row := range permission.Rows() {
			clear(row.Conditions)
		}
		assert.Equal(t, before, policy.New(publisher.Statements(env)...).Indent())
	}
}

func TestSidsAreUnique(t *testing.T) {
	publisher, env := full()
	for _, publisher.Dev = range []bool{false, true} {
		seen := map[string]bool{}
		for _, s := range publisher.Statements(env) {
			assert.Regexp(t, "^[A-Za-z0-9]+$", s.Sid)
			assert.False(t, seen[s.Sid], s.Sid)
			seen[s.Sid] = true
		}
	}
}

func TestNotices(t *testing.T) {
	const (
		wholeBucket     = "note s3-whole-bucket: the policy covers every object of the bucket, because {S3.Prefix} is unset"
		everyRepository = "note ecr-every-repository: the policy covers every ECR repository of the account in the region, because "
		movable         = `ECR has no condition key for image tags, so a dev publisher can move any tag there, "latest" included; `
		wholeOfDev      = `warning s3-dev-prefix-everything: {S3.DevPrefix} "*" leaves no part of the bucket out, so a dev publisher may overwrite released objects; name the part that dev releases go to`
	)
	tests := []struct {
		name      string
		publisher permission.Publisher
		want      []string
	}{
		{"a whole bucket, where no prefix is set",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}}, []string{wholeBucket}},
		{"whole further buckets",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "a/", Buckets: []permission.Bucket{{BucketName: "acme-docs", Prefixes: []string{"b/"}}, {BucketName: "acme-site"}}}},
			[]string{"note s3-whole-bucket: the policy covers every object of the bucket, because {S3.Buckets[1].Prefixes} is unset"}},
		{"a prefix that ends a directory",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/"}}, nil},
		{"a prefix that ends in punctuation goes on on purpose",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "v-"}}, nil},
		{"a prefix that ends in a token can't be seen",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "a/${Token[TOKEN.1]}"}}, nil},
		{"a prefix that another name continues",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release"}},
			[]string{`warning s3-prefix-no-slash: {S3.Prefix} "release" does not end with "/", so the publisher may also write to look-alikes such as "release-evil/"; write "release/" unless keys really continue the name`}},
		{"a prefix after a token that another name continues",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "${Token[TOKEN.1]}/v1"}},
			[]string{`warning s3-prefix-no-slash: {S3.Prefix} "${Token[TOKEN.1]}/v1" does not end with "/", so the publisher may also write to look-alikes such as "${Token[TOKEN.1]}/v1-evil/"; write "${Token[TOKEN.1]}/v1/" unless keys really continue the name`}},
		{"the prefix of the other mode is ignored",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release", DevPrefix: moduleDevPrefix}, Dev: true}, nil},
		{"the dev prefix of the other mode is ignored",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "a/", DevPrefix: "*"}}, nil},
		{"a dev prefix that another name continues",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "*/feature"}, Dev: true},
			[]string{`warning s3-dev-prefix-no-slash: {S3.DevPrefix} "*/feature" does not end with "/", so the publisher may also write to look-alikes such as "*/feature-evil/"; write "*/feature/" unless keys really continue the name`}},
		{"a dev prefix that is unset",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}, Dev: true},
			[]string{`note s3-dev-prefix-unset: dev releases go below "dev/", because {S3.DevPrefix} is unset`}},
		{"a dev prefix that a preset fills",
			permission.Publisher{Preset: "agilecustoms-release", S3: &permission.S3{BucketName: "acme-dist", DevBucketName: "acme-dev"}, Dev: true},
			[]string{`note s3-dev-prefix-unset: dev releases go below "*/feature-", because {Preset} "agilecustoms-release" says so`}},
		{"a dev prefix that is everything",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "*"}, Dev: true}, []string{wholeOfDev}},
		{"a dev prefix that is every directory",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "*/"}, Dev: true},
			[]string{`warning s3-dev-prefix-everything: {S3.DevPrefix} "*/" leaves no part of the bucket out, so a dev publisher may overwrite released objects; name the part that dev releases go to`}},
		{"a bucket name of the account's regional namespace",
			permission.Publisher{S3: &permission.S3{BucketName: "dist-111122223333-eu-west-1-an", Prefix: "a/"}}, nil},
		{"a bucket name that only ends like one",
			permission.Publisher{S3: &permission.S3{BucketName: "dist-an", Prefix: "a/"}},
			[]string{`warning s3-bucket-name-an: {S3.BucketName} "dist-an" ends with "-an", which S3 keeps for names that have the account id and the region before it; check that the bucket exists under this name`}},
		{"every repository", permission.Publisher{ECR: &permission.ECR{EveryRepository: true}}, []string{everyRepository + "{Ecr.EveryRepository} asks for it"}},
		{"every repository by name", permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"*"}}}, []string{everyRepository + `{Ecr.RepositoryNames} asks for "*"`}},
		{"every repository by preset", permission.Publisher{Preset: module}, []string{everyRepository + `{Preset} "terraform-aws-ci-publisher" asks for it`}},
		{"every repository by preset, in dev", permission.Publisher{Preset: module, Dev: true}, []string{
			`warning ecr-dev-shares-repositories: {Preset} "terraform-aws-ci-publisher" lets a dev publisher push to the repositories of releases; ` + movable + `{Ecr.DevRepositoryNames} gives it repositories of its own`,
			everyRepository + `{Preset} "terraform-aws-ci-publisher" asks for it`,
		}},
		{"every repository by name, in dev", permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, DevRepositoryNames: []string{"*"}}, Dev: true}, []string{
			`warning ecr-dev-shares-repositories: {Ecr.DevRepositoryNames} "*" has repositories of releases among its own; ` + movable + `let the two begin differently`,
			everyRepository + `{Ecr.DevRepositoryNames} asks for "*"`,
		}},
		{"repositories of dev releases beside every one of releases",
			permission.Publisher{ECR: &permission.ECR{EveryRepository: true, DevRepositoryNames: []string{"dev/*"}}, Dev: true}, nil},
		{"every public repository", permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"*"}}},
			[]string{`note ecr-public-every-repository: the policy covers every repository of the account in ECR Public, because {EcrPublic.RepositoryNames} asks for "*"`}},
		{"every package of every repository of a domain", permission.Publisher{CodeArtifact: &permission.CodeArtifact{DomainName: "acme", EveryRepository: true}}, []string{
			"note codeartifact-every-repository: the policy covers every repository of the CodeArtifact domain, because {CodeArtifact.EveryRepository} asks for it",
			"note codeartifact-every-package: the policy covers packages of every format because {CodeArtifact.Formats} is unset, of every namespace because {CodeArtifact.Namespaces} is unset, of every name because {CodeArtifact.Packages} is unset, in each of its repositories",
		}},
		{"packages that are named in full", permission.Publisher{CodeArtifact: &permission.CodeArtifact{
			DomainName: "acme", RepositoryNames: []string{"maven"}, Formats: []string{"maven"}, Namespaces: []string{"com.acme"}, Packages: []string{"app"},
		}}, nil},
		{"store by store",
			permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "*"}, ECR: &permission.ECR{RepositoryNames: []string{"app"}}, Dev: true},
			[]string{wholeOfDev, "note ecr-dev-none: the dev publisher has no access to ECR, because {Ecr.DevRepositoryNames} names no repository for it"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
			require.NoError(t, tt.publisher.Validate(env), "what has notices is legal")
			assert.Equal(t, tt.want, noticesOf(tt.publisher, env))
		})
	}
}

// noticesOf returns the notices as the tests write them.
func noticesOf(set permission.Noticer, env permission.Environment) []string {
	var all []string
	for _, notice := range set.Notices(env) {
		all = append(all, noticeKind(notice)+" "+notice.ID+": "+notice.Text)
	}
	return all
}

func noticeKind(n fault.Notice) string {
	if n.Note {
		return "note"
	}
	return "warning"
}

// set returns a publisher of everything in which one thing is different.
type set func(*permission.Publisher, *permission.Environment)

func bucket(name string) set {
	return func(p *permission.Publisher, _ *permission.Environment) { p.S3.BucketName = name }
}

func prefix(s string) set {
	return func(p *permission.Publisher, _ *permission.Environment) { p.S3.Prefix = s }
}

func devPrefix(s string) set {
	return func(p *permission.Publisher, _ *permission.Environment) { p.S3.DevPrefix = s }
}

func domain(name string) set {
	return func(p *permission.Publisher, _ *permission.Environment) { p.CodeArtifact.DomainName = name }
}

func account(id string) set {
	return func(_ *permission.Publisher, e *permission.Environment) { e.AccountID = id }
}

func region(code string) set {
	return func(_ *permission.Publisher, e *permission.Environment) { e.Region = code }
}

func partition(name string) set {
	return func(_ *permission.Publisher, e *permission.Environment) { e.Partition = name }
}

func both(a, b set) set {
	return func(p *permission.Publisher, e *permission.Environment) { a(p, e); b(p, e) }
}

const nothingInDev = `Dev "true" leaves nothing to publish to: dev publishers have no access to ECR Public, and to ECR and CodeArtifact only where repositories are named for them; ` +
	`set S3, Ecr.DevRepositoryNames or CodeArtifact.DevRepositoryNames, or unset Dev`

func TestInvalidOptions(t *testing.T) {
	const (
		accountRemedy   = "is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included"
		regionRemedy    = `is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`
		partitionRemedy = "is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov"
		characters      = "; use lower-case letters, digits, dots and hyphens"
		length          = "is not 3 to 63 characters long; write the whole name of the bucket, and the name alone"
		accessPoint     = "; name the bucket behind the access point"
		domainRemedy    = "is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen"
		literal         = ", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it"
		variable        = `holds "${", which begins an IAM policy variable; write the value itself`
	)
	long := strings.Repeat("a", 1025)
	cut := `"` + long[:200] + `"…`
	tests := []struct {
		name string
		set  set
		want []string
	}{
		// The environment.
		{"account id with hyphens", account("1111-2222-3333"), []string{`AccountId "1111-2222-3333" ` + accountRemedy}},
		{"account id without its leading zero", account("11122223333"), []string{`AccountId "11122223333" ` + accountRemedy}},
		{"account id of thirteen digits", account("1111222233334"), []string{`AccountId "1111222233334" ` + accountRemedy}},
		{"account alias", account("acme-prod"), []string{`AccountId "acme-prod" ` + accountRemedy}},
		{"account id with a line feed", account("111122223333\n"), []string{`AccountId "111122223333\n" ` + accountRemedy}},
		{"account id in other digits", account("１１１１２２２２３３３３"), []string{`AccountId "１１１１２２２２３３３３" ` + accountRemedy}},
		{"wildcard account id", account("*"), []string{`AccountId "*" ` + accountRemedy}},
		{"wildcard beside an account token", account("${Token[AWS.AccountId.0]}*"), []string{`AccountId "${Token[AWS.AccountId.0]}*" ` + accountRemedy}},
		{"CloudFormation's name of the account", account("${AWS::AccountId}"), []string{`AccountId "${AWS::AccountId}" ` + accountRemedy}},
		{"no account id", account(""), []string{"AccountId is missing, and the ARNs of ECR and CodeArtifact name the account; set it to the twelve digits of the account that owns the stores"}},
		{"no region", region(""), []string{`Region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to the region of the stores, such as "eu-west-1"`}},
		{"upper-case region", region("EU-WEST-1"), []string{`Region "EU-WEST-1" ` + regionRemedy}},
		{"availability zone", region("eu-west-1a"), []string{`Region "eu-west-1a" ` + regionRemedy}},
		{"region's city", region("Ireland"), []string{`Region "Ireland" ` + regionRemedy}},
		{"region without its number", region("eu-west"), []string{`Region "eu-west" ` + regionRemedy}},
		{"wildcard region", region("*"), []string{`Region "*" ` + regionRemedy}},
		{"region and account in one", region("eu-west-1:999988887777"), []string{`Region "eu-west-1:999988887777" ` + regionRemedy}},
		{"wildcard beside a region token", both(region("${Token[AWS.Region.4]}:*"), partition("aws")), []string{`Region "${Token[AWS.Region.4]}:*" ` + regionRemedy}},
		{"unknown partition", partition("aws-china"), []string{`Partition "aws-china" ` + partitionRemedy}},
		{"wildcard partition", partition("*"), []string{`Partition "*" ` + partitionRemedy}},
		{"wildcard beside a partition token", partition("aws${Token[TOKEN.1]}*"), []string{`Partition "aws${Token[TOKEN.1]}*" ` + partitionRemedy}},
		{"region of another partition", both(region("cn-north-1"), partition("aws")),
			[]string{`Region "cn-north-1" is a region of partition aws-cn, not of aws; change Region, or set Partition to aws-cn`}},
		{"commercial region in GovCloud", partition("aws-us-gov"),
			[]string{`Region "eu-west-1" is a region of partition aws, not of aws-us-gov; change Region, or set Partition to aws`}},
		{"region known at deployment only, and no partition", region("${Token[AWS.Region.4]}"),
			[]string{"Partition is missing, and can't be told from Region, which only the deployment knows; set it to the partition of the stack"}},

		// The name of the bucket.
		{"no bucket", bucket(""), []string{"S3.BucketName is missing; name the bucket, or leave S3 unset to grant nothing there"}},
		{"bucket's ARN", bucket("arn:aws:s3:::acme-dist"), []string{`S3.BucketName "arn:aws:s3:::acme-dist" is an ARN; write the bucket's name alone`}},
		{"bucket's address", bucket("s3://acme-dist/release/"), []string{`S3.BucketName "s3://acme-dist/release/" is an address; write the bucket's name alone, and the path in S3.Prefix`}},
		{"bucket name of two characters", bucket("ac"), []string{`S3.BucketName "ac" ` + length}},
		{"bucket name of 64 characters", bucket(long[:64]), []string{`S3.BucketName "` + long[:64] + `" ` + length}},
		{"bucket name in upper case", bucket("Acme-dist"), []string{`S3.BucketName "Acme-dist" holds "A"` + characters}},
		{"bucket name with underscore", bucket("acme_dist"), []string{`S3.BucketName "acme_dist" holds "_"` + characters}},
		{"bucket name with space", bucket("acme dist"), []string{`S3.BucketName "acme dist" holds " "` + characters}},
		{"bucket name with slash", bucket("acme-dist/release"), []string{`S3.BucketName "acme-dist/release" holds "/"` + characters}},
		{"bucket name with umlaut", bucket("bücher"), []string{`S3.BucketName "bücher" holds "ü"` + characters}},
		{"bucket name that is not UTF-8", bucket("acme\xff"), []string{`S3.BucketName "acme\xff" holds "\xff"` + characters}},
		{"wildcard bucket", bucket("acme-*"), []string{`S3.BucketName "acme-*" holds "*"` + characters}},
		{"wildcard beside a bucket token", bucket("${Token[TOKEN.9]}/*"), []string{`S3.BucketName "${Token[TOKEN.9]}/*" holds "/"` + characters}},
		{"policy variable as bucket", bucket("${aws:username}"), []string{`S3.BucketName "${aws:username}" holds "$"` + characters}},
		{"bucket name that begins with a hyphen", bucket("-acme"), []string{`S3.BucketName "-acme" begins with "-"; begin with a letter or digit`}},
		{"bucket name that begins with a dot", bucket(".acme"), []string{`S3.BucketName ".acme" begins with "."; begin with a letter or digit`}},
		{"bucket name that ends with a hyphen", bucket("acme-"), []string{`S3.BucketName "acme-" ends with "-"; end with a letter or digit`}},
		{"bucket name that ends with a dot", bucket("acme."), []string{`S3.BucketName "acme." ends with "."; end with a letter or digit`}},
		{"bucket name with two dots in a row", bucket("acme..dist"), []string{`S3.BucketName "acme..dist" has two dots in a row; use one`}},
		{"bucket name like an IP address", bucket("192.168.5.4"), []string{`S3.BucketName "192.168.5.4" has the form of an IP address; S3 allows no such name; check which bucket is meant`}},
		{"bucket name with leading zeros like an IP address", bucket("192.168.005.004"), []string{`S3.BucketName "192.168.005.004" has the form of an IP address; S3 allows no such name; check which bucket is meant`}},
		{"punycode bucket name", bucket("xn--acme"), []string{`S3.BucketName "xn--acme" begins with "xn--"; S3 reserves it, so this can't be a bucket; check the name`}},
		{"bucket name beginning sthree-", bucket("sthree-acme"), []string{`S3.BucketName "sthree-acme" begins with "sthree-"; S3 reserves it, so this can't be a bucket; check the name`}},
		{"bucket name of AWS's documentation", bucket("amzn-s3-demo-bucket"), []string{`S3.BucketName "amzn-s3-demo-bucket" begins with "amzn-s3-demo-"; S3 reserves it for its documentation; write the name of your own bucket`}},
		{"access point alias", bucket("acme-abc-s3alias"), []string{`S3.BucketName "acme-abc-s3alias" ends with "-s3alias"; S3 reserves it for access point aliases` + accessPoint}},
		{"Object Lambda access point", bucket("acme--ol-s3"), []string{`S3.BucketName "acme--ol-s3" ends with "--ol-s3"; S3 reserves it for Object Lambda access points` + accessPoint}},
		{"Multi-Region Access Point", bucket("acme.mrap"), []string{`S3.BucketName "acme.mrap" ends with ".mrap"; S3 reserves it for Multi-Region Access Points` + accessPoint}},
		{"directory bucket", bucket("acme--usw2-az1--x-s3"), []string{`S3.BucketName "acme--usw2-az1--x-s3" ends with "--x-s3"; S3 reserves it for directory buckets, whose permissions are s3express actions; use a general purpose bucket`}},
		{"table bucket", bucket("acme--table-s3"), []string{`S3.BucketName "acme--table-s3" ends with "--table-s3"; S3 reserves it for table buckets, whose permissions are s3tables actions; use a general purpose bucket`}},

		// The prefixes.
		{"prefix with leading slash", prefix("/release/"), []string{`S3.Prefix "/release/" begins with "/", so it matches no object key; write "release/"`}},
		{"prefix that is a slash", prefix("/"), []string{`S3.Prefix "/" begins with "/", so it matches no object key; leave it unset for the whole bucket`}},
		{"prefix with asterisk", prefix("release/*"), []string{`S3.Prefix "release/*" holds "*"` + literal}},
		{"prefix with question mark", prefix("release?/"), []string{`S3.Prefix "release?/" holds "?"` + literal}},
		{"prefix with wildcard beside a token", prefix("${Token[TOKEN.1]}/*"), []string{`S3.Prefix "${Token[TOKEN.1]}/*" holds "*"` + literal}},
		{"prefix with policy variable", prefix("home/${aws:username}/"), []string{`S3.Prefix "home/${aws:username}/" ` + variable}},
		{"prefix with half a token", prefix("${Token[TOKEN.1/"), []string{`S3.Prefix "${Token[TOKEN.1/" ` + variable}},
		{"prefix longer than a key", prefix(long), []string{`S3.Prefix ` + cut + ` has 1025 bytes; an object key has 1,024 at most`}},
		{"prefix with control character", prefix("release\n/"), []string{`S3.Prefix "release\n/" holds a control character; leave it out`}},
		{"prefix that is not UTF-8", prefix("release\xff/"), []string{`S3.Prefix "release\xff/" is not UTF-8; object keys are UTF-8`}},
		{"prefix beyond Latin-1", prefix("発売/"), []string{`S3.Prefix "発売/" holds "発", and a policy document can only hold the characters of Latin-1; let the prefix end before it, or use other keys`}},
		{"prefix just beyond Latin-1", prefix("Ā/"), []string{`S3.Prefix "Ā/" holds "Ā", and a policy document can only hold the characters of Latin-1; let the prefix end before it, or use other keys`}},
		{"dev prefix with leading slash", devPrefix("/feature/"), []string{`S3.DevPrefix "/feature/" begins with "/", so it matches no object key; write "feature/"`}},
		{"dev prefix with question mark", devPrefix("?/feature/"), []string{`S3.DevPrefix "?/feature/" holds "?", which IAM reads as any one character; use "*", or write the character itself`}},
		{"dev prefix with policy variable", devPrefix("${aws:PrincipalTag/team}/*"), []string{`S3.DevPrefix "${aws:PrincipalTag/team}/*" ` + variable}},
		{"dev prefix longer than a key", devPrefix(long), []string{`S3.DevPrefix ` + cut + ` has 1025 bytes; an object key has 1,024 at most`}},
		{"dev prefix with NUL", devPrefix("feature/\x00"), []string{`S3.DevPrefix "feature/\x00" holds a control character; leave it out`}},
		{"dev prefix beyond Latin-1", devPrefix("*/ветка/"), []string{`S3.DevPrefix "*/ветка/" holds "в", and a policy document can only hold the characters of Latin-1; let the prefix end before it, or use other keys`}},

		// The domain.
		{"no domain", domain(""), []string{"CodeArtifact.DomainName is missing; name the domain, or leave CodeArtifact unset to grant nothing there"}},
		{"domain of one letter", domain("a"), []string{`CodeArtifact.DomainName "a" ` + domainRemedy}},
		{"domain of 51 letters", domain(long[:51]), []string{`CodeArtifact.DomainName "` + long[:51] + `" ` + domainRemedy}},
		{"domain in upper case", domain("Acme"), []string{`CodeArtifact.DomainName "Acme" ` + domainRemedy}},
		{"domain that begins with a digit", domain("1acme"), []string{`CodeArtifact.DomainName "1acme" ` + domainRemedy}},
		{"domain that ends with a hyphen", domain("acme-"), []string{`CodeArtifact.DomainName "acme-" ` + domainRemedy}},
		{"domain with dot", domain("acme.com"), []string{`CodeArtifact.DomainName "acme.com" ` + domainRemedy}},
		{"domain and repository in one", domain("acme/maven"), []string{`CodeArtifact.DomainName "acme/maven" ` + domainRemedy}},
		{"wildcard domain", domain("*"), []string{`CodeArtifact.DomainName "*" ` + domainRemedy}},
		{"wildcard beside a domain token", domain("${Token[TOKEN.11]}*"), []string{`CodeArtifact.DomainName "${Token[TOKEN.11]}*" ` + domainRemedy}},
		{"domain's ARN", domain("arn:aws:codeartifact:eu-west-1:111122223333:domain/acme"), []string{`CodeArtifact.DomainName "arn:aws:codeartifact:eu-west-1:111122223333:domain/acme" ` + domainRemedy}},

		// The whole.
		{"no store at all", func(p *permission.Publisher, _ *permission.Environment) { *p = permission.Publisher{} },
			[]string{"S3, Ecr and CodeArtifact are all unset, so there is nothing to publish to; set at least one"}},
		{"nothing left in dev mode", func(p *permission.Publisher, _ *permission.Environment) {
			p.Preset, p.S3, p.ECR, p.CodeArtifact.EveryRepository, p.Dev = "", nil, nil, true, true
		},
			[]string{nothingInDev}},
		{"what the mode ignores is checked all the same", func(p *permission.Publisher, _ *permission.Environment) {
			p.Dev, p.S3.Prefix, p.CodeArtifact.DomainName = true, "/x", "A"
		}, []string{
			`S3.Prefix "/x" begins with "/", so it matches no object key; write "x"`,
			`CodeArtifact.DomainName "A" ` + domainRemedy,
		}},
		{"several faults of one name", bucket("-Acme..dist-"), []string{
			`S3.BucketName "-Acme..dist-" holds "A"` + characters,
			`S3.BucketName "-Acme..dist-" begins with "-"; begin with a letter or digit`,
			`S3.BucketName "-Acme..dist-" ends with "-"; end with a letter or digit`,
			`S3.BucketName "-Acme..dist-" has two dots in a row; use one`,
		}},
		{"several faults of one prefix", prefix("/${a}*?\x00"), []string{
			`S3.Prefix "/${a}*?\x00" begins with "/", so it matches no object key; write "${a}*?\x00"`,
			`S3.Prefix "/${a}*?\x00" ` + variable,
			`S3.Prefix "/${a}*?\x00" holds a control character; leave it out`,
			`S3.Prefix "/${a}*?\x00" holds "*"` + literal,
			`S3.Prefix "/${a}*?\x00" holds "?"` + literal,
		}},
		{"a fault of everything, in the order of the options", func(p *permission.Publisher, e *permission.Environment) {
			*e = permission.Environment{AccountID: "1", Region: "r", Partition: "p"}
			p.S3.BucketName, p.S3.Prefix, p.S3.DevPrefix, p.CodeArtifact.DomainName = "ac", "/", "?", "-"
		}, []string{
			`AccountId "1" ` + accountRemedy,
			`Region "r" ` + regionRemedy,
			`Partition "p" ` + partitionRemedy,
			`S3.BucketName "ac" ` + length,
			`S3.Prefix "/" begins with "/", so it matches no object key; leave it unset for the whole bucket`,
			`S3.DevPrefix "?" holds "?", which IAM reads as any one character; use "*", or write the character itself`,
			`CodeArtifact.DomainName "-" ` + domainRemedy,
		}},
		{"a value that looks like the name of an option", prefix("/{Region}/"),
			[]string{`S3.Prefix "/{Region}/" begins with "/", so it matches no object key; write "{Region}/"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			publisher, env := full()
			tt.set(&publisher, &env)
			err := publisher.Validate(env)
			var faults fault.List
			require.ErrorAs(t, err, &faults)
			got := make([]string, len(faults))
			for i, f := range faults {
				got[i] = f.Error()
				assert.NotEmpty(t, f.Remedy)
			}
			assert.Equal(t, tt.want, got)
			assert.Equal(t, err, publisher.Validate(env), "the same faults in the same order every time")
		})
	}
}

func TestValidOptions(t *testing.T) {
	tests := []struct {
		name string
		set  set
	}{
		{"the shortest bucket name", bucket("abc")},
		{"the longest bucket name", bucket(strings.Repeat("a", 63))},
		{"bucket name of digits", bucket("123456")},
		{"bucket name with dots", bucket("dist.acme.com")},
		{"bucket name with dot beside hyphen", bucket("acme-.dist")},
		{"bucket name of three numbers", bucket("192.168.5")},
		{"bucket name that holds a reserved word elsewhere", bucket("acme-xn--sthree-x-s3-1")},
		{"bucket of the account's regional namespace", bucket("acme-111122223333-us-gov-west-1-an")},
		{"bucket token", bucket("${Token[TOKEN.9]}")},
		{"bucket name with a token in it", bucket("acme-${Token[AWS.AccountId.0]}-dist")},
		{"no prefix", prefix("")},
		{"prefix without slash", prefix("release")},
		{"prefix with what S3 allows in keys", prefix("a b/!-_.'()/")},
		{"prefix in Latin-1", prefix("étÿ/")},
		{"prefix with dollar sign", prefix("a$/")},
		{"prefix with braces", prefix("{bucket}/{region}/")},
		{"the longest prefix", prefix(strings.Repeat("a", 1024))},
		{"prefix token", prefix("${Token[TOKEN.9]}/release/")},
		{"slash after a prefix token", prefix("${Token[TOKEN.9]}/")},
		{"no dev prefix", devPrefix("")},
		{"dev prefix with asterisks", devPrefix("*/feature/*/")},
		{"the shortest domain", domain("ab")},
		{"the longest domain", domain(strings.Repeat("a", 50))},
		{"domain with digits and hyphens", domain("a-1--2")},
		{"domain token", domain("acme-${Token[TOKEN.9]}")},
		{"account id with leading zeros", account("000000000012")},
		{"account token", account("${Token[AWS.AccountId.0]}")},
		{"partition of the region", both(region("cn-northwest-1"), partition("aws-cn"))},
		{"partition token", partition("${Token[AWS.Partition.3]}")},
		{"region token and partition", both(region("${Token[AWS.Region.4]}"), partition("aws-cn"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			publisher, env := full()
			tt.set(&publisher, &env)
			assert.NoError(t, publisher.Validate(env))
		})
	}
}

// S3's ARNs name neither account nor region.
func TestS3AloneNeedsNoEnvironment(t *testing.T) {
	publisher := permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}}
	assert.NoError(t, publisher.Validate(permission.Environment{}))
	assert.NoError(t, publisher.Validate(permission.Environment{Region: "cn-north-1"}))
	assert.Equal(t, "arn:aws-cn:s3:::acme-dist", publisher.Statements(permission.Environment{Region: "cn-north-1"})[0].Resources[0])
}

package permission_test

import (
	"fmt"
	"path/filepath"
	"slices"
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
	//   - Region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to a region such as "eu-west-1"
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

// noticed is a publisher that is legal, and every notice of it.
type noticed struct {
	name      string
	publisher permission.Publisher
	want      []string
}

const (
	wholeBucket     = "note s3-whole-bucket: the policy covers every object of the bucket, because {S3.Prefix} is unset"
	everyRepository = "note ecr-every-repository: the policy covers every ECR repository of the account in the region, because "
	movable         = `ECR has no condition key for image tags, so a dev publisher can move any tag there, "latest" included; `
	wholeOfDev      = `warning s3-dev-prefix-everything: {S3.DevPrefix} "*" leaves no part of the bucket out, so a dev publisher may overwrite released objects; name the part that dev releases go to`
)

var noticedPublishers = []noticed{
	{"store by store",
		permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "*"}, ECR: &permission.ECR{RepositoryNames: []string{"app"}}, Dev: true},
		[]string{wholeOfDev, "note ecr-dev-none: the dev publisher has no access to ECR, because {Ecr.DevRepositoryNames} names no repository for it"}},
}

func TestNotices(t *testing.T) {
	for _, tt := range slices.Concat(noticedS3, noticedRepositories, noticedPackages, noticedPublishers) {
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

// invalid is a publisher of everything in which one thing is wrong, and every
// fault that is reported.
type invalid struct {
	name string
	set  set
	want []string
}

// What is wrong in every store, and what stores can't have together.
var invalidPublishers = []invalid{
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
	{"a fault of everything, in the order of the options", func(p *permission.Publisher, e *permission.Environment) {
		*e = permission.Environment{AccountID: "1", Region: "r", Partition: "p"}
		p.S3.BucketName, p.S3.Prefix, p.S3.DevPrefix, p.CodeArtifact.DomainName = "ac", "/", "?", "-"
	}, []string{
		`AccountId "1" ` + accountRemedy,
		`Region "r" ` + regionRemedy,
		`Partition "p" ` + partitionRemedy,
		`S3.BucketName "ac" ` + bucketLength,
		`S3.Prefix "/" begins with "/", so it matches no object key; leave it unset for the whole bucket`,
		`S3.DevPrefix "?" holds "?", which IAM reads as any one character; use "*", or write the character itself`,
		`CodeArtifact.DomainName "-" ` + domainRemedy,
	}},
	{"public registry alone in dev mode", func(p *permission.Publisher, _ *permission.Environment) {
		*p = permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"app"}}, Dev: true}
	}, []string{
		nothingInDev,
	}},
}

func TestInvalidOptions(t *testing.T) {
	for _, tt := range slices.Concat(invalidEnvironments, invalidS3, invalidAccessPoints, invalidECR, invalidECRPublic, invalidCodeArtifact, invalidPresets, invalidPublishers) {
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

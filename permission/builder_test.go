package permission_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

const distKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// readEverything returns a builder with every option.
func readEverything() (permission.Builder, permission.Environment) {
	return permission.Builder{
		CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", RepositoryNames: []string{"packages", "vendor-*"}, Describe: true, TokenDuration: 3600},
		ECR:          &permission.ECRRead{RepositoryNames: []string{"team/app", "base/*"}},
		S3:           &permission.S3Read{BucketName: "acme-dist", Prefix: "release/", List: true, KMSKeyARN: distKey},
	}, permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
}

func ExampleBuilder() {
	builder := permission.Builder{ECR: &permission.ECRRead{RepositoryNames: []string{"team/app"}}}
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	if err := builder.Validate(env); err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range builder.Statements(env) {
		fmt.Println(s.Actions, s.Resources)
	}
	// Output:
	// [ecr:GetAuthorizationToken] [*]
	// [ecr:BatchGetImage ecr:GetDownloadUrlForLayer] [arn:aws:ecr:eu-west-1:111122223333:repository/team/app]
}

// The documents as a security reviewer reads them. The two on tokens are named
// after AWS's examples.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/auth-and-access-control-iam-identity-based-access-control.html
func TestGoldenBuilders(t *testing.T) {
	read := func(change func(*permission.CodeArtifactRead)) permission.Builder {
		c := &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true}
		change(c)
		return permission.Builder{CodeArtifact: c}
	}
	everything, env := readEverything()
	for _, test := range []struct {
		name    string
		builder permission.Builder
	}{
		{"builder", read(func(*permission.CodeArtifactRead) {})},
		{"builder-described", read(func(c *permission.CodeArtifactRead) { c.Describe = true })},
		{"builder-fixed-endpoint", read(func(c *permission.CodeArtifactRead) { c.FixedEndpoint = true })},
		{"token-12-hours", read(func(c *permission.CodeArtifactRead) { c.TokenDuration, c.TokenExact = 43200, true })},
		{"token-up-to-1-hour", read(func(c *permission.CodeArtifactRead) { c.TokenDuration = 3600 })},
		{"builder-images", permission.Builder{ECR: &permission.ECRRead{EveryRepository: true}}},
		{"builder-files", permission.Builder{S3: &permission.S3Read{BucketName: "acme-dist"}}},
		{"builder-everything", everything},
	} {
		t.Run(test.name, func(t *testing.T) {
			require.NoError(t, test.builder.Validate(env))
			got := policy.New(test.builder.Statements(env)...).Indent()
			golden.Compare(t, filepath.Join("testdata", "golden", test.name+".json"), got)
		})
	}
}

// What terraform-aws-ci-builder grants, and nothing else.
func TestBuilderIsTheTerraformModules(t *testing.T) {
	builder := permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true}}
	got := map[string]string{}
	for _, s := range builder.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}) {
		for _, action := range s.Actions {
			require.Len(t, s.Resources, 1)
			got[action] = s.Resources[0]
		}
		if slices.Contains(s.Actions, "sts:GetServiceBearerToken") {
			assert.Equal(t, policy.Conditions{"StringEquals": {"sts:AWSServiceName": {"codeartifact.amazonaws.com"}}}, s.Conditions)
		} else {
			assert.Empty(t, s.Conditions)
		}
	}
	const arn = "arn:aws:codeartifact:eu-west-1:111122223333:"
	assert.Equal(t, map[string]string{
		"codeartifact:GetAuthorizationToken": arn + "domain/acme",
		"codeartifact:GetRepositoryEndpoint": arn + "repository/acme/*",
		"codeartifact:ReadFromRepository":    arn + "repository/acme/*",
		"sts:GetServiceBearerToken":          "*",
	}, got)
}

func TestBuilderReadsAndNothingElse(t *testing.T) {
	everything, env := readEverything()
	document := policy.New(everything.Statements(env)...)
	const repository, packages = "arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/", "arn:aws:codeartifact:eu-west-1:111122223333:package/acme/"
	listing := func(prefix string) policy.Context { return policy.Context{"s3:prefix": {prefix}} }
	decrypting := func(object string) policy.Context {
		return policy.Context{"kms:ViaService": {"s3.eu-west-1.amazonaws.com"}, "kms:EncryptionContext:aws:s3:arn": {object}}
	}
	for _, test := range []struct {
		action, on string
		context    policy.Context
		want       bool
	}{
		{"codeartifact:ReadFromRepository", repository + "packages", nil, true},
		{"codeartifact:ReadFromRepository", repository + "vendor-npm", nil, true},
		{"codeartifact:ReadFromRepository", repository + "packages-evil", nil, false},
		{"codeartifact:ReadFromRepository", repository + "internal", nil, false},
		{"codeartifact:DescribePackageVersion", packages + "packages/npm//react", nil, true},
		{"codeartifact:DescribePackageVersion", packages + "packages-evil/npm//react", nil, false},
		{"codeartifact:PublishPackageVersion", packages + "packages/npm//react", nil, false},
		{"ecr:GetDownloadUrlForLayer", "arn:aws:ecr:eu-west-1:111122223333:repository/team/app", nil, true},
		{"ecr:GetDownloadUrlForLayer", "arn:aws:ecr:eu-west-1:111122223333:repository/base/go", nil, true},
		{"ecr:GetDownloadUrlForLayer", "arn:aws:ecr:eu-west-1:111122223333:repository/team/other", nil, false},
		{"ecr:PutImage", "arn:aws:ecr:eu-west-1:111122223333:repository/team/app", nil, false},
		{"s3:GetObject", "arn:aws:s3:::acme-dist/release/app.zip", nil, true},
		{"s3:GetObject", "arn:aws:s3:::acme-dist/secret/app.zip", nil, false},
		{"s3:PutObject", "arn:aws:s3:::acme-dist/release/app.zip", nil, false},
		{"s3:ListBucket", "arn:aws:s3:::acme-dist", listing("release/1.2/"), true},
		{"s3:ListBucket", "arn:aws:s3:::acme-dist", listing("secret/"), false},
		{"s3:ListBucket", "arn:aws:s3:::acme-dist", nil, false},
		{"kms:Decrypt", distKey, decrypting("arn:aws:s3:::acme-dist/release/app.zip"), true},
		{"kms:Decrypt", distKey, decrypting("arn:aws:s3:::other/release/app.zip"), false},
		{"kms:Decrypt", distKey, nil, false},
	} {
		decision, err := document.Evaluate(policy.Request{Action: test.action, Resource: test.on, Context: test.context})
		require.NoError(t, err)
		assert.Equal(t, test.want, decision.Allowed(), "%s on %s with %v", test.action, test.on, test.context)
	}
}

// Every action is in a row, and none changes anything.
func TestBuilderOnlyReads(t *testing.T) {
	inRow := map[string]bool{}
	for _, row := range permission.Rows() {
		if row.Set != "Builder" {
			continue
		}
		inRow[row.Action] = true
		_, verb, _ := strings.Cut(row.Action, ":")
		assert.Regexp(t, `^(BatchGet|Get|List|Describe|Read|Decrypt)`, verb)
		if row.Resource == "*" {
			assert.Contains(t, []string{"ecr:GetAuthorizationToken", "sts:GetServiceBearerToken"}, row.Action)
		}
	}
	everything, env := readEverything()
	for _, s := range everything.Statements(env) {
		for _, action := range s.Actions {
			assert.True(t, inRow[action], action)
		}
	}
}

func TestBuilderRefuses(t *testing.T) {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	for _, test := range []struct {
		name    string
		builder permission.Builder
		want    string
	}{
		{"nothing", permission.Builder{}, `CodeArtifact, Ecr and S3 are all unset, so there is nothing to read; set at least one`},
		{"no domain", permission.Builder{CodeArtifact: &permission.CodeArtifactRead{EveryRepository: true}}, `CodeArtifact.DomainName is missing; name the domain, or leave CodeArtifact unset to grant nothing there`},
		{"a repository's ARN", permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", RepositoryNames: []string{"arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/x"}}},
			`CodeArtifact.RepositoryNames[0] "arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/x" is an ARN; write the name alone`},
		{"a short lifetime", permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true, TokenDuration: 60}}, `CodeArtifact.TokenDuration "60" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`},
		{"exactly nothing", permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true, TokenExact: true}}, `CodeArtifact.TokenExact "true" has no lifetime to hold tokens to; set CodeArtifact.TokenDuration`},
		{"a key's alias", permission.Builder{S3: &permission.S3Read{BucketName: "acme-dist", KMSKeyARN: "alias/dist"}}, `S3.KmsKeyArn "alias/dist" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`},
		{"a prefix with a wildcard", permission.Builder{S3: &permission.S3Read{BucketName: "acme-dist", Prefix: "*"}}, `S3.Prefix "*" holds "*", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it`},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.EqualError(t, test.builder.Validate(env), "cipublisher: "+test.want)
		})
	}
}

func TestBuilderNotices(t *testing.T) {
	builder := permission.Builder{CodeArtifact: &permission.CodeArtifactRead{DomainName: "acme", EveryRepository: true, TokenDuration: 900}, ECR: &permission.ECRRead{EveryRepository: true}, S3: &permission.S3Read{BucketName: "acme-an"}}
	var ids []string
	for _, notice := range builder.Notices(permission.Environment{}) {
		ids = append(ids, notice.ID)
	}
	assert.Equal(t, []string{"codeartifact-token-duration", "codeartifact-every-repository", "ecr-pull-every-repository", "s3-bucket-name-an", "s3-whole-bucket"}, ids)
}

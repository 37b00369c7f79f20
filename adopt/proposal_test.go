package adopt_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/adopt"
	"github.com/cipublisher/cipublisher/drift"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/trust"
)

var home = permission.Environment{AccountID: "111122223333", Region: "eu-west-1", Partition: "aws"}

func ptr[T any](v T) *T { return &v }

// accountOf has a role for each name, with a trust and an identity policy.
func accountOf(t testing.TB, roles map[string][2]any) account.Account {
	t.Helper()
	var list []any
	for name, documents := range roles {
		list = append(list, map[string]any{"RoleName": name, "Path": "/ci/", "Arn": "arn:aws:iam::111122223333:role/ci/" + name, "AssumeRolePolicyDocument": documents[0],
			"RolePolicyList": []any{map[string]any{"PolicyName": "inline", "PolicyDocument": documents[1]}}})
	}
	text, err := json.Marshal(map[string]any{"RoleDetailList": list})
	require.NoError(t, err)
	a, err := account.Read(text)
	require.NoError(t, err)
	return a
}

func trusting(subjects ...trust.Subject) policy.Document {
	return trust.Options{AccountID: home.AccountID, Subjects: subjects}.Document()
}

var released = trusting(trust.Subject{Repositories: []string{"acme@1/app@2"}, Environments: []string{"release"}})

func inPolicy(entries []review.Entry) []review.Entry {
	var all []review.Entry
	for _, e := range entries {
		if e.Kind == review.InPolicy {
			all = append(all, e)
		}
	}
	return all
}

// publishers are what options make: adopted, they come out with the same
// meaning, whichever options they were made of.
var publishers = map[string]permission.Publisher{
	"bucket":         {S3: &permission.S3{BucketName: "acme-dist"}},
	"prefix":         {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/"}},
	"prefixes":       {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", Prefixes: []string{"docs/"}}},
	"deletes":        {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/"}, AllowDelete: ptr(true)},
	"multipart":      {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", Multipart: true}},
	"list-prefix":    {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", ListPrefix: true}},
	"tagged":         {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", RequireReleaseTag: ptr(true)}},
	"secure":         {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", SecureTransport: true, ResourceAccount: true}},
	"write-once":     {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", WriteOnce: true}},
	"encrypted":      {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", KMSKeyARN: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}},
	"two-buckets":    {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/", Buckets: []permission.Bucket{{BucketName: "acme-mirror", Prefixes: []string{"x/"}}, {BucketName: "acme-whole"}}}},
	"dev":            {S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "dev/app/"}, Dev: true},
	"dev-delete":     {S3: &permission.S3{BucketName: "acme-dist", DevPrefix: "dev/app/", DevDelete: ptr(true)}, Dev: true},
	"image":          {ECR: &permission.ECR{RepositoryNames: []string{"app", "app/*"}}},
	"images":         {ECR: &permission.ECR{EveryRepository: true, Pull: true, Describe: true}, AllowDelete: ptr(true)},
	"public-image":   {ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"app"}}},
	"packages":       {CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"maven", "npm"}}},
	"every-package":  {CodeArtifact: &permission.CodeArtifact{DomainName: "acme", EveryRepository: true}},
	"formats":        {CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"npm"}, Formats: []string{"npm"}}},
	"foreign-domain": {CodeArtifact: &permission.CodeArtifact{DomainName: "acme", AccountID: "444455556666", RepositoryNames: []string{"npm"}}},
	"all":            {S3: &permission.S3{BucketName: "acme-dist", Prefix: "app/"}, ECR: &permission.ECR{RepositoryNames: []string{"app"}}, CodeArtifact: &permission.CodeArtifact{DomainName: "acme", RepositoryNames: []string{"maven"}}, AllowDelete: ptr(true)},
}

func TestPublishersAreAdoptedAsTheyAre(t *testing.T) {
	roles := map[string][2]any{}
	for name, p := range publishers {
		require.NoError(t, p.Validate(home), name)
		roles[name] = [2]any{released, policy.New(p.Statements(home)...)}
	}
	proposals := adopt.Roles(accountOf(t, roles), adopt.Options{Region: "eu-west-1"})
	require.Len(t, proposals, len(publishers))
	for _, p := range proposals {
		assert.True(t, p.Covers(), "%s: %+v", p.Name, p.Change.Lost)
		assert.Empty(t, p.Change.Lost, p.Name)
		assert.Empty(t, p.Change.Gained, "%s: %+v", p.Name, p.Settings)
		assert.Empty(t, p.Problems, p.Name)
	}
}

// What an adoption covers, leaves out and adds, by hand-made policies.
func TestProposals(t *testing.T) {
	for name, test := range map[string]struct {
		identity     string
		covers       bool
		lost, gained []string // actions
		never        []string
		settings     adopt.Settings
	}{
		"what a push needs": {`{"Effect":"Allow","Action":"ecr:GetAuthorizationToken","Resource":"*"},
			{"Effect":"Allow","Action":["ecr:BatchCheckLayerAvailability","ecr:InitiateLayerUpload","ecr:UploadLayerPart","ecr:CompleteLayerUpload","ecr:PutImage"],"Resource":"arn:aws:ecr:eu-west-1:111122223333:repository/app"}`,
			true, nil, []string{"ecr:BatchGetImage"}, nil, adopt.Settings{"Ecr.RepositoryNames": []string{"app"}}},
		"a whole service on a bucket": {`{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::acme-dist","arn:aws:s3:::acme-dist/*"]}`,
			false, []string{"s3:*"}, nil, []string{"s3:*"}, adopt.Settings{"S3.BucketName": "acme-dist", "S3.AllowDelete": true, "S3.Multipart": true}},
		"more than publishing": {`{"Effect":"Allow","Action":["s3:PutObject","s3:PutObjectTagging"],"Resource":"arn:aws:s3:::acme-dist/app/*"},{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::acme-dist"},{"Effect":"Allow","Action":"cloudfront:CreateInvalidation","Resource":"*"},{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},{"Effect":"Allow","Action":"dynamodb:DeleteTable","Resource":"*"}`,
			false, []string{"cloudfront:CreateInvalidation", "dynamodb:DeleteTable", "iam:PassRole"}, nil, []string{"dynamodb:DeleteTable"}, adopt.Settings{"S3.BucketName": "acme-dist", "S3.Prefix": "app/"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := adopt.Roles(accountOf(t, map[string][2]any{"a": {released, json.RawMessage(`{"Version":"2012-10-17","Statement":[` + test.identity + `]}`)}}), adopt.Options{Region: "eu-west-1"})[0]
			assert.Equal(t, test.covers, p.Covers())
			actions := func(entries []review.Entry) (all []string) {
				for _, e := range inPolicy(entries) {
					for _, a := range e.Grant.Actions {
						all = append(all, a.Name)
					}
				}
				return all
			}
			assert.ElementsMatch(t, test.lost, dedupe(actions(p.Change.Lost)))
			assert.ElementsMatch(t, test.gained, actions(p.Change.Gained))
			assert.Equal(t, test.never, p.Never)
			for path, value := range test.settings {
				assert.Equal(t, value, p.Settings[path], path)
			}
		})
	}
}

func dedupe(list []string) (all []string) {
	seen := map[string]bool{}
	for _, text := range list {
		if !seen[text] {
			all = append(all, text)
		}
		seen[text] = true
	}
	return all
}

// What no options can say is a problem, and never silent.
func TestProblems(t *testing.T) {
	publish := policy.New(publishers["prefix"].Statements(home)...)
	gitHub := func(subject string) policy.Document {
		return policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}}, Actions: []string{"sts:AssumeRoleWithWebIdentity"},
			Conditions: policy.Conditions{"StringEquals": {"token.actions.githubusercontent.com:aud": {"sts.amazonaws.com"}}, "StringLike": {"token.actions.githubusercontent.com:sub": {subject}}}})
	}
	for name, test := range map[string]struct {
		trust, identity policy.Document
		problem         string
	}{
		"every context":     {gitHub("repo:acme/app:*"), publish, "trusts every environment"},
		"every environment": {gitHub("repo:acme/app:environment:*"), publish, "trusts every environment, which no option does"},
		"a whole owner":     {gitHub("repo:acme/*"), publish, "names no repository"},
		"every bucket":      {released, policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{"*"}}), "may publish to buckets by a pattern"},
		"nothing":           {released, policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"sqs:SendMessage"}, Resources: []string{"*"}}), "publishes to nothing that the options name"},
		"two regions":       {released, policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"ecr:PutImage"}, Resources: []string{"arn:aws:ecr:eu-west-1:111122223333:repository/a", "arn:aws:ecr:us-east-1:111122223333:repository/a"}}), "publishes to several regions"},
	} {
		t.Run(name, func(t *testing.T) {
			p := adopt.Roles(accountOf(t, map[string][2]any{"a": {test.trust, test.identity}}), adopt.Options{Roles: []string{"a"}, Region: "eu-west-1"})[0]
			assert.Contains(t, strings.Join(p.Problems, "\n"), test.problem)
		})
	}
	a := accountOf(t, map[string][2]any{"a": {released, publish}})
	a.Roles[0].Attached = []string{"arn:aws:iam::aws:policy/ReadOnlyAccess"}
	p := adopt.Roles(a, adopt.Options{})[0]
	assert.False(t, p.Covers(), "what is not known may be anything")
	assert.Contains(t, strings.Join(p.Problems, "\n"), "ReadOnlyAccess")
}

// The registry that comes out means what the account has: it is read, and
// compared with the account by package drift.
func TestRegistryMeansTheAccount(t *testing.T) {
	roles := map[string][2]any{}
	for _, name := range []string{"deletes", "multipart", "image", "packages", "tagged"} {
		p := publishers[name]
		if p.S3 != nil {
			own := *p.S3
			own.Prefix = name + "/"
			p.S3 = &own
		}
		if p.ECR != nil {
			p.ECR = &permission.ECR{RepositoryNames: []string{name}}
		}
		id := trust.Subject{Repositories: []string{"acme@1/" + name + "@" + map[string]string{"deletes": "11", "multipart": "12", "image": "13", "packages": "14", "tagged": "15"}[name]}, Environments: []string{"release"}}
		roles[name] = [2]any{trusting(id), policy.New(p.Statements(home)...)}
	}
	a := accountOf(t, roles)
	text := adopt.Registry(adopt.Roles(a, adopt.Options{Region: "eu-west-1"}), a.ID)
	r, err := registry.Read([]byte(text))
	require.NoError(t, err, text)
	require.Len(t, r.Repositories, len(roles))
	holders, err := drift.OfRegistry(r, a.ID, a.Partition, "")
	require.NoError(t, err)
	found := drift.Compare(holders, a)
	assert.False(t, found.Differs(), "%s\n%s", text, found.Write("text", style))
}

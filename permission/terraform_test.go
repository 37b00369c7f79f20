package permission_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
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

// inputs are the inputs of the Terraform module, by its own names.
type inputs struct {
	accountID, region, partition string
	bucket, prefix, devPrefix    string
	domain                       string
	allowDelete, dev             bool
}

// String names a set of inputs in the messages of a test.
func (in inputs) String() string {
	type plain inputs // has no String
	return fmt.Sprintf("%+v", plain(in))
}

// terraform returns the document that the module renders, assembled from
// testdata/terraform without the code under test.
func (in inputs) terraform(t *testing.T) policy.Document {
	t.Helper()
	parts := []string{"ecr", "dev-s3"}
	if !in.dev {
		parts = []string{"ecr", "s3"}
		if in.allowDelete {
			parts = append(parts, "ecr-delete", "s3-delete")
		}
		if in.domain != "" {
			parts = append(parts, "codeartifact")
		}
	}
	values := strings.NewReplacer(
		"{account_id}", in.accountID, "{region}", in.region, "{partition}", in.partition,
		"{s3_bucket_name}", in.bucket, "{s3_prefix}", in.prefix, "{s3_dev_prefix}", in.devPrefix,
		"{codeartifact_domain_name}", in.domain,
	)
	var whole policy.Document
	for _, part := range parts {
		text := golden.Read(t, filepath.Join("testdata", "terraform", part+".json"))
		document, err := policy.Parse(text)
		require.NoError(t, err, part)
		whole.Statements = append(whole.Statements, document.Statements...)
	}
	for i := range whole.Statements {
		for j, resource := range whole.Statements[i].Resources {
			whole.Statements[i].Resources[j] = values.Replace(resource)
		}
	}
	return whole
}

// ours returns the same inputs as this library takes them.
func (in inputs) ours() (permission.Publisher, permission.Environment) {
	publisher := permission.Publisher{
		Preset: module,
		S3:     &permission.S3{BucketName: in.bucket, Prefix: in.prefix},
		Dev:    in.dev,
	}
	if in.devPrefix != moduleDevPrefix {
		publisher.S3.DevPrefix = cmp.Or(in.devPrefix, "*") // an empty one is the whole bucket
	}
	if !in.allowDelete {
		publisher.AllowDelete = new(bool)
	}
	if in.domain != "" {
		publisher.CodeArtifact = &permission.CodeArtifact{DomainName: in.domain}
	}
	return publisher, permission.Environment{AccountID: in.accountID, Region: in.region, Partition: in.partition}
}

// document returns our document, by way of its JSON.
func (in inputs) document(t *testing.T) policy.Document {
	t.Helper()
	publisher, env := in.ours()
	require.NoError(t, publisher.Validate(env), in)
	text, err := json.Marshal(policy.New(publisher.Statements(env)...))
	require.NoError(t, err)
	document, err := policy.Parse(text)
	require.NoError(t, err, in)
	return document
}

// generatedInputs returns every combination of what decides on the form of the
// policy, each with names of its own, the same on every run.
func generatedInputs() []inputs {
	random := rand.New(rand.NewPCG(2, 11))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	name := func(longest int) string {
		const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
		b := []byte{letters[random.IntN(26)]}
		for n := 3 + random.IntN(longest-2); len(b) < n-1; {
			b = append(b, (letters + "-")[random.IntN(37)])
		}
		return string(append(b, letters[random.IntN(36)]))
	}
	regions := map[string][]string{
		"aws":        {"us-east-1", "eu-west-1", "ap-southeast-2", "il-central-1"},
		"aws-cn":     {"cn-north-1", "cn-northwest-1"},
		"aws-us-gov": {"us-gov-west-1", "us-gov-east-1"},
		"aws-eusc":   {"eusc-de-east-1"},
	}
	var all []inputs
	for _, partition := range []string{"aws", "aws-cn", "aws-us-gov", "aws-eusc"} {
		for _, prefix := range []string{"", "release/", "release", "a/b/", "team " + name(8) + "/:+é"} {
			for _, devPrefix := range []string{moduleDevPrefix, "", "dev/", "*/feature-", "*"} {
				for mode := range 6 {
					in := inputs{
						accountID: fmt.Sprintf("%012d", random.Int64N(1e12)), region: pick(regions[partition]...), partition: partition,
						bucket: name(60), prefix: prefix, devPrefix: devPrefix,
						domain: name(48), allowDelete: mode%2 == 0, dev: mode >= 4,
					}
					if mode == 2 || mode == 3 {
						in.domain = ""
					}
					all = append(all, in)
				}
			}
		}
	}
	return all
}

// addition is the one action that the module lacks and pushing needs.
const addition = "ecr:BatchGetImage"

// Every request of a grid gets the same answer from both documents.
func TestParityByRequest(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	t.Parallel()
	sets := generatedInputs()
	require.GreaterOrEqual(t, len(sets), 200)
	requests, outcomes := 0, map[policy.Outcome]int{}
	for _, in := range sets {
		ours, err := policy.Prepare(in.document(t))
		require.NoError(t, err)
		theirs, err := policy.Prepare(in.terraform(t))
		require.NoError(t, err)
		for _, request := range probes(in) {
			asked := request
			if request.Action == addition {
				// Beside ecr:PutImage: where that is allowed, and nowhere else.
				asked.Action = "ecr:PutImage"
			}
			want, err := theirs.Evaluate(asked)
			if err != nil {
				t.Fatal(err)
			}
			got, err := ours.Evaluate(request)
			if err != nil {
				t.Fatal(err)
			}
			if want.Outcome != got.Outcome {
				t.Fatalf("%v\n%s on %s with %v: the module says %v, we say %v", in, request.Action, request.Resource, request.Context, want.Outcome, got.Outcome)
			}
			requests, outcomes[want.Outcome] = requests+1, outcomes[want.Outcome]+1
		}
	}
	for _, outcome := range []policy.Outcome{policy.Allowed, policy.ImplicitlyDenied, policy.ExplicitlyDenied} {
		assert.Greater(t, outcomes[outcome], len(sets), "too few requests are %v for the comparison to mean anything", outcome)
	}
	t.Logf("%d sets of inputs, %d requests: %v", len(sets), requests, outcomes)
}

// probes returns the requests to try: every action of either document and
// some of neither, on resources inside and just outside of what the inputs
// name, with every combination of the condition keys in play.
func probes(in inputs) []policy.Request {
	arn := func(service, region, account, resource string) string {
		return "arn:" + in.partition + ":" + service + ":" + region + ":" + account + ":" + resource
	}
	key := func(bucket, key string) string { return arn("s3", "", "", bucket+"/"+key) }
	devKey := strings.ReplaceAll(in.devPrefix, "*", "svc")
	domain := in.domain
	if domain == "" {
		domain = "acme"
	}
	services := []struct {
		actions, resources []string
		contexts           []policy.Context
	}{
		{
			actions: []string{
				"s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject",
				"s3:GetObject", "s3:PutObjectAcl", "s3:DeleteObjectVersion", "s3:PutObjectVersionTagging", "s3:DeleteBucket", "s3:PutBucketPolicy", "s3:ListBucketVersions",
			},
			resources: []string{
				arn("s3", "", "", in.bucket), arn("s3", "", "", in.bucket+"-evil"), "*",
				key(in.bucket, in.prefix+"svc/1.2.3/app.jar"), key(in.bucket, in.prefix), key(in.bucket, "other/app.jar"), key(in.bucket, "release-evil/app.jar"),
				key(in.bucket, devKey+"app.jar"), key(in.bucket, devKey), key(in.bucket, "A/feature/testing.md"), key(in.bucket, "A/B/feature/testing.md"),
				key(in.bucket, "feature/testing.md"), key(in.bucket, "A/feature-x/testing.md"),
				key(in.bucket+"-evil", in.prefix+"app.jar"), key("x"+in.bucket, devKey+"app.jar"),
				"arn:aws-iso:s3:::" + in.bucket + "/" + in.prefix + "app.jar",
			},
			contexts: tagContexts(),
		},
		{
			actions: []string{
				"ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage", "ecr:BatchDeleteImage", addition,
				"ecr:GetDownloadUrlForLayer", "ecr:DescribeImages", "ecr:DeleteRepository", "ecr:CreateRepository", "ecr:SetRepositoryPolicy", "ecr:PutImageTagMutability", "ecr-public:PutImage",
			},
			resources: []string{
				arn("ecr", in.region, in.accountID, "repository/app"), arn("ecr", in.region, in.accountID, "repository/team/app"),
				arn("ecr", "ap-northeast-1", in.accountID, "repository/app"), arn("ecr", in.region, "999988887777", "repository/app"),
				"arn:aws-iso:ecr:" + in.region + ":" + in.accountID + ":repository/app", "*",
			},
			contexts: []policy.Context{nil},
		},
		{
			actions: []string{
				"codeartifact:GetAuthorizationToken", "codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository", "codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata",
				"codeartifact:DeletePackageVersions", "codeartifact:CopyPackageVersions", "codeartifact:PutDomainPermissionsPolicy", "codeartifact:DescribeDomain",
			},
			resources: []string{
				arn("codeartifact", in.region, in.accountID, "domain/"+domain), arn("codeartifact", in.region, in.accountID, "domain/"+domain+"-evil"),
				arn("codeartifact", in.region, in.accountID, "repository/"+domain+"/maven"), arn("codeartifact", in.region, in.accountID, "repository/"+domain+"-evil/maven"),
				arn("codeartifact", in.region, in.accountID, "package/"+domain+"/maven/maven/com.acme/app"), arn("codeartifact", in.region, in.accountID, "package/"+domain+"/npm/npm//app"),
				arn("codeartifact", in.region, in.accountID, "package/"+domain+"-evil/maven/maven/com.acme/app"),
				arn("codeartifact", "ap-northeast-1", in.accountID, "domain/"+domain), arn("codeartifact", in.region, "999988887777", "domain/"+domain), "*",
			},
			contexts: []policy.Context{nil},
		},
		{
			actions:   []string{"sts:GetServiceBearerToken", "sts:AssumeRole", "sts:TagSession", "iam:PassRole"},
			resources: []string{"*", arn("iam", "", in.accountID, "role/ci/publisher")},
			contexts: []policy.Context{
				nil,
				{"sts:AWSServiceName": {"codeartifact.amazonaws.com"}},
				{"sts:AWSServiceName": {"ecr-public.amazonaws.com"}},
			},
		},
	}
	var all []policy.Request
	for _, service := range services {
		for _, action := range service.actions {
			for _, resource := range service.resources {
				for _, context := range service.contexts {
					all = append(all, policy.Request{Action: action, Resource: resource, Context: context})
				}
			}
		}
	}
	return all
}

// tagContexts returns every combination of a tag Release in the request and on
// the object, absent, false, true and anything else.
func tagContexts() []policy.Context {
	var all []policy.Context
	for _, requested := range []string{"", "false", "true", "False"} {
		for _, existing := range []string{"", "false", "true"} {
			context := policy.Context{}
			if requested != "" {
				context["s3:RequestObjectTag/Release"] = []string{requested}
			}
			if existing != "" {
				context["s3:ExistingObjectTag/Release"] = []string{existing}
			}
			all = append(all, context)
		}
	}
	return all
}

// Both documents say the same, action by action, resource by resource and
// condition by condition.
func TestParityByStatement(t *testing.T) {
	t.Parallel()
	for _, in := range generatedInputs() {
		ours := slices.DeleteFunc(triples(t, in.document(t)), func(triple string) bool {
			return triple == fmt.Sprintf("Allow %s on arn:%s:ecr:%s:%s:repository/* if null", addition, in.partition, in.region, in.accountID)
		})
		theirs := triples(t, in.terraform(t))
		require.Equal(t, theirs, ours, in)
	}
}

// triples returns a document as sentences of one effect, action, resource and
// set of conditions each, sorted.
func triples(t *testing.T, document policy.Document) []string {
	t.Helper()
	var all []string
	for _, s := range document.Statements {
		require.Empty(t, s.NotActions)
		require.Empty(t, s.NotResources)
		require.Nil(t, s.Principal)
		require.Nil(t, s.NotPrincipal)
		conditions, err := json.Marshal(s.Conditions)
		require.NoError(t, err)
		for _, action := range s.Actions {
			for _, resource := range s.Resources {
				// "**" means what "*" does.
				all = append(all, fmt.Sprintf("%s %s on %s if %s", s.Effect, action, strings.ReplaceAll(resource, "**", "*"), conditions))
			}
		}
	}
	slices.Sort(all)
	require.Equal(t, slices.Compact(slices.Clone(all)), all, "the document says something twice")
	return all
}

// For the same permissions our document is never the longer one; what is
// longer is the added action and the names of the statements.
func TestSizeAgainstTerraform(t *testing.T) {
	t.Parallel()
	for _, in := range generatedInputs() {
		full, theirs := in.document(t), in.terraform(t)
		same := policy.Document{Statements: slices.Clone(full.Statements)}
		names := 0
		for i, s := range same.Statements {
			names += len(`"Sid":"",`) + len(s.Sid)
			same.Statements[i].Sid = ""
			same.Statements[i].Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(action string) bool { return action == addition })
		}
		assert.LessOrEqual(t, same.Size(), theirs.Size(), in)
		assert.Equal(t, same.Size()+names+len(`"`+addition+`",`), full.Size(), in)
		if in.allowDelete && in.domain == "" && !in.dev {
			assert.LessOrEqual(t, full.Size(), theirs.Size(), "%v: joined deletes outweigh the names", in)
		}
		assert.Less(t, full.Size(), policy.ManagedPolicyQuota)
	}
}

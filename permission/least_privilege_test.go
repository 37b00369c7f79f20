package permission_test

import (
	"cmp"
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// hardening is one option: what it makes of a publisher to its store in a mode.
// The JSON after is in testdata/least-privilege under the name of the case.
//
// A request is written ACTION ARN KEY=VALUE…, the ARN without "arn:aws:". It
// has the context that AWS gives an honest client's; "KEY=" takes a key away.
// "through=ARN" asks an access point for what the ARN is in the bucket.
type hardening struct {
	name string
	// options are the fields that the case is about.
	options string
	// stores are those of the publisher: "s3", "ecr" and "codeartifact".
	stores  string
	dev     bool
	set     func(*permission.Publisher)
	limited permission.Limited
	// denies are requests that the option takes away, adds those it gives, and
	// keeps those of a client that it fits; refuses are those that are refused
	// with it, too.
	denies, adds, keeps, refuses []string
}

const (
	myKey    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	put      = "s3:PutObject s3:::acme-dist/release/app/1.2.3/app.zip"
	tag      = "s3:PutObjectTagging s3:::acme-dist/release/app/1.2.3/app.zip"
	remove   = "s3:DeleteObject s3:::acme-dist/release/app/1.2.3/app.zip"
	devPut   = "s3:PutObject s3:::acme-dist/app/feature/login.zip s3:RequestObjectTag/Release=false"
	image    = " ecr:eu-west-1:111122223333:repository/"
	packages = " codeartifact:eu-west-1:111122223333:package/acme/"
	bearer   = "sts:GetServiceBearerToken * sts:AWSServiceName=codeartifact.amazonaws.com"
	isRel    = " s3:RequestObjectTag/Release=true"
	once     = " s3:if-none-match=* s3:ObjectCreationOperation=true"
)

// otherKey is a second key.
var otherKey = "arn:aws:kms:eu-west-1:111122223333:key/5678abcd-12ab-34cd-56ef-1234567890ab"

// usual is the context of every request to a service, or for an action.
var usual = map[string]policy.Context{
	"s3": {
		"aws:SecureTransport": {"true"}, "s3:ResourceAccount": {"111122223333"}, "aws:RequestedRegion": {"eu-west-1"},
		"aws:ResourceOrgID": {"o-a1b2c3d4e5"},
	},
	"s3:PutObject": {"s3:ObjectCreationOperation": {"true"}},
	"kms": {
		"kms:ViaService": {"s3.eu-west-1.amazonaws.com"}, "kms:EncryptionContext:aws:s3:arn": {"arn:aws:s3:::acme-dist/release/app.zip"},
	},
	"ecr":          {"aws:RequestedRegion": {"eu-west-1"}, "aws:ResourceOrgID": {"o-a1b2c3d4e5"}},
	"ecr-public":   {"aws:RequestedRegion": {"us-east-1"}},
	"codeartifact": {"aws:RequestedRegion": {"eu-west-1"}, "aws:ResourceOrgID": {"o-a1b2c3d4e5"}},
	"sts":          {"sts:DurationSeconds": {"43200"}},
}

// asked reads a request.
func asked(t *testing.T, text string) policy.Request {
	t.Helper()
	fields := strings.Fields(text)
	require.GreaterOrEqual(t, len(fields), 2, text)
	request := policy.Request{Action: fields[0], Resource: fields[1], Context: policy.Context{}}
	if request.Resource != "*" {
		request.Resource = "arn:aws:" + request.Resource
	}
	service, _, _ := strings.Cut(request.Action, ":")
	for _, of := range []string{service, request.Action} {
		for key, values := range usual[of] {
			request.Context[key] = values
		}
	}
	for _, pair := range fields[2:] {
		key, value, _ := strings.Cut(pair, "=")
		if key == "through" {
			bucket, object, found := strings.Cut(request.Resource, "/")
			require.Equal(t, "arn:aws:s3:::acme-dist", bucket, text)
			if request.Resource = "arn:aws:" + value; found {
				request.Resource += "/object/" + object
			}
			continue
		}
		request.Context[key] = strings.Split(value, ",")
		if value == "" {
			delete(request.Context, key)
		}
	}
	return request
}

func permits(t *testing.T, document policy.Document, text string) bool {
	t.Helper()
	decision, err := document.Evaluate(asked(t, text))
	require.NoError(t, err, text)
	return decision.Allowed()
}

// hardenings are all of them; each store has its own in its test file.
var hardenings = slices.Concat(s3Hardenings, ecrHardenings, ecrPublicHardenings, codeArtifactHardenings, limitedHardenings)

// everywhere is every store.
const everywhere = "s3 ecr codeartifact"

// elsewhere are the documents before that other tests write down.
var elsewhere = map[string]string{
	"before-ecr": "golden/ecr-only", "before-codeartifact": "golden/codeartifact-only",
	"before-s3-codeartifact-dev": "least-privilege/before-s3-dev",
	"before-s3-ecr-dev":          "golden/dev",
	"before-s3-ecr-codeartifact": "golden/with-prefix", "before-s3-ecr-codeartifact-dev": "golden/dev",
}

// before is the publisher that a case is about, without the option, and the
// name of its document.
func (h hardening) before() (publisher permission.Publisher, env permission.Environment, name string) {
	publisher, env = full()
	publisher.S3.Prefix, publisher.Dev = "release/", h.dev
	stores := strings.Fields(h.stores)
	if !slices.Contains(stores, "s3") {
		publisher.S3 = nil
	}
	if !slices.Contains(stores, "codeartifact") {
		publisher.CodeArtifact = nil
	}
	if !slices.Contains(stores, "ecr") { // which the preset would fill in
		publisher.Preset, publisher.AllowDelete, publisher.ECR = "", ptr(true), nil
		if publisher.S3 != nil {
			publisher.S3.DevPrefix = moduleDevPrefix
		}
		if publisher.CodeArtifact != nil {
			publisher.CodeArtifact.EveryRepository = true
		}
	}
	name = "before-" + strings.Join(stores, "-")
	if h.dev {
		name += "-dev"
	}
	return publisher, env, cmp.Or(elsewhere[name], "least-privilege/"+name)
}

func documentOf(t *testing.T, set permission.Set, env permission.Environment) policy.Document {
	t.Helper()
	require.NoError(t, set.Validate(env))
	return policy.New(set.Statements(env)...)
}

func requireDocument(t *testing.T, name string, document policy.Document) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", filepath.FromSlash(name)+".json"), document.Indent())
}

func TestLeastPrivilegeOptions(t *testing.T) {
	for _, tt := range hardenings {
		t.Run(tt.name, func(t *testing.T) {
			publisher, env, name := tt.before()
			was := documentOf(t, publisher, env)
			requireDocument(t, name, was)
			if tt.set != nil {
				tt.set(&publisher)
			}
			tt.limited.Set = publisher
			is := documentOf(t, tt.limited, env)
			requireDocument(t, "least-privilege/"+tt.name, is)
			for _, request := range tt.denies {
				assert.True(t, permits(t, was, request), "before: %s", request)
				assert.False(t, permits(t, is, request), "after: %s", request)
			}
			for _, request := range tt.adds {
				assert.False(t, permits(t, was, request), "before: %s", request)
				assert.True(t, permits(t, is, request), "after: %s", request)
			}
			for _, request := range tt.refuses {
				assert.False(t, permits(t, was, request), "before: %s", request)
				assert.False(t, permits(t, is, request), "after: %s", request)
			}
			for _, request := range tt.keeps {
				assert.True(t, permits(t, was, request), "before: %s", request)
				assert.True(t, permits(t, is, request), "after: %s", request)
			}
			seen := map[string]bool{}
			for _, s := range is.Statements {
				assert.False(t, seen[s.Sid], s.Sid)
				seen[s.Sid] = true
			}
		})
	}
}

// An evaluator that nobody here wrote gets the same requests: the conformance
// suite reads them from this file.
func TestLeastPrivilegeOptionsForOutsiders(t *testing.T) {
	cases := []outsideCase{}
	for _, n := range hardenings {
		_, _, before := n.before()
		cases = append(cases, outsideCase{
			Name: n.name, Before: before, After: "least-privilege/" + n.name,
			Denies: outside(t, n.denies), Adds: outside(t, n.adds), Keeps: outside(t, n.keeps),
		})
	}
	for _, h := range holes() {
		_, env := full()
		requireDocument(t, h.document, documentOf(t, h.original, env))
		cases = append(cases, outsideCase{
			Name: "hole: " + h.name, Before: h.document, After: recommendedName(h.dev()),
			Denies: outside(t, []string{h.request}),
		})
	}
	text, err := json.MarshalIndent(cases, "", "  ")
	require.NoError(t, err)
	golden.Compare(t, filepath.Join("..", "conformance", "testdata", "least-privilege.json"), string(text)+"\n")
}

// outsideCase is a hardening in the form in which the conformance suite reads
// it. Before and After are documents of testdata.
type outsideCase struct {
	Name   string           `json:"name"`
	Before string           `json:"before"`
	After  string           `json:"after"`
	Denies []outsideRequest `json:"denies,omitempty"`
	Adds   []outsideRequest `json:"adds,omitempty"`
	Keeps  []outsideRequest `json:"keeps,omitempty"`
}

type outsideRequest struct {
	Action   string         `json:"action"`
	Resource string         `json:"resource"`
	Context  map[string]any `json:"context,omitempty"`
}

func outside(t *testing.T, texts []string) []outsideRequest {
	var all []outsideRequest
	for _, text := range texts {
		request := asked(t, text)
		context := map[string]any{}
		for key, values := range request.Context {
			context[key] = values[0]
			if key == "s3:RequestObjectTagKeys" { // the only one that has several values
				context[key] = values
			}
		}
		all = append(all, outsideRequest{request.Action, request.Resource, context})
	}
	return all
}

// An option without a case is an option that nobody has read the JSON of.
func TestEveryOptionHasACase(t *testing.T) {
	parity := []string{
		"Publisher.S3", "Publisher.ECR", "Publisher.ECRPublic", "Publisher.CodeArtifact", "Publisher.AllowDelete", "Publisher.Dev",
		"S3.BucketName", "S3.Prefix", "CodeArtifact.DomainName", "Limited.Set", "ECR.EveryRepository", "CodeArtifact.EveryRepository",
	}
	for name, options := range map[string]any{
		"Publisher": permission.Publisher{}, "S3": permission.S3{}, "ECR": permission.ECR{}, "ECRPublic": permission.ECRPublic{}, "CodeArtifact": permission.CodeArtifact{}, "Limited": permission.Limited{},
	} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(options)) {
			option := name + "." + field.Name
			if !field.IsExported() {
				continue
			}
			assert.True(t, slices.Contains(parity, option) || slices.ContainsFunc(hardenings, func(n hardening) bool {
				return slices.Contains(strings.Fields(n.options), option)
			}), "no case has %s", option)
		}
	}
}

// Every row and every condition that an option adds is in some document.
func TestEveryOptionIsInARow(t *testing.T) {
	type used struct{ sid, action string }
	rows, keys := map[used]bool{}, map[string]bool{}
	for _, tt := range hardenings {
		publisher, env, _ := tt.before()
		if tt.set != nil {
			tt.set(&publisher)
		}
		for _, s := range publisher.Statements(env) {
			sid := strings.TrimRight(s.Sid, "23456789")
			for _, action := range s.Actions {
				i := slices.IndexFunc(publisherRows(), func(row permission.Row) bool {
					return row.Action == action && (row.Sid == sid || row.Apart == sid) && row.Effect == s.Effect
				})
				require.GreaterOrEqual(t, i, 0, "%s of %s in %s has no row", action, s.Sid, tt.name)
				rows[used{publisherRows()[i].Sid, action}] = true
			}
			for operator, conditions := range s.Conditions {
				for key := range conditions {
					keys[operator+" "+key] = true
				}
			}
		}
	}
	for _, row := range publisherRows() {
		assert.True(t, rows[used{row.Sid, row.Action}], "no case has %s of %s", row.Action, row.Sid)
	}
	for _, limit := range permission.Limits() {
		assert.NotEmpty(t, limit.Source)
		if limit.Set == "Publisher" {
			assert.True(t, keys[limit.Operator+" "+limit.Key], "no case has %s %s", limit.Operator, limit.Key)
		}
	}
}

package permission

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/permission/internal/tabletest"
	"github.com/cipublisher/cipublisher/policy"
)

var here = Environment{AccountID: "111122223333", Region: "eu-west-1"}

const aKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

// limitedSets are sets in which every row stands, and every limit.
var yes = true

func limitedSets() map[string]Set {
	publisher := func(change func(*Publisher)) Publisher {
		p := Publisher{
			S3: &S3{
				BucketName: "acme-dist", Prefix: "release/", DevPrefix: "dev/", Buckets: []Bucket{{BucketName: "acme-other"}},
				PromoteFrom: []Bucket{{BucketName: "acme-staging", Prefixes: []string{"candidates/"}}},
				TagKeys:     []string{"Release"}, ListPrefix: true, ResourceAccount: true, SecureTransport: true, KMSKeyARN: aKey,
			},
			ECR:          &ECR{EveryRepository: true, DevRepositoryNames: []string{"dev"}, Pull: true, Describe: true, PromoteFrom: []string{"candidates"}, SigningProfiles: []string{"images"}},
			ECRPublic:    &ECRPublic{RepositoryNames: []string{"app"}, LimitToken: true},
			CodeArtifact: &CodeArtifact{DomainName: "acme", RepositoryNames: []string{"release"}, DevRepositoryNames: []string{"dev"}, TokenDuration: 3600},
			AllowDelete:  &yes,
		}
		change(&p)
		return p
	}
	return map[string]Set{
		"multipart": publisher(func(p *Publisher) {
			p.S3.Multipart, p.S3.ACLs, p.S3.ReadBack = true, []string{"private"}, true
			p.S3.RetentionModes, p.S3.RetentionDays, p.S3.LegalHold = []string{"GOVERNANCE"}, 30, true
		}),
		"required tag": publisher(func(p *Publisher) {
			p.S3.RequireReleaseTag = &yes
			p.CodeArtifact.Formats = []string{"maven", "npm"}
			p.CodeArtifact.PromoteFrom = []string{"staging"}
		}),
		"write once": publisher(func(p *Publisher) { p.S3.WriteOnce, p.S3.Floating = true, []string{"*/latest/"} }),
		"write once and tagged": publisher(func(p *Publisher) {
			p.S3.WriteOnce, p.S3.RequireReleaseTag, p.S3.Floating = true, &yes, []string{"*/latest/"}
		}),
		"dev":          publisher(func(p *Publisher) { p.Dev, p.S3.DevDelete = true, &yes }),
		"access point": publisher(func(p *Publisher) { p.S3.AccessPointARN = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases" }),
		"builder": Builder{
			CodeArtifact: &CodeArtifactRead{DomainName: "acme", Describe: true, EveryRepository: true, TokenDuration: 3600}, ECR: &ECRRead{EveryRepository: true},
			S3: &S3Read{BucketName: "acme-dist", Prefix: "release/", List: true, KMSKeyARN: aKey},
		},
		"exact builder": Builder{CodeArtifact: &CodeArtifactRead{DomainName: "acme", EveryRepository: true, TokenDuration: 3600, TokenExact: true}},
	}
}

// An action that somebody adds to a table is under every limit of its service.
func TestNewActionsAreLimited(t *testing.T) {
	sets := map[string]func() []policy.Statement{}
	for name, set := range limitedSets() {
		assert.NoError(t, set.Validate(here), name)
		sets[name] = func() []policy.Statement { return set.Statements(here) }
	}
	all := []*table.Table{&s3Table, &s3PromoteTable, &ecrTable, &ecrPublicTable, &codeArtifactTable, &codeArtifactReadTable, &ecrReadTable, &s3ReadTable}
	assert.Len(t, all, len(tables()), "every table is tried")
	tabletest.NewActionsAreLimited(t, all, sets)
}

// s3:GetObject in the row of uploads: its requests carry no tags, so it is
// under the limits of S3, but not under those of tags.
func TestGetObjectAmongUploads(t *testing.T) {
	original := s3Table
	defer func() { s3Table = original }()
	i := slices.IndexFunc(s3Table.Rows, func(r table.Row) bool { return r.Sid == "S3Publish" })
	rows := slices.Clone(s3Table.Rows)
	rows[i].Actions = append(slices.Clone(rows[i].Actions), table.Action{"s3:GetObject"})
	assert.PanicsWithValue(t, "table Publisher S3: Sid S3Publish: s3:GetObject is under other limits or conditions, or on another resource, than s3:PutObject; give its row an Apart Sid",
		func() { table.New("Publisher", "S3", s3Table.Limits, rows) })
	rows[i].Apart = "S3Get"
	s3Table = table.New("Publisher", "S3", s3Table.Limits, rows)

	sidAndConditions := func(s3 S3) (string, policy.Conditions) {
		s3.BucketName, s3.SecureTransport, s3.ResourceAccount = "acme-dist", true, true
		for _, s := range (Publisher{S3: &s3}).Statements(here) {
			if slices.Contains(s.Actions, "s3:GetObject") {
				return s.Sid, s.Conditions
			}
		}
		return "", nil
	}
	limits := policy.Conditions{"Bool": {"aws:SecureTransport": {"true"}}, "StringEquals": {"s3:ResourceAccount": {"111122223333"}}}

	sid, conditions := sidAndConditions(S3{})
	assert.Equal(t, "S3Publish", sid)
	assert.Equal(t, limits, conditions)
	sid, conditions = sidAndConditions(S3{RequireReleaseTag: &yes})
	assert.Equal(t, "S3Get", sid)
	assert.Equal(t, limits, conditions)
}

// A limit is one of a whole service, unless only some requests have its key.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
func TestLimitsAreOfWholeServices(t *testing.T) {
	onSomeRequests := map[string]string{
		"s3:RequestObjectTag/Release": "s3:PutObject*",
		"s3:RequestObjectTagKeys":     "s3:PutObject*",
		"s3:prefix":                   "s3:ListBucket*",
		// Uploads have the key too, and most have no retention.
		"s3:object-lock-remaining-retention-days": "s3:PutObjectRetention",
	}
	for _, limit := range Limits() {
		pattern, partly := onSomeRequests[limit.Key]
		if !partly {
			service, _, _ := strings.Cut(limit.Actions[0], ":")
			pattern = service + ":*"
		}
		assert.Equal(t, pattern, limit.Actions[0], limit.Key)
		for _, exception := range limit.Actions[1:] {
			assert.Contains(t, exception, "!", limit.Key)
		}
	}
}

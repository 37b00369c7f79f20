package permission

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// S3Read is what reading files needs: one bucket, or the part of it below a
// prefix.
type S3Read struct {
	// BucketName is the name of a general purpose bucket. Required.
	BucketName string
	// Prefix is what the keys begin with, such as "release/"; at most 1,024
	// bytes, taken literally. Empty is the whole bucket.
	Prefix string
	// List adds listing the keys that begin with Prefix. Without it a client
	// must know the key.
	List bool
	// KMSKeyARN is the key that the objects are encrypted with: the ARN of a
	// key, not of an alias. Empty is a bucket that S3 encrypts with a key of
	// its own.
	KMSKeyARN string
}

var s3ReadTable = table.New("Builder", "S3", slices.Concat(s3KeyLimits, []table.Limit{s3ListLimit(nil)}), []table.Row{
	{Sid: "S3List", When: []string{"S3.List"}, Each: overBucket, Resource: s3Bucket, Actions: []table.Action{
		{"s3:ListBucket", "aws s3 ls, aws s3 sync: ListObjectsV2", s3ListPage},
	}},
	{Sid: "S3Read", Each: overPrefix, Resource: s3Objects, Actions: []table.Action{
		{"s3:GetObject", "aws s3 cp, aws s3 sync: GetObject and HeadObject", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"},
	}},
	{Sid: "S3Decrypt", When: []string{"S3.KmsKeyArn"}, Each: overKey, Resource: "{key}", Actions: []table.Action{
		{"kms:Decrypt", "aws s3 cp, aws s3 sync: GetObject of an object with SSE-KMS", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"},
	}},
})

func (s *S3Read) options() option.Table {
	return option.Table{
		{Path: "S3.BucketName", Value: "NAME", Example: "acme-dist", Unset: "nothing is granted in S3", Field: &s.BucketName,
			About: "bucket that files come from"},
		{Path: "S3.Prefix", Value: "PREFIX", Example: "release/", Unset: "the whole bucket", Field: &s.Prefix,
			About: "what the keys begin with, such as release/"},
		{Path: "S3.KmsKeyArn", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", Field: &s.KMSKeyARN,
			About: "KMS key that the objects are encrypted with"},
		{Path: "S3.List", Field: &s.List, About: "let a builder list the keys that begin with the prefix"},
	}.Need("S3.BucketName")
}

func (*S3Read) tables() []table.Table { return []table.Table{s3ReadTable} }

func (*S3Read) need(*fault.List, Environment) {} // the ARNs of S3 name neither region nor account

func (s *S3Read) validate(faults *fault.List, env Environment, _ bool) {
	validateBucketName(faults, "S3.BucketName", s.BucketName)
	validatePrefix(faults, "S3.Prefix", s.Prefix)
	aws.CheckBucketKey(faults, "S3.KmsKeyArn", s.KMSKeyARN, env.ARNPartition(), env.Region)
}

// store is the bucket as a publisher knows it.
func (s *S3Read) store() *S3 {
	return &S3{BucketName: s.BucketName, Prefix: s.Prefix, KMSKeyARN: s.KMSKeyARN}
}

func (s *S3Read) statements(env Environment, _, _ bool) []policy.Statement {
	return s3ReadTable.Statements(table.Options{"S3.List": s.List, "S3.KmsKeyArn": s.KMSKeyARN != ""}, s.store().places(env, s.store().locations(false)))
}

// notices leaves out what only publishing is about.
func (s *S3Read) notices(all *fault.Notices, _ bool) {
	s.store().nameNotices(all)
	s.store().wholeBuckets(all)
}

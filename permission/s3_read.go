package permission

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
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
}

const s3GetPage = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"

var s3ReadGrants = []grant{
	{
		sid: "S3Read", modes: bothModes,
		resource: "arn:{partition}:s3:::{bucket}/{prefix}*",
		actions: []Action{
			{"s3:GetObject", "aws s3 cp, aws s3 sync: GetObject and HeadObject", s3GetPage},
		},
	},
}

var s3ListGrants = []grant{
	{
		sid: "S3List", modes: bothModes,
		resource:   "arn:{partition}:s3:::{bucket}",
		conditions: policy.Conditions{"StringLike": {"s3:prefix": {"{prefix}*"}}},
		actions: []Action{
			{"s3:ListBucket", "aws s3 ls, aws s3 sync: ListObjectsV2", s3ListPage},
		},
	},
}

func (s *S3Read) validate(faults *fault.List) {
	validateBucketName(faults, "S3.BucketName", s.BucketName)
	validatePrefix(faults, "S3.Prefix", s.Prefix)
}

func (s *S3Read) statements(env Environment) []policy.Statement {
	table := s3ReadGrants
	if s.List {
		table = slices.Concat(s3ListGrants, table)
	}
	all := statements(table, normal, false, env.replacer("{bucket}", s.BucketName, "{prefix}", s.Prefix))
	for i := range all {
		// The pattern "*" would refuse a listing that names no prefix.
		if s.Prefix == "" {
			all[i].Conditions = nil
		}
	}
	return all
}

func (s *S3Read) notices() []fault.Notice {
	reader := S3{BucketName: s.BucketName, Prefix: s.Prefix}
	return slices.DeleteFunc(reader.notices(normal), func(n fault.Notice) bool { return n.ID != "s3-bucket-name-an" })
}

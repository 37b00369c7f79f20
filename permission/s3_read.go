package permission

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
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
	// KMSKeyARN is the key that the objects are encrypted with: the ARN of a
	// key, not of an alias. Empty is a bucket that S3 encrypts with a key of
	// its own.
	KMSKeyARN string
}

const (
	s3GetPage     = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"
	s3DecryptPage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
)

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

// s3DecryptGrants keep the key to the bucket twice: S3 must be asking, and for
// an object of the bucket (its ARN is the encryption context; with an S3
// Bucket Key, the bucket's).
var s3DecryptGrants = []grant{
	{
		sid: "S3Decrypt", modes: bothModes,
		resource: "{key}",
		conditions: policy.Conditions{
			"StringEquals": {"kms:ViaService": {"{s3 service}"}},
			"StringLike":   {"kms:EncryptionContext:aws:s3:arn": {"arn:{partition}:s3:::{bucket}", "arn:{partition}:s3:::{bucket}/{prefix}*"}},
		},
		actions: []Action{
			{"kms:Decrypt", "aws s3 cp, aws s3 sync: GetObject of an object with SSE-KMS", s3DecryptPage},
		},
	},
}

func (s *S3Read) validate(faults *fault.List, env Environment) {
	validateBucketName(faults, "S3.BucketName", s.BucketName)
	validatePrefix(faults, "S3.Prefix", s.Prefix)
	if s.KMSKeyARN != "" {
		aws.CheckBucketKey(faults, "S3.KmsKeyArn", s.KMSKeyARN, env.partition(), env.Region)
	}
}

// store is the bucket as a publisher knows it.
func (s *S3Read) store() *S3 {
	return &S3{BucketName: s.BucketName, Prefix: s.Prefix, KMSKeyARN: s.KMSKeyARN}
}

func (s *S3Read) statements(env Environment) []policy.Statement {
	table := s3ReadGrants
	if s.List {
		table = slices.Concat(s3ListGrants, table)
	}
	if s.KMSKeyARN != "" {
		table = slices.Concat(table, s3DecryptGrants)
	}
	all := readStatements(table, env.fill("{bucket}", s.BucketName, "{prefix}", s.Prefix, "{key}", s.KMSKeyARN))
	for i := range all {
		switch {
		case all[i].Sid == "S3List" && s.Prefix == "":
			// The pattern "*" would refuse a listing that names no prefix.
			all[i].Conditions = nil
		case all[i].Sid == "S3Decrypt":
			all[i].Conditions["StringEquals"]["kms:ViaService"] = []string{aws.ViaS3(s.KMSKeyARN, env.Region)}
		}
	}
	return all
}

func (s *S3Read) notices() []fault.Notice {
	return slices.DeleteFunc(s.store().notices(normal), func(n fault.Notice) bool { return n.ID != "s3-bucket-name-an" })
}

package iamaction

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheListIsSound(t *testing.T) {
	all := All()
	assert.True(t, slices.IsSorted(all), "sorted")
	assert.Len(t, slices.Compact(slices.Clone(all)), len(all), "nothing twice")
	assert.Equal(t, []string{"codeartifact", "dynamodb", "ecr-public", "ecr", "ecs", "iam", "kms", "s3", "signer", "sts"}, Services())
}

// An operation in the table is no action, unless in another case, and every
// action that authorizes it is one.
func TestOperationsAreNoActions(t *testing.T) {
	for operation, actions := range operations {
		assert.NotContains(t, All(), operation)
		assert.NotEmpty(t, actions, operation)
		for _, action := range actions {
			assert.Contains(t, All(), action, operation)
		}
	}
}

func TestOperation(t *testing.T) {
	for name, want := range map[string][]string{
		"s3:ListObjectsV2":       {"s3:ListBucket"},
		"S3:listobjectsv2":       {"s3:ListBucket"},
		"s3:DeleteObjects":       {"s3:DeleteObject"},
		"s3:UploadPart":          {"s3:PutObject"},
		"ecr:ListImageReferrers": {"ecr:BatchGetImage"},
		"s3:CopyObject":          {"s3:GetObject", "s3:PutObject"},
		"s3:GetBucketCors":       nil, // s3:GetBucketCORS, which IAM reads without case
		"s3:PutObject":           nil,
		"s3:Nonsense":            nil,
	} {
		got, ok := Operation(name)
		assert.Equal(t, want, got, name)
		assert.Equal(t, want != nil, ok, name)
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		"s3:PutObjects":            "s3:PutObject",
		"s3:putobjcet":             "s3:PutObject",
		"ecr:BatchGetImages":       "ecr:BatchGetImage",
		"codeartifact:PutMetadata": "codeartifact:PutPackageMetadata",
		"lambda:Invoke":            "",
	} {
		assert.Equal(t, want, Nearest(name), name)
	}
	assert.True(t, Known("lambda:Anything"), "nothing is known of the service")
	assert.True(t, Known("S3:putobject"))
	assert.False(t, Known("s3:PutObjects"))
}

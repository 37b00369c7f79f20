package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

func reading(s3 permission.S3Read) permission.Builder { return permission.Builder{S3: &s3} }

var readEnvironment = permission.Environment{Partition: "aws", Region: "eu-west-1", AccountID: "123456789012"}

// Listing and decrypting are there when they are asked for, on what is read and
// no more.
func TestS3Read(t *testing.T) {
	const key = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	sids := func(s3 permission.S3Read) map[string][]string {
		require.NoError(t, reading(s3).Validate(readEnvironment))
		all := map[string][]string{}
		for _, s := range reading(s3).Statements(readEnvironment) {
			all[s.Sid] = s.Resources
		}
		return all
	}
	assert.Equal(t, map[string][]string{"S3Read": {"arn:aws:s3:::acme-dist/*"}}, sids(permission.S3Read{BucketName: "acme-dist"}))
	assert.Equal(t, map[string][]string{
		"S3List": {"arn:aws:s3:::acme-dist"}, "S3Read": {"arn:aws:s3:::acme-dist/release/*"}, "S3Decrypt": {key},
	}, sids(permission.S3Read{BucketName: "acme-dist", Prefix: "release/", List: true, KMSKeyARN: key}))

	list := reading(permission.S3Read{BucketName: "acme-dist", Prefix: "release/", List: true}).Statements(readEnvironment)[0]
	assert.Equal(t, policy.Conditions{"StringLike": {"s3:prefix": {"release/*"}}}, list.Conditions)
}

func TestS3ReadRefuses(t *testing.T) {
	for want, s3 := range map[string]permission.S3Read{
		"S3.BucketName is missing":         {},
		`S3.Prefix "*/feature/" holds "*"`: {BucketName: "acme-dist", Prefix: "*/feature/"},
		`S3.KmsKeyArn "alias/dist" is `:    {BucketName: "acme-dist", KMSKeyARN: "alias/dist"},
	} {
		assert.ErrorContains(t, reading(s3).Validate(readEnvironment), want)
	}
}

// Only what concerns a reader is told to one.
func TestS3ReadNotices(t *testing.T) {
	ids := func(s3 permission.S3Read) []string {
		var all []string
		for _, n := range reading(s3).Notices(readEnvironment) {
			all = append(all, n.ID)
		}
		return all
	}
	assert.Equal(t, []string{"s3-whole-bucket"}, ids(permission.S3Read{BucketName: "acme-dist"}))
	assert.Empty(t, ids(permission.S3Read{BucketName: "acme-dist", Prefix: "release"}), "who only reads writes to no look-alike")
}

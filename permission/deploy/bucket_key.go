package deploy

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
)

// viaS3 and forBucket keep the key of a bucket to S3, and to the objects that the
// set is about.
var (
	viaS3     = table.Limit{Actions: []string{"kms:*"}, Operator: "StringEquals", Key: "kms:ViaService", Values: []string{"{via}"}, Source: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service"}
	forBucket = table.Limit{Actions: []string{"kms:*"}, Operator: "StringLike", Key: "kms:EncryptionContext:aws:s3:arn", Values: []string{"{encrypted}"}, Source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context"}
)

// encrypted returns the encryption contexts of objects by the patterns of their
// keys: their ARNs, and with an S3 Bucket Key the bucket's.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
func encrypted(env permission.Environment, bucket string, keys ...string) []string {
	arn := aws.ARN{Partition: env.ARNPartition(), Service: "s3", Resource: bucket}.String()
	all := []string{arn}
	for _, key := range keys {
		all = append(all, arn+"/"+key)
	}
	return all
}

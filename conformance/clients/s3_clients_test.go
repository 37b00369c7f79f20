package clients

import (
	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
)

// seedBucket makes the bucket, with an object that an earlier release left.
func seedBucket(c *cloud.Cloud) error {
	if err := c.Bucket(bucket, false); err != nil {
		return err
	}
	return c.Object(bucket, "release/latest/stale.txt", "of an earlier release", nil)
}

func seedEncryptedBucket(c *cloud.Cloud) error {
	if err := c.Bucket(bucket, true); err != nil {
		return err
	}
	return c.Object(bucket, "release/latest/stale.txt", "of an earlier release", nil)
}

var s3Clients = []client{
	{
		name: "AWS CLI", version: "aws --version",
		policy: "S3{BucketName, Prefix, Multipart}, AllowDelete",
		sets: []permission.Set{permission.Publisher{AllowDelete: true,
			S3: &permission.S3{BucketName: bucket, Prefix: "release/", Multipart: true}}},
		seed: seedBucket,
		operations: []operation{
			{"aws s3 cp dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{"s3://acme-dist/release/1.2.3/app.txt"}},
			{"aws s3 cp big.bin s3://acme-dist/release/1.2.3/big.bin", []string{"s3://acme-dist/release/1.2.3/big.bin"}},
			{"aws s3 mv dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{"s3://acme-dist/release/1.2.3/app.txt"}},
			{"aws s3 cp dist s3://acme-dist/release/1.2.3/ --recursive", []string{"s3://acme-dist/release/1.2.3/app.txt", "s3://acme-dist/release/1.2.3/docs/index.html"}},
			{"aws s3 sync dist s3://acme-dist/release/latest/ --delete", []string{"s3://acme-dist/release/latest/app.txt", "!s3://acme-dist/release/latest/stale.txt"}},
			{"aws s3 ls s3://acme-dist/release/", nil},
			{"aws s3 rm s3://acme-dist/release/latest/stale.txt", []string{"!s3://acme-dist/release/latest/stale.txt"}},
			{"aws s3api put-object --bucket acme-dist --key release/1.2.3/app.txt --body dist/app.txt --tagging Release=true", []string{"s3://acme-dist/release/1.2.3/app.txt?Release=true"}},
			{multipartByHand, nil},
		},
	},
}

// multipartByHand is what a job does that cleans up after an upload which was
// interrupted.
const multipartByHand = `aws s3api create-multipart-upload --bucket acme-dist --key release/1.2.3/big.bin
id=$(aws s3api list-multipart-uploads --bucket acme-dist --query 'Uploads[0].UploadId' --output text)
aws s3api list-parts --bucket acme-dist --key release/1.2.3/big.bin --upload-id "$id"
aws s3api abort-multipart-upload --bucket acme-dist --key release/1.2.3/big.bin --upload-id "$id"`

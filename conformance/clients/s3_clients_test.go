package clients

import (
	"net/url"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

// seedBucket makes the bucket, with an object that an earlier release left.
func seedBucket(c *cloud.Cloud) error {
	if err := c.Bucket(bucket, false); err != nil {
		return err
	}
	return c.Object(bucket, "release/latest/stale.txt", "of an earlier release", url.Values{})
}

// seedEncryptedBucket makes a bucket whose default key is a KMS key.
func seedEncryptedBucket(c *cloud.Cloud) error { return c.Bucket(bucket, true) }

// accessPoint leads to the bucket.
const accessPoint = "arn:aws:s3:eu-west-1:111122223333:accesspoint/releases"

// throughAccessPoint is the policy of a job that goes through it.
func throughAccessPoint(deletes bool) permission.Publisher {
	return permission.Publisher{AllowDelete: &deletes,
		S3: &permission.S3{BucketName: bucket, AccessPointARN: accessPoint, Prefix: "release/"}}
}

// seedAccessPoint makes the bucket, its access point, and the bucket policy that
// lets the role through.
func seedAccessPoint(c *cloud.Cloud) error {
	if err := seedBucket(c); err != nil {
		return err
	}
	grant := resource.Grant{
		Environment: environment, Store: resource.Bucket{BucketName: bucket, AccessPointARNs: []string{accessPoint}},
		Principals: resource.Principals{ARNs: []string{cloud.RoleARN}}, Sets: []permission.Set{throughAccessPoint(true)},
	}
	if err := grant.Validate(); err != nil {
		return err
	}
	document := grant.Document()
	c.AccessPoint("releases", bucket, &document)
	return nil
}

// staging is the bucket of candidates.
const staging = "acme-staging"

// seedCandidate makes the bucket of releases and that of candidates, with one.
func seedCandidate(c *cloud.Cloud, encrypted bool) error {
	for _, name := range []string{bucket, staging} {
		if err := c.Bucket(name, encrypted); err != nil {
			return err
		}
	}
	return c.Object(staging, "candidates/1.2.3-rc.1/app.txt", "a candidate", url.Values{"Release": {"true"}})
}

// What an upload leaves.
const (
	small  = "s3://acme-dist/release/1.2.3/app.txt"
	deeper = "s3://acme-dist/release/1.2.3/docs/index.html"
	big    = "s3://acme-dist/release/1.2.3/big.bin"
	synced = "s3://acme-dist/release/latest/app.txt"
	stale  = "s3://acme-dist/release/latest/stale.txt"
)

// releases is the policy of a job that uploads, lists and removes.
func releases() *permission.S3 {
	return &permission.S3{BucketName: bucket, Prefix: "release/", Multipart: true}
}

// multipartByHand is what a job does that cleans up after an upload which was
// interrupted.
const multipartByHand = `aws s3api create-multipart-upload --bucket acme-dist --key release/1.2.3/big.bin
id=$(aws s3api list-multipart-uploads --bucket acme-dist --query 'Uploads[0].UploadId' --output text)
aws s3api list-parts --bucket acme-dist --key release/1.2.3/big.bin --upload-id "$id"
aws s3api abort-multipart-upload --bucket acme-dist --key release/1.2.3/big.bin --upload-id "$id"`

// s3cmdConfig is how s3cmd learns of the proxy, and of the session's token.
const s3cmdConfig = `printf '[default]\naccess_key = %s\nsecret_key = %s\naccess_token = %s\nbucket_location = eu-west-1\nhost_base = s3.eu-west-1.amazonaws.com\nhost_bucket = %%(bucket)s.s3.eu-west-1.amazonaws.com\nca_certs_file = %s\nproxy_host = %s\nproxy_port = %s\nmax_retries = 1\nmultipart_chunk_size_mb = 5\n' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AUTHORITY" "${CLOUD%:*}" "${CLOUD#*:}" > "$HOME/.s3cfg"`

var s3Clients = []client{
	{
		name: "AWS CLI", version: "aws --version",
		policy: "S3{BucketName, Prefix, Multipart}, AllowDelete",
		sets:   []permission.Set{permission.Publisher{AllowDelete: &yes, S3: releases()}},
		seed:   seedBucket,
		operations: []operation{
			{"aws s3 cp dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small}},
			{"aws s3 cp big.bin s3://acme-dist/release/1.2.3/big.bin", []string{big}},
			{"aws s3 mv dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small}},
			{"aws s3 cp dist s3://acme-dist/release/1.2.3/ --recursive", []string{small, deeper}},
			{"aws s3 sync dist s3://acme-dist/release/latest/ --delete", []string{synced, "!" + stale}},
			{"aws s3 ls s3://acme-dist/release/", nil},
			{"aws s3 rm s3://acme-dist/release/latest/stale.txt", []string{"!" + stale}},
			{"aws s3api put-object --bucket acme-dist --key release/1.2.3/app.txt --body dist/app.txt --tagging Release=true", []string{small + "?Release=true"}},
			{multipartByHand, nil},
		},
	},
	{
		name: "AWS CLI", use: "bucket with a KMS key", version: "aws --version",
		policy: "S3{BucketName, Prefix, KMSKeyARN}",
		sets: []permission.Set{permission.Publisher{
			S3: &permission.S3{BucketName: bucket, Prefix: "release/", KMSKeyARN: cloud.KeyARN}}},
		seed: seedEncryptedBucket,
		operations: []operation{
			{"aws s3 cp dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small}},
			{"aws s3 cp big.bin s3://acme-dist/release/1.2.3/big.bin", []string{big}},
			{"aws s3api put-object --bucket acme-dist --key release/1.2.3/app.txt --body dist/app.txt --tagging Release=true", []string{small}},
			{"aws s3 sync dist s3://acme-dist/release/1.2.3/", []string{small}},
		},
	},
	{
		name: "AWS CLI", use: "an access point", version: "aws --version",
		policy: "S3{BucketName, AccessPointARN, Prefix}, AllowDelete",
		sets:   []permission.Set{throughAccessPoint(true)},
		seed:   seedAccessPoint,
		operations: []operation{
			{"aws s3 cp dist/app.txt s3://" + accessPoint + "/release/1.2.3/app.txt", []string{small}},
			{"aws s3 cp big.bin s3://" + accessPoint + "/release/1.2.3/big.bin", []string{big}},
			{"aws s3 sync dist s3://" + accessPoint + "/release/latest/ --delete", []string{synced, "!" + stale}},
			{"aws s3 ls s3://" + accessPoint + "/release/", nil},
			{"aws s3api put-object --bucket " + accessPoint + " --key release/1.2.3/app.txt --body dist/app.txt --tagging Release=true", []string{small + "?Release=true"}},
		},
	},
	{
		name: "AWS CLI", use: "ACLs", version: "aws --version",
		policy: "S3{BucketName, Prefix, ACLs}",
		sets:   []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: bucket, Prefix: "release/", ACLs: []string{"bucket-owner-full-control"}}}},
		seed:   seedBucket,
		operations: []operation{
			{"aws s3 cp dist/app.txt s3://acme-dist/release/1.2.3/app.txt --acl bucket-owner-full-control", []string{small}},
			{"aws s3 cp big.bin s3://acme-dist/release/1.2.3/big.bin --acl bucket-owner-full-control", []string{big}},
		},
	},
	{
		name: "AWS CLI", use: "Object Lock", version: "aws --version",
		policy: "S3{BucketName, Prefix, RetentionModes, LegalHold}",
		sets:   []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: bucket, Prefix: "release/", RetentionModes: []string{"GOVERNANCE"}, LegalHold: true}}},
		seed:   seedBucket,
		operations: []operation{
			{"aws s3api put-object --bucket acme-dist --key release/1.2.3/app.txt --body dist/app.txt --object-lock-mode GOVERNANCE --object-lock-retain-until-date 2030-01-01T00:00:00Z", []string{small}},
			{"aws s3api put-object --bucket acme-dist --key release/1.2.3/app.txt --body dist/app.txt --object-lock-legal-hold-status ON", []string{small}},
		},
	},
	{
		name: "AWS CLI", use: "promotion within S3", version: "aws --version",
		policy: "S3{BucketName, Prefix, PromoteFrom}",
		sets: []permission.Set{permission.Publisher{S3: &permission.S3{
			BucketName: bucket, Prefix: "release/", PromoteFrom: []permission.Bucket{{BucketName: staging, Prefixes: []string{"candidates/"}}}}}},
		seed: func(c *cloud.Cloud) error { return seedCandidate(c, false) },
		operations: []operation{
			{"aws s3 cp s3://acme-staging/candidates/1.2.3-rc.1/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small + "?Release=true"}},
			{"aws s3 cp s3://acme-staging/candidates/1.2.3-rc.1/ s3://acme-dist/release/1.2.3/ --recursive", []string{small + "?Release=true"}},
			{"aws s3 sync s3://acme-staging/candidates/1.2.3-rc.1/ s3://acme-dist/release/1.2.3/", []string{small}},
		},
	},
	{
		name: "AWS CLI", use: "promotion with a required tag", version: "aws --version",
		policy: "S3{BucketName, Prefix, RequireReleaseTag, PromoteFrom}",
		sets: []permission.Set{permission.Publisher{S3: &permission.S3{
			BucketName: bucket, Prefix: "release/", RequireReleaseTag: &yes, PromoteFrom: []permission.Bucket{{BucketName: staging, Prefixes: []string{"candidates/"}}}}}},
		seed: func(c *cloud.Cloud) error { return seedCandidate(c, false) },
		operations: []operation{
			{"aws s3api copy-object --copy-source acme-staging/candidates/1.2.3-rc.1/app.txt --bucket acme-dist --key release/1.2.3/app.txt --tagging-directive REPLACE --tagging Release=true",
				[]string{small + "?Release=true"}},
		},
	},
	{
		name: "AWS CLI", use: "promotion between buckets with a KMS key", version: "aws --version",
		policy: "S3{BucketName, Prefix, KMSKeyARN, PromoteFrom{KMSKeyARN}}",
		sets: []permission.Set{permission.Publisher{S3: &permission.S3{
			BucketName: bucket, Prefix: "release/", KMSKeyARN: cloud.KeyARN, PromoteFrom: []permission.Bucket{{BucketName: staging, Prefixes: []string{"candidates/"}}}}}},
		seed: func(c *cloud.Cloud) error { return seedCandidate(c, true) },
		operations: []operation{
			{"aws s3 cp s3://acme-staging/candidates/1.2.3-rc.1/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small + "?Release=true"}},
		},
	},
	{
		name: "AWS CLI", use: "dev releases", version: "aws --version",
		policy: "S3{BucketName, DevPrefix, DevDelete}, Dev",
		sets: []permission.Set{permission.Publisher{Dev: true,
			S3: &permission.S3{BucketName: bucket, DevPrefix: "dev/", DevDelete: &yes}}},
		seed: func(c *cloud.Cloud) error {
			if err := c.Bucket(bucket, false); err != nil {
				return err
			}
			return c.Object(bucket, "dev/login/stale.txt", "of an earlier build", url.Values{"Release": {"false"}})
		},
		operations: []operation{
			{"aws s3api put-object --bucket acme-dist --key dev/login/app.txt --body dist/app.txt --tagging Release=false", []string{"s3://acme-dist/dev/login/app.txt?Release=false"}},
			{"aws s3 ls s3://acme-dist/dev/login/", nil},
			{"aws s3 rm s3://acme-dist/dev/login/stale.txt", []string{"!s3://acme-dist/dev/login/stale.txt"}},
		},
	},
	{
		name: "AWS SDK for Go, transfer manager", version: "module github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager",
		policy: "S3{BucketName, Prefix}",
		sets:   []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: bucket, Prefix: "release/"}}},
		seed:   seedBucket,
		operations: []operation{
			{"upload dist/app.txt " + small, []string{small}},
			{"upload big.bin " + big, []string{big}},
			{"upload -tagging Release=true big.bin " + big, []string{big + "?Release=true"}},
		},
	},
	{
		name: "AWS SDK for Go, transfer manager", use: "write once", version: "module github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager",
		policy: "S3{BucketName, Prefix, WriteOnce}",
		sets:   []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: bucket, Prefix: "release/", WriteOnce: true}}},
		seed:   seedBucket,
		operations: []operation{
			{"upload -once dist/app.txt " + small, []string{small}},
			{"upload -once big.bin " + big, []string{big}},
			{"upload -once -tagging Release=true dist/app.txt " + small, []string{small + "?Release=true"}},
		},
	},
	{
		name: "AWS SDK for Go, transfer manager", use: "an access point", version: "module github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager",
		policy: "S3{BucketName, AccessPointARN, Prefix}",
		sets:   []permission.Set{throughAccessPoint(false)},
		seed:   seedAccessPoint,
		operations: []operation{
			{"upload dist/app.txt s3://" + accessPoint + "/release/1.2.3/app.txt", []string{small}},
			{"upload big.bin s3://" + accessPoint + "/release/1.2.3/big.bin", []string{big}},
			{"upload -tagging Release=true big.bin s3://" + accessPoint + "/release/1.2.3/big.bin", []string{big + "?Release=true"}},
		},
	},
	{
		name: "AWS SDK for JavaScript, lib-storage", version: `grep '"version"' $MODULE/npm/node_modules/@aws-sdk/lib-storage/package.json`,
		policy: "S3{BucketName, Prefix}",
		sets:   []permission.Set{permission.Publisher{S3: &permission.S3{BucketName: bucket, Prefix: "release/"}}},
		seed:   seedBucket,
		setup:  "export AWS_ENDPOINT_URL_S3=http://$CLOUD",
		operations: []operation{
			{"node $MODULE/npm/upload.mjs dist/app.txt " + small, []string{small}},
			{"node $MODULE/npm/upload.mjs big.bin " + big, []string{big}},
			{"node $MODULE/npm/upload.mjs big.bin " + big + " Release=true", []string{big + "?Release=true"}},
		},
	},
	{
		name: "rclone", version: "rclone version",
		policy: "S3{BucketName, Prefix, ACLs, ReadBack}, AllowDelete",
		// It sends x-amz-acl: private unless it is told another ACL.
		sets: []permission.Set{permission.Publisher{AllowDelete: &yes,
			S3: &permission.S3{BucketName: bucket, Prefix: "release/", ACLs: []string{"private"}, ReadBack: true}}},
		seed: seedBucket,
		// Debian's rclone takes SSL_CERT_FILE, and stops at AWS_CA_BUNDLE.
		env: map[string]string{"AWS_CA_BUNDLE": "", "RCLONE_S3_PROVIDER": "AWS", "RCLONE_S3_ENV_AUTH": "true", "RCLONE_S3_REGION": cloud.Region,
			"RCLONE_S3_NO_CHECK_BUCKET": "true", "RCLONE_S3_UPLOAD_CUTOFF": "8Mi", "RCLONE_RETRIES": "1", "RCLONE_LOW_LEVEL_RETRIES": "1"},
		operations: []operation{
			{"rclone copy dist :s3:acme-dist/release/1.2.3/", []string{small, deeper}},
			{"rclone copyto big.bin :s3:acme-dist/release/1.2.3/big.bin", []string{big}},
			{"rclone sync dist :s3:acme-dist/release/latest/", []string{synced, "!" + stale}},
		},
	},
	{
		name: "s3cmd", version: "s3cmd --version",
		policy: "S3{BucketName, Prefix, Multipart}, AllowDelete",
		sets:   []permission.Set{permission.Publisher{AllowDelete: &yes, S3: releases()}},
		seed:   seedBucket,
		setup:  s3cmdConfig,
		operations: []operation{
			{"s3cmd put dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small}},
			{"s3cmd put big.bin s3://acme-dist/release/1.2.3/big.bin", []string{big}},
			{"s3cmd sync --delete-removed dist/ s3://acme-dist/release/latest/", []string{synced, "!" + stale}},
			{"s3cmd del s3://acme-dist/release/latest/stale.txt", []string{"!" + stale}},
		},
	},
	{
		name: "s5cmd", version: "module github.com/peak/s5cmd/v2",
		policy: "S3{BucketName, Prefix, Multipart}, AllowDelete",
		sets:   []permission.Set{permission.Publisher{AllowDelete: &yes, S3: releases()}},
		seed:   seedBucket,
		env:    map[string]string{"S3_ENDPOINT_URL": "https://s3.eu-west-1.amazonaws.com"},
		operations: []operation{
			{"s5cmd -r 0 cp dist/app.txt s3://acme-dist/release/1.2.3/app.txt", []string{small}},
			{"s5cmd -r 0 cp --part-size 5 big.bin s3://acme-dist/release/1.2.3/big.bin", []string{big}},
			{"s5cmd -r 0 sync --delete dist/ s3://acme-dist/release/latest/", []string{synced, "!" + stale}},
		},
	},
}

package resource_test

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/resource"
)

var refusedBuckets = []refused{
	{"no bucket", on(resource.Bucket{}), []string{"Store.BucketName is missing; name the bucket"}},
	{"a bucket's ARN", on(resource.Bucket{BucketName: "arn:aws:s3:::acme-dist"}), []string{`Store.BucketName "arn:aws:s3:::acme-dist" is an ARN; write the bucket's name alone`}},
	{"a bucket's name that S3 keeps", on(resource.Bucket{BucketName: "dist--x-s3"}), []string{`Store.BucketName "dist--x-s3" ends with "--x-s3"; S3 reserves it for directory buckets, whose permissions are s3express actions; use a general purpose bucket`}},
	{"a wildcard beside a token", on(resource.Bucket{BucketName: "${Token[Bucket]}*"}), []string{`Store.BucketName "${Token[Bucket]}*" holds "*"; use lower-case letters, digits, dots and hyphens`}},
	{"a bucket without an owner", func(g *resource.Grant) {
		g.Environment = permission.Environment{Region: "us-west-2"}
		g.Store, g.Sets = resource.Bucket{BucketName: "acme-dist"}, []permission.Set{permission.Builder{S3: &permission.S3Read{BucketName: "acme-dist"}}}
	}, []string{"AccountId is missing, and the grant depends on whose the bucket is; set it to the twelve digits of the account that owns the bucket"}},
}

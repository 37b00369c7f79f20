package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
)

// s3Flags declares the flags of S3 and returns how to read them.
func s3Flags(flags *flagSet) func(*call) *permission.S3 {
	bucket := flags.add(flag{
		name: "s3-bucket", value: "NAME", options: []string{"S3", "S3.BucketName"},
		about: "bucket that artifacts go to; without it, nothing is granted in S3",
	})
	prefix := flags.add(flag{
		name: "s3-prefix", value: "PREFIX", options: []string{"S3.Prefix"}, empty: true,
		about: "what the keys of releases begin with, such as release/; without it or empty, the whole bucket; ignored with --dev",
	})
	devPrefix := flags.add(flag{
		name: "s3-dev-prefix", value: "PREFIX", options: []string{"S3.DevPrefix"}, empty: true,
		preset: permission.DefaultDevPrefix,
		about:  "what the keys of dev releases begin with, where * is any characters; empty is the whole bucket; ignored without --dev",
	})
	prefixes := flags.add(flag{
		name: "s3-extra-prefix", value: "PREFIX", options: []string{"S3.Prefixes"}, repeatable: true,
		about: "further prefix of releases in the same bucket; ignored with --dev",
	})
	buckets := flags.add(flag{
		name: "s3-extra-bucket", value: "NAME[/PREFIX]", options: []string{"S3.Buckets", "S3.Buckets.BucketName", "S3.Buckets.Prefixes"}, repeatable: true,
		about: "further bucket for releases, and the prefix in it; ignored with --dev",
	})
	devBucket := flags.add(flag{
		name: "s3-dev-bucket", value: "NAME", options: []string{"S3.DevBucketName"},
		about: "bucket of its own for dev releases; ignored without --dev",
	})
	preset := flags.add(flag{
		name: "s3-preset", value: "NAME", options: []string{"S3.Preset"},
		about: "client whose habits fill what is not given: agilecustoms-release",
	})
	allowDelete := flags.add(flag{
		name: "s3-allow-delete", options: []string{"S3.AllowDelete"},
		about: "override --allow-delete in S3",
	})
	devDelete := flags.add(flag{
		name: "s3-dev-delete", options: []string{"S3.DevDelete"}, preset: "false",
		about: "let a dev publisher delete objects below the dev prefix; ignored without --dev",
	})
	requireTag := flags.add(flag{
		name: "s3-require-release-tag", options: []string{"S3.RequireReleaseTag"}, preset: "false",
		about: "allow uploads of releases only with the tag Release=true, which multipart uploads can't have; ignored with --dev",
	})
	tagKeys := flags.add(flag{
		name: "s3-tag-key", value: "KEY", options: []string{"S3.TagKeys"}, repeatable: true,
		about: "tag that a client may set on objects, Release among them; without it, any",
	})
	writeOnce := flags.add(flag{
		name: "s3-write-once", options: []string{"S3.WriteOnce"}, preset: "false",
		about: "allow uploads of releases only with If-None-Match, and no deletes; ignored with --dev",
	})
	floating := flags.add(flag{
		name: "s3-floating", value: "DIRECTORY", options: []string{"S3.Floating"}, repeatable: true,
		about: "directory below the prefix that --s3-write-once leaves out, such as */latest/",
	})
	multipart := flags.add(flag{
		name: "s3-multipart", options: []string{"S3.Multipart"}, preset: "false",
		about: "let a client list and abort its multipart uploads; ignored with --dev",
	})
	key := flags.add(flag{
		name: "s3-kms-key", value: "ARN", options: []string{"S3.KmsKeyArn"},
		about: "KMS key that the objects are encrypted with",
	})
	listPrefix := flags.add(flag{
		name: "s3-list-prefix", options: []string{"S3.ListPrefix"}, preset: "false",
		about: "limit listing to the prefixes",
	})
	resourceAccount := flags.add(flag{
		name: "s3-resource-account", options: []string{"S3.ResourceAccount"}, preset: "false",
		about: "require that the buckets belong to --account-id",
	})
	secureTransport := flags.add(flag{
		name: "s3-secure-transport", options: []string{"S3.SecureTransport"}, preset: "false",
		about: "require TLS",
	})
	return func(c *call) *permission.S3 {
		refuseWithout(c, bucket, prefix, devPrefix, prefixes, buckets, devBucket, preset, allowDelete, devDelete, requireTag,
			tagKeys, writeOnce, floating, multipart, key, listPrefix, resourceAccount, secureTransport)
		if !bucket.given() && !bucket.faulty {
			return nil
		}
		s := &permission.S3{
			BucketName: bucket.text(), Prefix: prefix.text(), DevPrefix: devPrefix.text(),
			Prefixes: prefixes.list(), Buckets: bucketsOf(buckets.list()), DevBucketName: devBucket.text(),
			Preset: preset.text(), AllowDelete: switchable(allowDelete), DevDelete: devDelete.truth(),
			RequireReleaseTag: requireTag.truth(), TagKeys: tagKeys.list(), WriteOnce: writeOnce.truth(), Floating: floating.list(),
			Multipart: multipart.truth(), KMSKeyARN: key.text(),
			ListPrefix: listPrefix.truth(), ResourceAccount: resourceAccount.truth(), SecureTransport: secureTransport.truth(),
		}
		if preset.given() && !devPrefix.given() {
			s.DevPrefix = ""
		}
		return s
	}
}

// bucketsOf returns the buckets of a list of NAME and NAME/PREFIX, in the
// order in which they are first named.
func bucketsOf(list []string) []permission.Bucket {
	var all []permission.Bucket
	for _, text := range list {
		name, prefix, found := strings.Cut(text, "/")
		if strings.Contains(text, "://") || aws.IsARN(text) {
			name, prefix, found = text, "", false // which the core refuses as a name
		}
		i := slices.IndexFunc(all, func(b permission.Bucket) bool { return b.BucketName == name })
		if i < 0 || !found || all[i].Prefixes == nil {
			i = len(all)
			all = append(all, permission.Bucket{BucketName: name})
		}
		if found {
			all[i].Prefixes = append(all[i].Prefixes, prefix)
		}
	}
	return all
}

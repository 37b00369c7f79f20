package permission_test

import (
	"cmp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

const acl = "s3:PutObjectAcl s3:::acme-dist/release/app/1.2.3/app.zip"

// What an upload with headers of Object Lock asks for.
const (
	retain = "s3:PutObjectRetention s3:::acme-dist/release/app/1.2.3/app.zip"
	hold   = "s3:PutObjectLegalHold s3:::acme-dist/release/app/1.2.3/app.zip"
	mode   = " s3:object-lock-mode="
	days   = " s3:object-lock-remaining-retention-days="
)

// list asks for the keys of a bucket, and via has a request go through its
// access point.
const (
	list = "s3:ListBucket s3:::acme-dist"
	via  = " through=s3:eu-west-1:111122223333:accesspoint/releases"
)

var s3Hardenings = []hardening{
	{
		name: "s3-prefixes", options: "S3.Prefixes", stores: "s3",
		set:   func(p *permission.Publisher) { p.S3.Prefixes = []string{"docs/"} },
		adds:  []string{"s3:PutObject s3:::acme-dist/docs/index.html"},
		keeps: []string{put, remove},
	},
	{
		name: "s3-buckets", options: "S3.Buckets", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.Buckets = []permission.Bucket{{BucketName: "acme-mirror", Prefixes: []string{"release/"}}, {BucketName: "acme-site"}}
		},
		adds:  []string{"s3:PutObject s3:::acme-mirror/release/app.zip", "s3:ListBucket s3:::acme-mirror", "s3:PutObject s3:::acme-site/index.html"},
		keeps: []string{put},
	},
	{
		name: "s3-access-point", options: "S3.AccessPointARN", stores: "s3",
		set:    func(p *permission.Publisher) { p.S3.AccessPointARN = releasesPoint },
		denies: []string{put, tag, remove, list},
		adds:   []string{put + via, tag + via, remove + via, list + via},
		refuses: []string{"s3:PutObject s3:::acme-dist/private/app.zip" + via, "s3:PutObject s3:eu-west-1:111122223333:accesspoint/others/object/release/app.zip",
			"s3:GetObject s3:::acme-dist/release/app/1.2.3/app.zip" + via, "s3:ListBucket s3:eu-west-1:111122223333:accesspoint/others"},
	},
	{
		// What is encrypted through an access point is read without it: the key
		// knows the bucket alone.
		name: "s3-access-point-kms", options: "S3.AccessPointARN S3.KMSKeyARN", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.AccessPointARN, p.S3.KMSKeyARN = releasesPoint, myKey
			p.S3.Buckets = []permission.Bucket{{BucketName: "acme-mirror"}}
		},
		denies: []string{put, list},
		adds: []string{put + via, list + via, "s3:PutObject s3:::acme-mirror/app.zip", "s3:ListBucket s3:::acme-mirror",
			"kms:GenerateDataKey " + strings.TrimPrefix(myKey, "arn:aws:")},
		refuses: []string{"kms:GenerateDataKey " + strings.TrimPrefix(myKey, "arn:aws:") + " kms:EncryptionContext:aws:s3:arn=" + releasesPoint + "/object/release/app.zip"},
	},
	{
		name: "s3-access-point-dev", options: "S3.AccessPointARN", stores: "s3", dev: true,
		set: func(p *permission.Publisher) {
			p.S3.AccessPointARN, p.S3.DevPrefix, p.S3.DevDelete, p.S3.ListPrefix = releasesPoint, "dev/", ptr(true), true
		},
		denies: []string{devPut},
		adds: []string{"s3:PutObject s3:::acme-dist/dev/app/login.zip" + via + " s3:RequestObjectTag/Release=false", "s3:DeleteObject s3:::acme-dist/dev/app/stale.zip" + via,
			list + via + " s3:prefix=dev/app/"},
		refuses: []string{put + via, put + via + isRel, list + via, devPut + via,
			"s3:PutObjectTagging s3:::acme-dist/dev/app/login.zip" + via + " s3:RequestObjectTag/Release=false s3:ExistingObjectTag/Release=true"},
	},
	{
		name: "s3-promote", options: "S3.PromoteFrom", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.PromoteFrom = []permission.Bucket{{BucketName: "acme-mirror", Prefixes: []string{"release/"}}, {BucketName: "acme-site"}}
		},
		adds: []string{"s3:GetObject s3:::acme-mirror/release/app.zip", "s3:GetObjectTagging s3:::acme-mirror/release/app.zip",
			"s3:ListBucket s3:::acme-mirror s3:prefix=release/", "s3:GetObject s3:::acme-site/index.html", "s3:ListBucket s3:::acme-site"},
		refuses: []string{"s3:PutObject s3:::acme-mirror/release/app.zip", "s3:DeleteObject s3:::acme-mirror/release/app.zip", "s3:GetObject s3:::acme-mirror/private/app.zip",
			"s3:ListBucket s3:::acme-mirror", "s3:ListBucket s3:::acme-mirror s3:prefix=private/", "s3:GetObject s3:::acme-dist/release/app.zip"},
		keeps: []string{put},
	},
	{
		name: "s3-promote-kms", options: "S3.PromoteFrom", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.PromoteFrom = []permission.Bucket{{BucketName: "acme-mirror", Prefixes: []string{"release/"}, KMSKeyARN: ptr(otherKey)}}
			p.S3.ResourceAccount, p.S3.SecureTransport = true, true
		},
		adds: []string{"kms:Decrypt " + strings.TrimPrefix(otherKey, "arn:aws:") + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-mirror/release/app.zip", "s3:GetObject s3:::acme-mirror/release/app.zip"},
		refuses: []string{"kms:Decrypt " + strings.TrimPrefix(otherKey, "arn:aws:"), "kms:GenerateDataKey " + strings.TrimPrefix(otherKey, "arn:aws:") + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-mirror/release/app.zip",
			"s3:GetObject s3:::acme-mirror/release/app.zip s3:ResourceAccount=999988887777", "s3:GetObject s3:::acme-mirror/release/app.zip aws:SecureTransport=false"},
		keeps: []string{put},
	},
	{
		// A copy that takes the tags of its source names none in the request.
		name: "s3-promote-tagged", options: "S3.PromoteFrom S3.RequireReleaseTag", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.PromoteFrom, p.S3.RequireReleaseTag = []permission.Bucket{{BucketName: "acme-mirror", Prefixes: []string{"release/"}}}, ptr(true)
		},
		denies: []string{put + " s3:x-amz-copy-source=acme-mirror/release/app.zip", tag},
		adds:   []string{"s3:GetObject s3:::acme-mirror/release/app.zip"},
		keeps:  []string{put + isRel + " s3:x-amz-copy-source=acme-mirror/release/app.zip", tag + isRel},
	},
	{
		name: "s3-dev-prefix-leading", options: "S3.DevPrefix", stores: "s3", dev: true,
		set:    func(p *permission.Publisher) { p.S3.DevPrefix = "dev/" },
		denies: []string{devPut, "s3:PutObject s3:::acme-dist/release/app/1.2.3/feature/app.zip s3:RequestObjectTag/Release=false"},
		adds:   []string{"s3:PutObject s3:::acme-dist/dev/app.zip s3:RequestObjectTag/Release=false"},
		keeps:  []string{"s3:ListBucket s3:::acme-dist"},
	},
	{
		name: "s3-dev-bucket", options: "S3.DevBucketName", stores: "s3", dev: true,
		set:    func(p *permission.Publisher) { p.S3.DevBucketName = "acme-dev-dist" },
		denies: []string{devPut, "s3:ListBucket s3:::acme-dist"},
		adds:   []string{"s3:PutObject s3:::acme-dev-dist/app/feature/login.zip s3:RequestObjectTag/Release=false"},
	},
	{
		name: "s3-preset-agilecustoms", options: "Publisher.Preset", stores: everywhere, dev: true,
		set: func(p *permission.Publisher) {
			p.Preset, p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = "agilecustoms-release", true, true
		},
		denies: []string{devPut},
		adds: []string{
			"s3:PutObject s3:::acme-dist/app/feature-login/app.zip s3:RequestObjectTag/Release=false",
			"s3:DeleteObject s3:::acme-dist/app/feature-login/stale.zip",
		},
	},
	{
		name: "s3-preset-agilecustoms-releases", options: "Publisher.Preset", stores: everywhere,
		set: func(p *permission.Publisher) {
			p.Preset, p.ECR.EveryRepository, p.CodeArtifact.EveryRepository = "agilecustoms-release", true, true
		},
		denies: []string{put, put + " s3:RequestObjectTag/Release=false"},
		keeps:  []string{put + isRel, tag + isRel, remove},
	},
	{
		name: "s3-without-deletes", options: "S3.AllowDelete", stores: "s3 ecr",
		set:    func(p *permission.Publisher) { p.S3.AllowDelete = new(bool) },
		denies: []string{remove},
		keeps:  []string{put, "ecr:BatchDeleteImage" + image + "app"},
	},
	{
		name: "s3-dev-delete", options: "S3.DevDelete", stores: "s3 ecr", dev: true,
		set:   func(p *permission.Publisher) { p.S3.DevDelete = ptr(true) },
		adds:  []string{"s3:DeleteObject s3:::acme-dist/app/feature/stale.zip"},
		keeps: []string{devPut},
	},
	{
		name: "s3-require-release-tag", options: "S3.RequireReleaseTag", stores: "s3",
		set: func(p *permission.Publisher) { p.S3.RequireReleaseTag = ptr(true) },
		denies: []string{put, put + " s3:RequestObjectTag/Release=false", tag + " s3:RequestObjectTag/Release=false", tag,
			put + " s3:ObjectCreationOperation=false"}, // a part of a multipart upload
		keeps: []string{put + isRel, tag + isRel, remove},
	},
	{
		name: "s3-tag-keys", options: "S3.TagKeys", stores: "s3",
		set:    func(p *permission.Publisher) { p.S3.TagKeys = []string{"Release", "commit"} },
		denies: []string{put + isRel + " s3:RequestObjectTagKeys=Release,team", tag + " s3:RequestObjectTagKeys=team"},
		keeps:  []string{put, put + isRel + " s3:RequestObjectTagKeys=Release,commit", remove},
	},
	{
		name: "s3-write-once", options: "S3.WriteOnce S3.Floating", stores: "s3",
		set: func(p *permission.Publisher) { p.S3.WriteOnce, p.S3.Floating = true, []string{"*/latest/"} },
		denies: []string{
			put,    // a client that sends no If-None-Match
			remove, // which would make room for another object of the same key
			put + " s3:ObjectCreationOperation=true",
			put + " s3:ObjectCreationOperation=",
		},
		keeps: []string{
			put + once,
			put + " s3:ObjectCreationOperation=false", // a part of a multipart upload
			tag,
			"s3:PutObject s3:::acme-dist/release/app/latest/app.zip",
			"s3:DeleteObject s3:::acme-dist/release/app/latest/stale.zip",
		},
	},
	{
		name: "s3-write-once-tagged", options: "S3.WriteOnce S3.RequireReleaseTag", stores: "s3",
		set:    func(p *permission.Publisher) { p.S3.WriteOnce, p.S3.RequireReleaseTag = true, ptr(true) },
		denies: []string{put, put + once, put + isRel, remove, put + " s3:ObjectCreationOperation=false", tag, tag + " s3:RequestObjectTag/Release=false"},
		keeps:  []string{put + isRel + once, tag + isRel},
	},
	{
		name: "s3-multipart", options: "S3.Multipart", stores: "s3",
		set: func(p *permission.Publisher) { p.S3.Multipart = true },
		adds: []string{
			"s3:AbortMultipartUpload s3:::acme-dist/release/app.zip", "s3:ListMultipartUploadParts s3:::acme-dist/release/app.zip",
			"s3:ListBucketMultipartUploads s3:::acme-dist",
		},
		keeps: []string{put},
	},
	{
		// What aws s3 cp --acl and rclone send. The ACL is of the upload, so the
		// requests for parts have none, and pass as before.
		name: "s3-acls", options: "S3.ACLs", stores: "s3",
		set:  func(p *permission.Publisher) { p.S3.ACLs = []string{"bucket-owner-full-control"} },
		adds: []string{acl + " s3:x-amz-acl=bucket-owner-full-control"},
		refuses: []string{acl + " s3:x-amz-acl=public-read", acl, // an ACL in x-amz-grant headers has no such key
			"s3:PutObjectAcl s3:::acme-dist/other/app.zip s3:x-amz-acl=bucket-owner-full-control"},
		keeps: []string{put, put + " s3:x-amz-acl=bucket-owner-full-control", put + " s3:ObjectCreationOperation=false"},
	},
	{
		// s3:PutObjectAcl has no s3:RequestObjectTag, so it needs no tag.
		name: "s3-acls-tagged", options: "S3.ACLs S3.RequireReleaseTag S3.TagKeys", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.ACLs, p.S3.RequireReleaseTag, p.S3.TagKeys = []string{"private", "bucket-owner-full-control"}, ptr(true), []string{"Release"}
		},
		denies: []string{put},
		adds:   []string{acl + " s3:x-amz-acl=bucket-owner-full-control", acl + " s3:x-amz-acl=private"},
		keeps:  []string{put + isRel + " s3:RequestObjectTagKeys=Release"},
	},
	{
		name: "s3-retention", options: "S3.RetentionModes", stores: "s3",
		set:  func(p *permission.Publisher) { p.S3.RetentionModes = []string{"GOVERNANCE"} },
		adds: []string{retain + mode + "GOVERNANCE", retain + mode + "GOVERNANCE" + days + "36500"},
		refuses: []string{retain + mode + "COMPLIANCE", retain, // no mode is to take a retention away
			"s3:PutObjectRetention s3:::acme-dist/other/app.zip" + mode + "GOVERNANCE", hold + " s3:object-lock-legal-hold=ON",
			"s3:BypassGovernanceRetention s3:::acme-dist/release/app/1.2.3/app.zip", "s3:PutBucketObjectLockConfiguration s3:::acme-dist"},
		keeps: []string{put, put + mode + "GOVERNANCE", remove},
	},
	{
		// The requests of a retention have no s3:RequestObjectTag, so no tag is
		// asked of them.
		name: "s3-retention-days", options: "S3.RetentionModes S3.RetentionDays S3.RequireReleaseTag S3.TagKeys", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.RetentionModes, p.S3.RetentionDays = []string{"GOVERNANCE", "COMPLIANCE"}, 30
			p.S3.RequireReleaseTag, p.S3.TagKeys = ptr(true), []string{"Release"}
		},
		denies:  []string{put},
		adds:    []string{retain + mode + "GOVERNANCE" + days + "30", retain + mode + "COMPLIANCE" + days + "1"},
		refuses: []string{retain + mode + "GOVERNANCE" + days + "31", retain + mode + "COMPLIANCE"},
		keeps:   []string{put + isRel + " s3:RequestObjectTagKeys=Release" + mode + "COMPLIANCE"},
	},
	{
		name: "s3-legal-hold", options: "S3.LegalHold S3.RequireReleaseTag S3.TagKeys", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.LegalHold, p.S3.RequireReleaseTag, p.S3.TagKeys = true, ptr(true), []string{"Release"}
		},
		denies: []string{put},
		adds:   []string{hold + " s3:object-lock-legal-hold=ON"},
		refuses: []string{hold + " s3:object-lock-legal-hold=OFF", hold, "s3:PutObjectLegalHold s3:::acme-dist/other/app.zip s3:object-lock-legal-hold=ON",
			retain + mode + "GOVERNANCE"},
		keeps: []string{put + isRel + " s3:RequestObjectTagKeys=Release"},
	},
	{
		name: "s3-read-back", options: "S3.ReadBack", stores: "s3",
		set:     func(p *permission.Publisher) { p.S3.ReadBack = true },
		adds:    []string{"s3:GetObject s3:::acme-dist/release/app/1.2.3/app.zip"},
		refuses: []string{"s3:GetObject s3:::acme-dist/other/app.zip", "s3:GetObjectVersion s3:::acme-dist/release/app/1.2.3/app.zip"},
		keeps:   []string{put},
	},
	{
		// It sends x-amz-acl: private unless it is told another ACL, and asks for
		// the object afterwards.
		name: "s3-rclone", options: "S3.ACLs S3.ReadBack", stores: "s3",
		set:   func(p *permission.Publisher) { p.S3.ACLs, p.S3.ReadBack = []string{"private"}, true },
		adds:  []string{acl + " s3:x-amz-acl=private", "s3:GetObject s3:::acme-dist/release/app/1.2.3/app.zip"},
		keeps: []string{put + " s3:x-amz-acl=private", remove},
	},
	{
		name: "s3-read-back-kms", options: "S3.ReadBack S3.KMSKeyARN S3.RequireReleaseTag", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.ReadBack, p.S3.KMSKeyARN, p.S3.RequireReleaseTag = true, myKey, ptr(true)
		},
		denies: []string{put},
		adds:   []string{"s3:GetObject s3:::acme-dist/release/app/1.2.3/app.zip", "kms:Decrypt " + myKey[8:]},
		keeps:  []string{put + isRel},
	},
	{
		name: "s3-kms-key", options: "S3.KMSKeyARN", stores: "s3",
		set: func(p *permission.Publisher) { p.S3.KMSKeyARN = myKey },
		adds: []string{"kms:GenerateDataKey " + myKey[8:], "kms:GenerateDataKey " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-dist",
			"kms:Decrypt " + myKey[8:]}, // "aws s3 cp" sends parts from 8 MB on, asked or not
		keeps: []string{put},
	},
	{
		// No part can carry the tag, so none is ever decrypted.
		name: "s3-kms-key-tagged", options: "S3.KMSKeyARN S3.RequireReleaseTag", stores: "s3",
		set:     func(p *permission.Publisher) { p.S3.KMSKeyARN, p.S3.RequireReleaseTag = myKey, ptr(true) },
		adds:    []string{"kms:GenerateDataKey " + myKey[8:]},
		refuses: []string{"kms:Decrypt " + myKey[8:]},
		denies:  []string{put},
		keeps:   []string{put + isRel},
	},
	{
		name: "s3-kms-key-dev", options: "S3.KMSKeyARN", stores: "s3", dev: true,
		set:     func(p *permission.Publisher) { p.S3.KMSKeyARN = myKey },
		adds:    []string{"kms:GenerateDataKey " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-dist/app/feature/login.zip"},
		refuses: []string{"kms:Decrypt " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-dist/app/feature/login.zip"},
		keeps:   []string{devPut},
	},
	{
		// Each key for its own buckets: the first one's encrypts nothing in the
		// others, and theirs nothing in the first.
		name: "s3-kms-keys", options: "S3.KMSKeyARN S3.Buckets", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.KMSKeyARN, p.S3.Buckets = myKey, []permission.Bucket{
				{BucketName: "acme-mirror", KMSKeyARN: &otherKey}, {BucketName: "acme-docs"}, {BucketName: "acme-site", KMSKeyARN: new(string)},
			}
		},
		adds: []string{
			"kms:GenerateDataKey " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-dist",
			"kms:GenerateDataKey " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-docs",
			"kms:GenerateDataKey " + otherKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-mirror",
		},
		refuses: []string{
			"kms:GenerateDataKey " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-mirror",
			"kms:GenerateDataKey " + myKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-site",
			"kms:GenerateDataKey " + otherKey[8:] + " kms:EncryptionContext:aws:s3:arn=arn:aws:s3:::acme-dist",
		},
		keeps: []string{put},
	},
	{
		name: "s3-list-prefix", options: "S3.ListPrefix", stores: "s3",
		set:    func(p *permission.Publisher) { p.S3.ListPrefix = true },
		denies: []string{"s3:ListBucket s3:::acme-dist", "s3:ListBucket s3:::acme-dist s3:prefix=secret/"},
		keeps:  []string{"s3:ListBucket s3:::acme-dist s3:prefix=release/app/1.2.3/", put},
	},
	{
		name: "s3-list-prefix-buckets", options: "S3.ListPrefix S3.Buckets", stores: "s3",
		set: func(p *permission.Publisher) {
			p.S3.ListPrefix, p.S3.Buckets = true, []permission.Bucket{{BucketName: "acme-mirror", Prefixes: []string{"a/", "b/"}}}
		},
		denies: []string{"s3:ListBucket s3:::acme-dist s3:prefix=a/"},
		adds:   []string{"s3:ListBucket s3:::acme-mirror s3:prefix=b/"},
		keeps:  []string{"s3:ListBucket s3:::acme-dist s3:prefix=release/"},
	},
	{
		name: "s3-resource-account", options: "S3.ResourceAccount", stores: "s3",
		set:    func(p *permission.Publisher) { p.S3.ResourceAccount = true },
		denies: []string{put + " s3:ResourceAccount=999988887777", "s3:ListBucket s3:::acme-dist s3:ResourceAccount=999988887777"},
		keeps:  []string{put, tag, remove, "s3:ListBucket s3:::acme-dist"},
	},
	{
		name: "s3-secure-transport", options: "S3.SecureTransport", stores: "s3",
		set:    func(p *permission.Publisher) { p.S3.SecureTransport = true },
		denies: []string{put + " aws:SecureTransport=false", "s3:ListBucket s3:::acme-dist aws:SecureTransport=false"},
		keeps:  []string{put, tag, remove},
	},
	{
		name: "s3-secure-transport-dev", options: "S3.SecureTransport", stores: "s3", dev: true,
		set:    func(p *permission.Publisher) { p.S3.SecureTransport = true },
		denies: []string{devPut + " aws:SecureTransport=false"},
		keeps:  []string{devPut},
	},
}

// A key may be written exactly when it begins with the prefix, whatever the
// prefix holds.
func TestPrefixIsTheBeginningOfTheKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		publisher, env := publishers.Draw(t, "publisher"), environments(t)
		require.NoError(t, publisher.Validate(env))
		document := policy.New(publisher.Statements(env)...)
		prefix, context := publisher.S3.Prefix, policy.Context(nil)
		if publisher.Dev {
			prefix, context = cmp.Or(publisher.S3.DevPrefix, permission.DefaultDevPrefix), policy.Context{"s3:RequestObjectTag/Release": {"false"}}
		}
		key := keys.Draw(t, "key")
		if rapid.Bool().Draw(t, "inside") {
			key = prefix + key
		}
		object := "arn:" + aws.PartitionOf(env.Region) + ":s3:::" + publisher.S3.BucketName + "/" + key
		inside := strings.HasPrefix(key, prefix)
		assert.Equal(t, inside, allows(t, document, "s3:PutObject", object, context), key)
		assert.Equal(t, inside, allows(t, document, "s3:PutObjectTagging", object, context), key)
		assert.Equal(t, inside && *publisher.AllowDelete && !publisher.Dev, allows(t, document, "s3:DeleteObject", object, context), key)
	})
}

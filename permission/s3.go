package permission

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// S3 is one bucket and the part of it that releases go to; options narrow it
// and add further places. Only BucketName is required.
type S3 struct {
	// BucketName is the name of a general purpose bucket. Required.
	BucketName string
	// AccessPointARN is an access point of the bucket, of its account or another
	// one, that a client goes through: the policy allows nothing on the bucket
	// itself, which has to let the access point serve the client
	// (resource.Bucket). An access point has no alias in a policy. Used in dev
	// mode too, unless DevBucketName is set. Empty is the bucket itself.
	//
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
	AccessPointARN string
	// Prefix is what the keys of normal releases begin with, such as
	// "release/"; at most 1,024 bytes, taken literally. Empty is the whole
	// bucket. Ignored in dev mode.
	Prefix string
	// DevPrefix is what the keys of dev releases begin with; "*" stands for
	// any characters, "/" included. Empty is the publisher's Preset's, else
	// DefaultDevPrefix. Ignored in normal mode.
	//
	// A leading directory such as "dev/" keeps dev releases apart from
	// everything else: no released object can have such a key.
	DevPrefix string

	// Prefixes are further prefixes of normal releases in the same bucket.
	Prefixes []string
	// Buckets are further buckets for normal releases.
	Buckets []Bucket
	// PromoteFrom are buckets that releases may be copied from, to where releases
	// go; of another account, the bucket's policy must allow it too. Ignored in
	// dev mode. Nil is none.
	PromoteFrom []Bucket
	// DevBucketName is a bucket of its own for dev releases. Empty is the same
	// bucket. Ignored in normal mode.
	DevBucketName string

	// AllowDelete overrides Publisher.AllowDelete in S3. Nil does not.
	AllowDelete *bool
	// DevDelete lets a dev publisher delete objects below its own prefix, to
	// remove what an earlier build of a branch has left. Ignored in normal mode.
	// Nil is the publisher's Preset's, else false.
	DevDelete *bool
	// RequireReleaseTag allows uploads only with the tag Release=true, so that
	// no release can be marked for expiry. It refuses multipart uploads, whose
	// parts carry no tags. Ignored in dev mode, which requires Release=false.
	// Nil is the publisher's Preset's, else false.
	RequireReleaseTag *bool
	// TagKeys are the only tags that a client may set, Release among them; at
	// most ten. Nil is any.
	TagKeys []string
	// WriteOnce allows an upload only if it asks S3 not to replace an object
	// (If-None-Match), and no deletes: a release is never changed. Clients
	// that do not ask are refused. Ignored in dev mode.
	WriteOnce bool
	// Floating are the directories that WriteOnce leaves as they were, such as
	// "*/latest/"; below Prefix, "*" stands for any characters.
	Floating []string
	// Multipart lets a client list and abort its multipart uploads, as
	// transfer managers do. Ignored in dev mode, whose tag the parts lack.
	Multipart bool
	// ACLs are the canned ACLs that a client may give to releases, such as
	// "bucket-owner-full-control": s3:PutObjectAcl, which an upload with an ACL
	// needs beside s3:PutObject. Nil is none. Ignored in dev mode.
	//
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
	ACLs []string
	// RetentionModes are the modes of S3 Object Lock, "GOVERNANCE" and
	// "COMPLIANCE", in which a client may retain releases: s3:PutObjectRetention,
	// which an upload with x-amz-object-lock-mode needs beside s3:PutObject. An
	// object may be retained longer later, and is never retained for less without
	// s3:BypassGovernanceRetention, which is not granted. A bucket's default
	// retention needs none of it. Nil is none. Ignored in dev mode.
	//
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-overview.html#object-lock-retention-modes
	RetentionModes []string
	// RetentionDays are the days that a client may retain a release at most,
	// counted from the request. Zero is any number. Needs RetentionModes.
	RetentionDays int
	// LegalHold lets a client place legal holds on releases, which have no end,
	// and remove none. Ignored in dev mode.
	LegalHold bool
	// ReadBack lets a client read what is below its prefixes, to check an upload as
	// rclone does (HeadObject). Ignored in dev mode.
	ReadBack bool
	// KMSKeyARN is the key that objects are encrypted with, in every bucket that
	// says nothing else: the ARN of a key, not of an alias. Empty is a bucket that
	// S3 encrypts with a key of its own.
	KMSKeyARN string
	// ListPrefix limits listing to the prefixes. An empty prefix limits nothing.
	ListPrefix bool
	// ResourceAccount requires that the buckets belong to the account of the
	// Environment, so that nobody else's bucket can take the place of one.
	ResourceAccount bool
	// SecureTransport requires TLS.
	SecureTransport bool

	// preset is the publisher's, which has filled what was unset; devPrefixUnset
	// says that DevPrefix was.
	preset         string
	devPrefixUnset bool
}

// Bucket is a further bucket for normal releases, or one that they come from.
type Bucket struct {
	// BucketName is the name of a general purpose bucket. Required.
	BucketName string
	// Prefixes are what the keys of releases begin with. Nil is the whole
	// bucket.
	Prefixes []string
	// KMSKeyARN is the key of this bucket. Nil is S3.KMSKeyARN; empty is a bucket
	// that S3 encrypts with a key of its own.
	KMSKeyARN *string
}

const (
	s3ListPage      = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html"
	s3PutPage       = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html"
	s3DeletePage    = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"
	s3TagsPage      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html"
	s3MultipartPage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions"
	s3WriteOncePage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html"
	s3LockPage      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-overview.html"
	s3KMSPage       = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
	s3KeysPage      = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"
	s3AccessPage    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html"
)

// The kinds of places that statements on S3 are about.
const (
	overBucket = "bucket"
	overPrefix = "prefix"
	overKey    = "key"
)

// What statements on S3 are about: a bucket, and the objects below one of its
// prefixes.
const (
	s3Bucket   = "arn:{partition}:s3:::{bucket}"
	s3Objects  = s3Bucket + "/{prefix}*"
	s3Floating = s3Bucket + "/{prefix}{floating}*"
	s3Dev      = s3Bucket + "/{dev prefix}*"
)

var (
	s3PutRelease = table.Action{"s3:PutObject", "aws s3 cp, aws s3 sync, agilecustoms/publish-s3: PutObject, or all of a multipart upload", s3PutPage}
	s3TagRelease = table.Action{"s3:PutObjectTagging", "aws s3api put-object --tagging, agilecustoms/publish-s3: PutObject with x-amz-tagging needs it beside s3:PutObject", s3PutPage}
	s3Delete     = table.Action{"s3:DeleteObject", "aws s3 sync --delete, agilecustoms/publish-s3: DeleteObjects removes the stale files of floating versions (latest/, 1/, 1.2/)", s3DeletePage}
)

// s3Table tells releases from dev releases by the tag Release, "true" or
// "false", which the client sets as it uploads.
var s3Table = table.New("Publisher", "S3", slices.Concat(s3Limits, s3OwnerLimits, s3KeyLimits), []table.Row{
	{Sid: "S3List", Each: overBucket, Resource: s3Bucket, Actions: []table.Action{
		{"s3:ListBucket", "aws s3 ls, aws s3 sync, agilecustoms/publish-s3: ListObjectsV2 finds what an earlier try left", s3ListPage},
	}},
	{Sid: "S3Publish", When: []string{"!Dev", "!S3.WriteOnce"}, Each: overPrefix, Resource: s3Objects, Actions: []table.Action{s3PutRelease, s3TagRelease}},
	{Sid: "S3Publish", Apart: "S3Delete", When: []string{"!Dev", "AllowDelete", "!S3.WriteOnce"}, Each: overPrefix, Resource: s3Objects, Actions: []table.Action{s3Delete}},
	// If-None-Match makes S3 refuse to replace an object. An Allow with the
	// condition stands alone: a Deny would have to name the floating
	// directories in NotResource, and so speak of every other bucket.
	{Sid: "S3PublishOnce", When: []string{"!Dev", "S3.WriteOnce"}, Each: overPrefix, Resource: s3Objects,
		Conditions: policy.Conditions{"Null": {"s3:if-none-match": {"false"}}}, Actions: []table.Action{
			{"s3:PutObject", "aws s3api put-object --if-none-match '*', aws s3 cp --no-overwrite (AWS CLI 2.33): PutObject, or the end of a multipart upload, that replaces nothing", s3WriteOncePage},
		}},
	// Starting a multipart upload and sending parts makes no object yet, and
	// takes no If-None-Match. With a required tag, the end of the upload,
	// which has none, is refused in any case.
	{Sid: "S3PublishParts", When: []string{"!Dev", "S3.WriteOnce", "!S3.RequireReleaseTag"}, Each: overPrefix, Resource: s3Objects,
		Conditions: policy.Conditions{"Bool": {"s3:ObjectCreationOperation": {"false"}}}, Actions: []table.Action{
			{"s3:PutObject", "aws s3api create-multipart-upload, upload-part: they take no If-None-Match", s3WriteOncePage},
		}},
	{Sid: "S3PublishTags", When: []string{"!Dev", "S3.WriteOnce"}, Each: overPrefix, Resource: s3Objects, Actions: []table.Action{s3TagRelease}},
	{Sid: "S3PublishFloating", When: []string{"!Dev", "S3.WriteOnce"}, Each: overPrefix, Resource: s3Floating, Actions: []table.Action{s3PutRelease}},
	{
		Sid: "S3PublishFloating", Apart: "S3DeleteFloating", When: []string{"!Dev", "AllowDelete", "S3.WriteOnce"}, Each: overPrefix,
		Resource: s3Floating,
		Actions:  []table.Action{s3Delete},
	},
	// The parts of a multipart upload carry no tags, so the condition
	// leaves them out; "aws s3 cp" sets no tags at all.
	{Sid: "S3DevPublish", When: []string{"Dev"}, Each: overPrefix, Resource: s3Dev,
		Conditions: policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}}, Actions: []table.Action{
			{"s3:PutObject", "aws s3api put-object --tagging Release=false, agilecustoms/publish-s3: PutObject with x-amz-tagging", s3PutPage},
			{"s3:PutObjectTagging", "aws s3api put-object --tagging Release=false, agilecustoms/publish-s3: PutObject with x-amz-tagging needs it beside s3:PutObject", s3PutPage},
		}},
	{Sid: "S3DevDelete", When: []string{"Dev", "S3.DevDelete"}, Each: overPrefix, Resource: s3Dev, Actions: []table.Action{
		{"s3:DeleteObject", "agilecustoms/publish-s3: DeleteObjects removes what an earlier build of the branch left, and fails when it may not", s3DeletePage},
	}},
	{Sid: "S3Multipart", When: []string{"!Dev", "S3.Multipart"}, Each: overPrefix, Resource: s3Objects, Actions: []table.Action{
		{"s3:AbortMultipartUpload", "aws s3 cp, transfer managers: AbortMultipartUpload after an upload that failed", s3MultipartPage},
		{"s3:ListMultipartUploadParts", "aws s3api list-parts: ListParts, to resume an upload", s3MultipartPage},
	}},
	// ListMultipartUploads has no s3:prefix in its request context.
	{Sid: "S3MultipartList", When: []string{"!Dev", "S3.Multipart"}, Each: overBucket, Resource: s3Bucket, Actions: []table.Action{
		{"s3:ListBucketMultipartUploads", "aws s3api list-multipart-uploads: ListMultipartUploads, to find what was never ended", s3MultipartPage},
	}},
	// The requests of x-amz-grant headers have no s3:x-amz-acl.
	{Sid: "S3PublishAcls", When: []string{"!Dev", "S3.Acls"}, Each: overPrefix, Resource: s3Objects,
		Conditions: policy.Conditions{"StringEquals": {"s3:x-amz-acl": {"{ACL}"}}}, Actions: []table.Action{
			{"s3:PutObjectAcl", "aws s3 cp --acl, rclone: PutObject or CreateMultipartUpload with x-amz-acl needs it beside s3:PutObject", s3PutPage},
		}},
	// A request to take a retention away names no mode.
	{Sid: "S3Retain", When: []string{"!Dev", "S3.RetentionModes"}, Each: overPrefix, Resource: s3Objects,
		Conditions: policy.Conditions{"StringEquals": {"s3:object-lock-mode": {"{retention mode}"}}}, Actions: []table.Action{
			{"s3:PutObjectRetention", "aws s3api put-object --object-lock-mode: PutObject with x-amz-object-lock-mode needs it beside s3:PutObject; aws s3api put-object-retention", s3LockPage},
		}},
	// Without the condition, the action removes holds too.
	{Sid: "S3LegalHold", When: []string{"!Dev", "S3.LegalHold"}, Each: overPrefix, Resource: s3Objects,
		Conditions: policy.Conditions{"StringEquals": {"s3:object-lock-legal-hold": {"ON"}}}, Actions: []table.Action{
			{"s3:PutObjectLegalHold", "aws s3api put-object --object-lock-legal-hold-status ON: PutObject with x-amz-object-lock-legal-hold needs it beside s3:PutObject; aws s3api put-object-legal-hold", s3LockPage},
		}},
	{Sid: "S3ReadBack", When: []string{"!Dev", "S3.ReadBack"}, Each: overPrefix, Resource: s3Objects, Actions: []table.Action{
		{"s3:GetObject", "rclone: HeadObject after an upload", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"},
	}},
	{Sid: "S3Encrypt", When: []string{"S3.KmsKeyArn"}, Each: overKey, Resource: "{key}", Actions: []table.Action{
		{"kms:GenerateDataKey", "PutObject and CreateMultipartUpload to a bucket with SSE-KMS", s3KMSPage},
	}},
	// The parts carry no tags, so none comes where a tag is required.
	{Sid: "S3Encrypt", When: []string{"!Dev", "S3.KmsKeyArn", "!S3.RequireReleaseTag|S3.ReadBack"}, Each: overKey, Resource: "{key}", Actions: []table.Action{
		{"kms:Decrypt", "aws s3 cp of 8 MB and more: UploadPart and CompleteMultipartUpload to a bucket with SSE-KMS; rclone: HeadObject", s3MultipartPage},
	}},
	// S3 does not offer the key for PutObject, so a released object below
	// the dev prefix can still be overwritten.
	{Sid: "S3KeepReleases", When: []string{"Dev"}, Deny: true, Each: overBucket, Resource: "arn:{partition}:s3:::{bucket}/*",
		Conditions: policy.Conditions{"StringEquals": {"s3:ExistingObjectTag/Release": {"true"}}}, Actions: []table.Action{
			{"s3:PutObjectTagging", "aws s3api put-object-tagging on a released object, which would mark it Release=false for expiry", s3TagsPage},
		}},
}).Writes(table.Writing{
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
	Path: "S3", Levels: 2, Actions: []string{"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:PutObjectLegalHold", "s3:DeleteObject", "s3:AbortMultipartUpload"},
}).Through(
	table.Way{When: "S3.AccessPointArn", Of: s3Bucket + "/", As: "{access point}/object/", Source: s3AccessPage},
	table.Way{When: "S3.AccessPointArn", Of: s3Bucket, As: "{access point}", Source: s3AccessPage},
)

// s3Tagged are the actions whose requests have the tags of an upload.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
var s3Tagged = []string{"s3:PutObject*", "!s3:PutObjectAcl", "!s3:PutObjectRetention", "!s3:PutObjectLegalHold"}

// s3Limits name the actions whose requests have the key, by AWS's reference: a
// condition on a key that a request never has refuses it.
var s3Limits = []table.Limit{
	{
		When: []string{"!Dev", "S3.RequireReleaseTag"}, Actions: s3Tagged,
		Operator: "StringEquals", Key: "s3:RequestObjectTag/Release", Values: []string{"true"}, Source: s3TagsPage,
	},
	{
		// A request without tags passes, as it does without the limit.
		When: []string{"S3.TagKeys"}, Actions: s3Tagged,
		Operator: "ForAllValues:StringEquals", Key: "s3:RequestObjectTagKeys", Values: []string{"{tag key}"}, Source: s3TagsPage,
	},
	{
		When: []string{"S3.RetentionDays"}, Actions: []string{"s3:PutObjectRetention"},
		Operator: "NumericLessThanEquals", Key: "s3:object-lock-remaining-retention-days", Values: []string{"{retention days}"}, Source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html#object-lock-managing-retention-limits",
	},
	s3ListLimit([]string{"S3.ListPrefix"}),
}

// s3OwnerLimits are those of every request.
var s3OwnerLimits = []table.Limit{
	{
		When: []string{"S3.ResourceAccount"}, Actions: []string{"s3:*"},
		Operator: "StringEquals", Key: "s3:ResourceAccount", Values: []string{"{account}"}, Source: s3KeysPage,
	},
	{
		When: []string{"S3.SecureTransport"}, Actions: []string{"s3:*"},
		Operator: "Bool", Key: "aws:SecureTransport", Values: []string{"true"}, Source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
	},
}

// s3ListLimit limits listing to the prefixes of a bucket. One of them may be
// the whole bucket; the pattern "*" would refuse a list that names no prefix.
// ListMultipartUploads has no s3:prefix in its request context.
func s3ListLimit(when []string) table.Limit {
	return table.Limit{
		When: when, Actions: []string{"s3:ListBucket*", "!s3:ListBucketMultipartUploads"}, PerPlace: true,
		Operator: "StringLike", Key: "s3:prefix", Values: []string{"{listed}"}, Source: s3KeysPage,
	}
}

// s3KeyLimits keep a key to S3, and to the objects. S3 asks KMS for its caller;
// with an S3 Bucket Key the context is the bucket's ARN, without one the
// object's. It is not the access point's: what was encrypted through one is
// decrypted with the same context on any way.
var s3KeyLimits = []table.Limit{
	{Actions: []string{"kms:*"}, Operator: "StringEquals", Key: "kms:ViaService", Values: []string{"{via}"}, Source: "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service"},
	{Actions: []string{"kms:*"}, Operator: "StringLike", Key: "kms:EncryptionContext:aws:s3:arn", Values: []string{"{encrypted}"}, Source: s3KMSPage},
}

func (*S3) tables() []table.Table { return []table.Table{s3Table, s3PromoteTable} }

func (*S3) need(*fault.List, Environment) {} // the ARNs of S3 name neither region nor account

func (s *S3) statements(env Environment, dev, deletes bool) []policy.Statement {
	places := s.places(env, s.locations(dev))
	options := table.Options{
		"Dev":                  dev,
		"S3.AccessPointArn":    s.AccessPointARN != "",
		"AllowDelete":          *cmp.Or(s.AllowDelete, &deletes),
		"S3.DevDelete":         *s.DevDelete,
		"S3.RequireReleaseTag": *s.RequireReleaseTag,
		"S3.TagKeys":           s.TagKeys != nil,
		"S3.WriteOnce":         s.WriteOnce,
		"S3.Multipart":         s.Multipart,
		"S3.Acls":              len(s.ACLs) > 0,
		"S3.RetentionModes":    len(s.RetentionModes) > 0,
		"S3.RetentionDays":     s.RetentionDays != 0,
		"S3.LegalHold":         s.LegalHold,
		"S3.ReadBack":          s.ReadBack,
		"S3.KmsKeyArn":         len(places[overKey]) > 0,
		"S3.ListPrefix":        s.ListPrefix,
		"S3.ResourceAccount":   s.ResourceAccount,
		"S3.SecureTransport":   s.SecureTransport,
		"S3.PromoteFrom":       len(s.PromoteFrom) > 0,
	}
	all := s3Table.Statements(options, places)
	if len(s.PromoteFrom) == 0 {
		return all
	}
	return append(all, s3PromoteTable.Statements(options, s.places(env, whole(nil, s.PromoteFrom)))...)
}

func (s *S3) locations(dev bool) []Bucket {
	if dev {
		// The pattern goes on with "*" anyway.
		return []Bucket{{BucketName: cmp.Or(s.DevBucketName, s.BucketName), Prefixes: []string{strings.TrimRight(s.DevPrefix, "*")}}}
	}
	return whole([]Bucket{{BucketName: s.BucketName, Prefixes: append([]string{s.Prefix}, s.Prefixes...)}}, s.Buckets)
}

// whole adds buckets to others; those without prefixes are whole.
func whole(all, more []Bucket) []Bucket {
	for _, b := range more {
		if len(b.Prefixes) == 0 {
			b.Prefixes = []string{""}
		}
		all = append(all, b)
	}
	return all
}

// places returns what rows are about: buckets, the prefixes in them and their
// keys.
func (s *S3) places(env Environment, buckets []Bucket) table.Places {
	all := table.Places{overBucket: nil, overPrefix: nil, overKey: nil}
	var keys []string
	encrypted := map[string][]string{} // the buckets of a key, and the objects in them
	for _, b := range buckets {
		bucket := env.place().With("bucket", b.BucketName).With("listed", listed(b.Prefixes)...).With("tag key", s.TagKeys...).With("ACL", s.ACLs...)
		if s.AccessPointARN != "" {
			bucket = bucket.With("access point", s.accessPoints(b.BucketName)...)
		}
		if len(s.RetentionModes) > 0 {
			bucket = bucket.With("retention mode", s.RetentionModes...).With("retention days", strconv.Itoa(s.RetentionDays))
		}
		all[overBucket] = append(all[overBucket], bucket)
		arn := aws.ARN{Partition: env.ARNPartition(), Service: "s3", Resource: b.BucketName}.String()
		key := s.KMSKeyARN
		if b.KMSKeyARN != nil {
			key = *b.KMSKeyARN
		}
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
		encrypted[key] = append(encrypted[key], arn)
		for _, prefix := range b.Prefixes {
			encrypted[key] = append(encrypted[key], arn+"/"+prefix+"*")
			all[overPrefix] = append(all[overPrefix], bucket.With("prefix", prefix).With("dev prefix", prefix).With("floating", s.Floating...))
		}
	}
	for _, key := range keys {
		all[overKey] = append(all[overKey], env.place().With("key", key).With("via", aws.ViaS3(key, env.Region)).With("encrypted", encrypted[key]...))
	}
	return all
}

// listed returns the patterns of what may be listed; none where a prefix is
// the whole bucket.
func listed(prefixes []string) []string {
	var all []string
	for _, prefix := range prefixes {
		if prefix == "" {
			return nil
		}
		all = append(all, prefix+"*")
	}
	return all
}

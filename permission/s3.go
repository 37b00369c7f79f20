package permission

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/policy"
)

// DefaultDevPrefix is where dev releases go unless another prefix is set: a
// directory "feature" below any parent. In a resource pattern "*" spans "/",
// so deeper directories named "feature" match too.
const DefaultDevPrefix = "*/feature/"

// S3 is one bucket and the part of it that releases go to; options narrow it
// and add further places. Only BucketName is required.
type S3 struct {
	// BucketName is the name of a general purpose bucket. Required.
	BucketName string
	// Prefix is what the keys of normal releases begin with, such as
	// "release/"; at most 1,024 bytes, taken literally. Empty is the whole
	// bucket. Ignored in dev mode.
	Prefix string
	// DevPrefix is what the keys of dev releases begin with; "*" stands for
	// any characters, "/" included. Empty is the Preset's, else the whole
	// bucket: there is no default here, front ends set DefaultDevPrefix.
	// Ignored in normal mode.
	//
	// A leading directory such as "dev/" keeps dev releases apart from
	// everything else: no released object can have such a key.
	DevPrefix string

	// Prefixes are further prefixes of normal releases in the same bucket.
	Prefixes []string
	// Buckets are further buckets for normal releases.
	Buckets []Bucket
	// DevBucketName is a bucket of its own for dev releases. Empty is the same
	// bucket. Ignored in normal mode.
	DevBucketName string

	// Preset is the name of a client whose habits fill what is unset; see
	// S3Presets. Empty is none.
	Preset string
	// AllowDelete overrides Publisher.AllowDelete in S3. Nil does not.
	AllowDelete *bool
	// DevDelete lets a dev publisher delete objects below its own prefix, to
	// remove what an earlier build of a branch has left. Ignored in normal mode.
	DevDelete bool
	// RequireReleaseTag allows uploads only with the tag Release=true, so that
	// no release can be marked for expiry. It refuses multipart uploads, whose
	// parts carry no tags. Ignored in dev mode, which requires Release=false.
	RequireReleaseTag bool
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
	// KMSKeyARN is the key that objects are encrypted with: the ARN of a key,
	// not of an alias. Empty is a bucket that S3 encrypts with a key of its own.
	KMSKeyARN string
	// ListPrefix limits listing to the prefixes. An empty prefix limits nothing.
	ListPrefix bool
	// ResourceAccount requires that the buckets belong to the account of the
	// Environment, so that nobody else's bucket can take the place of one.
	ResourceAccount bool
	// SecureTransport requires TLS.
	SecureTransport bool
}

// Bucket is a further bucket for normal releases.
type Bucket struct {
	// BucketName is the name of a general purpose bucket. Required.
	BucketName string
	// Prefixes are what the keys of releases begin with. Nil is the whole
	// bucket.
	Prefixes []string
}

const (
	s3ListPage      = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html"
	s3PutPage       = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html"
	s3DeletePage    = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"
	s3TagsPage      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html"
	s3MultipartPage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions"
	s3WriteOncePage = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html"
	s3KMSPage       = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
	s3KeysPage      = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"
	kmsViaPage      = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service"
	globalKeysPage  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
)

// The kinds of places that statements on S3 are about.
const (
	overBucket   = "bucket"
	overPrefix   = "prefix"
	overFloating = "floating directory"
	overKey      = "key"
)

var (
	s3PutRelease = Action{"s3:PutObject", "aws s3 cp, aws s3 sync, agilecustoms/publish-s3: PutObject, or all of a multipart upload", s3PutPage}
	s3TagRelease = Action{"s3:PutObjectTagging", "aws s3api put-object --tagging, agilecustoms/publish-s3: PutObject with x-amz-tagging needs it beside s3:PutObject", s3PutPage}
	s3Delete     = Action{"s3:DeleteObject", "aws s3 sync --delete, agilecustoms/publish-s3: DeleteObjects removes the stale files of floating versions (latest/, 1/, 1.2/)", s3DeletePage}
)

// s3Grants tells releases from dev releases by the tag Release, "true" or
// "false", which the client sets as it uploads.
var s3Grants = []grant{
	{
		sid: "S3List", modes: bothModes, over: overBucket,
		resource: "arn:{partition}:s3:::{bucket}",
		actions: []Action{
			{"s3:ListBucket", "aws s3 ls, aws s3 sync, agilecustoms/publish-s3: ListObjectsV2 finds what an earlier try left", s3ListPage},
		},
	},
	{
		sid: "S3Publish", modes: normal, over: overPrefix, unless: "S3.WriteOnce", rest: "S3Delete",
		resource: "arn:{partition}:s3:::{bucket}/{prefix}*",
		actions:  []Action{s3PutRelease, s3TagRelease},
		deletes:  []Action{s3Delete},
	},
	{
		// If-None-Match makes S3 refuse to replace an object. An Allow with the
		// condition stands alone: a Deny would have to name the floating
		// directories in NotResource, and so speak of every other bucket.
		sid: "S3PublishOnce", modes: normal, over: overPrefix, option: "S3.WriteOnce",
		resource:   "arn:{partition}:s3:::{bucket}/{prefix}*",
		conditions: policy.Conditions{"Null": {"s3:if-none-match": {"false"}}},
		actions: []Action{
			{"s3:PutObject", "aws s3api put-object --if-none-match '*': PutObject, or the end of a multipart upload, that replaces nothing", s3WriteOncePage},
		},
	},
	{
		// Starting a multipart upload and sending parts makes no object yet, and
		// takes no If-None-Match. With a required tag, the end of the upload,
		// which has none, is refused in any case.
		sid: "S3PublishParts", modes: normal, over: overPrefix, option: "S3.WriteOnce", unless: "S3.RequireReleaseTag",
		resource:   "arn:{partition}:s3:::{bucket}/{prefix}*",
		conditions: policy.Conditions{"Bool": {"s3:ObjectCreationOperation": {"false"}}},
		actions: []Action{
			{"s3:PutObject", "aws s3api create-multipart-upload, upload-part: they take no If-None-Match", s3WriteOncePage},
		},
	},
	{
		sid: "S3PublishTags", modes: normal, over: overPrefix, option: "S3.WriteOnce",
		resource: "arn:{partition}:s3:::{bucket}/{prefix}*",
		actions:  []Action{s3TagRelease},
	},
	{
		sid: "S3PublishFloating", modes: normal, over: overFloating, option: "S3.WriteOnce", rest: "S3DeleteFloating",
		resource: "arn:{partition}:s3:::{bucket}/{prefix}{floating}*",
		actions:  []Action{s3PutRelease},
		deletes:  []Action{s3Delete},
	},
	{
		// The parts of a multipart upload carry no tags, so the condition
		// leaves them out; "aws s3 cp" sets no tags at all.
		sid: "S3DevPublish", modes: dev, over: overPrefix,
		resource:   "arn:{partition}:s3:::{bucket}/{dev prefix}*",
		conditions: policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}},
		actions: []Action{
			{"s3:PutObject", "aws s3api put-object --tagging Release=false, agilecustoms/publish-s3: PutObject with x-amz-tagging", s3PutPage},
			{"s3:PutObjectTagging", "aws s3api put-object --tagging Release=false, agilecustoms/publish-s3: PutObject with x-amz-tagging needs it beside s3:PutObject", s3PutPage},
		},
	},
	{
		sid: "S3DevDelete", modes: dev, over: overPrefix, option: "S3.DevDelete",
		resource: "arn:{partition}:s3:::{bucket}/{dev prefix}*",
		actions: []Action{
			{"s3:DeleteObject", "agilecustoms/publish-s3: DeleteObjects removes what an earlier build of the branch left, and fails when it may not", s3DeletePage},
		},
	},
	{
		sid: "S3Multipart", modes: normal, over: overPrefix, option: "S3.Multipart",
		resource: "arn:{partition}:s3:::{bucket}/{prefix}*",
		actions: []Action{
			{"s3:AbortMultipartUpload", "aws s3 cp, transfer managers: AbortMultipartUpload after an upload that failed", s3MultipartPage},
			{"s3:ListMultipartUploadParts", "aws s3api list-parts: ListParts, to resume an upload", s3MultipartPage},
		},
	},
	{
		// ListMultipartUploads has no s3:prefix in its request context.
		sid: "S3MultipartList", modes: normal, over: overBucket, option: "S3.Multipart",
		resource: "arn:{partition}:s3:::{bucket}",
		actions: []Action{
			{"s3:ListBucketMultipartUploads", "aws s3api list-multipart-uploads: ListMultipartUploads, to find what was never ended", s3MultipartPage},
		},
	},
	{
		// S3 asks KMS for its caller; nobody uses the key but through S3, and
		// for these objects. With an S3 Bucket Key the context is the bucket's
		// ARN, without one the object's.
		sid: "S3Encrypt", modes: bothModes, over: overKey, option: "S3.KmsKeyArn",
		resource: "{key}",
		actions: []Action{
			{"kms:GenerateDataKey", "PutObject and CreateMultipartUpload to a bucket with SSE-KMS", s3KMSPage},
		},
		with: []withOption{{"S3.Multipart", normal, []Action{
			{"kms:Decrypt", "UploadPart and CompleteMultipartUpload to a bucket with SSE-KMS", s3MultipartPage},
		}}},
	},
	{
		// S3 does not offer the key for PutObject, so a released object below
		// the dev prefix can still be overwritten.
		sid: "S3KeepReleases", modes: dev, deny: true, over: overBucket,
		resource:   "arn:{partition}:s3:::{bucket}/*",
		conditions: policy.Conditions{"StringEquals": {"s3:ExistingObjectTag/Release": {"true"}}},
		actions: []Action{
			{"s3:PutObjectTagging", "aws s3api put-object-tagging on a released object, which would mark it Release=false for expiry", s3TagsPage},
		},
	},
}

// s3Actions are those of every statement on buckets and objects.
var s3Actions = []string{
	"s3:ListBucket", "s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject",
	"s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:ListBucketMultipartUploads",
}

// Each limit names the actions whose requests have the key, by AWS's
// reference: a condition on a key that a request never has refuses it.
var s3Limits = []limit{
	{
		option: "S3.RequireReleaseTag", actions: []string{"s3:PutObject", "s3:PutObjectTagging"},
		sids:     []string{"S3Publish", "S3PublishOnce", "S3PublishTags", "S3PublishFloating"},
		operator: "StringEquals", key: "s3:RequestObjectTag/Release", values: []string{"true"}, source: s3TagsPage,
	},
	{
		// A request without tags passes, as it does without the limit.
		option: "S3.TagKeys", actions: []string{"s3:PutObject", "s3:PutObjectTagging"},
		operator: "ForAllValues:StringEquals", key: "s3:RequestObjectTagKeys", values: []string{"{tag keys}"}, source: s3TagsPage,
	},
	{
		option: "S3.ListPrefix", actions: []string{"s3:ListBucket"},
		operator: "StringLike", key: "s3:prefix", values: []string{"{listed}"}, source: s3KeysPage,
	},
	{
		option: "S3.ResourceAccount", actions: s3Actions,
		operator: "StringEquals", key: "s3:ResourceAccount", values: []string{"{account}"}, source: s3KeysPage,
	},
	{
		option: "S3.SecureTransport", actions: s3Actions,
		operator: "Bool", key: "aws:SecureTransport", values: []string{"true"}, source: globalKeysPage,
	},
	{
		option: "S3.KmsKeyArn", actions: []string{"kms:GenerateDataKey", "kms:Decrypt"},
		operator: "StringEquals", key: "kms:ViaService", values: []string{"{via}"}, source: kmsViaPage,
	},
	{
		option: "S3.KmsKeyArn", actions: []string{"kms:GenerateDataKey", "kms:Decrypt"},
		operator: "StringLike", key: "kms:EncryptionContext:aws:s3:arn", values: []string{"{encrypted}"}, source: s3KMSPage,
	},
}

// statements returns the statements on S3 in one mode.
func (s *S3) statements(env Environment, in mode, deletes bool) []policy.Statement {
	effective := s.withPreset()
	if s.AllowDelete != nil {
		deletes = *s.AllowDelete
	}
	return choice{
		mode: in, deletes: deletes, on: effective.on(), places: effective.places(env, in), limits: s3Limits,
	}.statements(s3Grants)
}

// on returns the options that tables ask for.
func (s *S3) on() map[string]bool {
	return map[string]bool{
		"S3.DevDelete":         s.DevDelete,
		"S3.RequireReleaseTag": s.RequireReleaseTag,
		"S3.TagKeys":           s.TagKeys != nil,
		"S3.WriteOnce":         s.WriteOnce,
		"S3.Multipart":         s.Multipart,
		"S3.KmsKeyArn":         s.KMSKeyARN != "",
		"S3.ListPrefix":        s.ListPrefix,
		"S3.ResourceAccount":   s.ResourceAccount,
		"S3.SecureTransport":   s.SecureTransport,
	}
}

// locations returns the buckets of a mode with the prefixes in each.
func (s *S3) locations(in mode) []Bucket {
	if in == dev {
		name := s.BucketName
		if s.DevBucketName != "" {
			name = s.DevBucketName
		}
		return []Bucket{{name, []string{s.DevPrefix}}}
	}
	all := []Bucket{{s.BucketName, append([]string{s.Prefix}, s.Prefixes...)}}
	for _, b := range s.Buckets {
		if len(b.Prefixes) == 0 {
			b.Prefixes = []string{""}
		}
		all = append(all, b)
	}
	return all
}

// places returns what the statements of a mode are about.
func (s *S3) places(env Environment, in mode) map[string][]place {
	all := map[string][]place{}
	var encrypted []string
	for _, b := range s.locations(in) {
		arn := aws.ARN{Partition: env.partition(), Service: "s3", Resource: b.BucketName}.String()
		lists := map[string][]string{"{tag keys}": s.TagKeys, "{account}": {env.AccountID}}
		encrypted = append(encrypted, arn)
		for _, prefix := range b.Prefixes {
			encrypted = append(encrypted, arn+"/"+prefix+"*")
			fill := env.fill("{bucket}", b.BucketName, "{prefix}", prefix, "{dev prefix}", prefix)
			all[overPrefix] = append(all[overPrefix], place{fill, lists})
			for _, floating := range s.Floating {
				fill := env.fill("{bucket}", b.BucketName, "{prefix}", prefix, "{floating}", floating)
				all[overFloating] = append(all[overFloating], place{fill, lists})
			}
		}
		all[overBucket] = append(all[overBucket], place{
			fill: env.fill("{bucket}", b.BucketName),
			lists: map[string][]string{
				"{listed}": listed(b.Prefixes), "{account}": {env.AccountID},
			},
		})
	}
	all[overKey] = []place{{
		fill:  env.fill("{key}", s.KMSKeyARN),
		lists: map[string][]string{"{via}": []string{aws.ViaS3(s.KMSKeyARN, env.Region)}, "{encrypted}": encrypted},
	}}
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

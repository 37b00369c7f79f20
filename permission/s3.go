package permission

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// DefaultDevPrefix is where dev releases go unless another prefix is set: a
// directory "feature" below any parent. In a resource pattern "*" spans "/",
// so deeper directories named "feature" match too.
const DefaultDevPrefix = "*/feature/"

// S3 is one bucket and the part of it that releases go to.
type S3 struct {
	// BucketName is the name of a general purpose bucket. Required.
	BucketName string
	// Prefix is what the keys of normal releases begin with, such as
	// "release/"; at most 1,024 bytes, taken literally. Empty is the whole
	// bucket. Ignored in dev mode.
	Prefix string
	// DevPrefix is what the keys of dev releases begin with; "*" stands for
	// any characters, "/" included. Empty is the whole bucket: there is no
	// default here, front ends set DefaultDevPrefix. Ignored in normal mode.
	DevPrefix string
	// KMSKeyARN is the key that objects are encrypted with: the ARN of a key,
	// not of an alias. Empty is a bucket that S3 encrypts with a key of its own.
	KMSKeyARN string
}

const (
	s3ListPage   = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html"
	s3PutPage    = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html"
	s3DeletePage = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"
	s3TagsPage   = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html"
)

// s3Grants tells releases from dev releases by the tag Release, "true" or
// "false", which the client sets as it uploads.
var s3Grants = []grant{
	{
		sid: "S3List", modes: bothModes,
		resource: "arn:{partition}:s3:::{bucket}",
		actions: []Action{
			{"s3:ListBucket", "aws s3 ls, aws s3 sync, agilecustoms/publish-s3: ListObjectsV2 finds what an earlier try left", s3ListPage},
		},
	},
	{
		sid: "S3Publish", modes: normal,
		resource: "arn:{partition}:s3:::{bucket}/{prefix}*",
		actions: []Action{
			{"s3:PutObject", "aws s3 cp, aws s3 sync, agilecustoms/publish-s3: PutObject, or all of a multipart upload", s3PutPage},
			{"s3:PutObjectTagging", "aws s3api put-object --tagging, agilecustoms/publish-s3: PutObject with x-amz-tagging needs it beside s3:PutObject", s3PutPage},
		},
		deletes: []Action{
			{"s3:DeleteObject", "aws s3 sync --delete, agilecustoms/publish-s3: DeleteObjects removes the stale files of floating versions (latest/, 1/, 1.2/)", s3DeletePage},
		},
	},
	{
		// The parts of a multipart upload carry no tags, so the condition
		// leaves them out; "aws s3 cp" sets no tags at all.
		sid: "S3DevPublish", modes: dev,
		resource:   "arn:{partition}:s3:::{bucket}/{dev prefix}*",
		conditions: policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}},
		actions: []Action{
			{"s3:PutObject", "aws s3api put-object --tagging Release=false, agilecustoms/publish-s3: PutObject with x-amz-tagging", s3PutPage},
			{"s3:PutObjectTagging", "aws s3api put-object --tagging Release=false, agilecustoms/publish-s3: PutObject with x-amz-tagging needs it beside s3:PutObject", s3PutPage},
		},
	},
	{
		// S3 does not offer the key for PutObject, so a released object below
		// the dev prefix can still be overwritten.
		sid: "S3KeepReleases", modes: dev, deny: true,
		resource:   "arn:{partition}:s3:::{bucket}/*",
		conditions: policy.Conditions{"StringEquals": {"s3:ExistingObjectTag/Release": {"true"}}},
		actions: []Action{
			{"s3:PutObjectTagging", "aws s3api put-object-tagging on a released object, which would mark it Release=false for expiry", s3TagsPage},
		},
	},
}

func (s *S3) validate(faults *fault.List) {
	validateBucketName(faults, "S3.BucketName", s.BucketName)
	validatePrefix(faults, "S3.Prefix", s.Prefix)
	validateDevPrefix(faults, "S3.DevPrefix", s.DevPrefix)
}

func (s *S3) statements(env Environment, in mode, deletes bool) []policy.Statement {
	return statements(s3Grants, in, deletes, env.replacer("{bucket}", s.BucketName, "{prefix}", s.Prefix, "{dev prefix}", s.DevPrefix))
}

func (s *S3) notices(in mode) []fault.Notice {
	var all []fault.Notice
	if endsLikeAccountRegional(s.BucketName) {
		all = append(all, fault.Notice{ID: "s3-bucket-name-an", Text: "{S3.BucketName} " + strconv.Quote(s.BucketName) +
			" ends with \"-an\", which S3 keeps for names that have the account id and the region before it; check that the bucket exists under this name"})
	}
	option, prefix, id := "{S3.Prefix}", s.Prefix, "s3-prefix-no-slash"
	if in == dev {
		option, prefix, id = "{S3.DevPrefix}", s.DevPrefix, "s3-dev-prefix-no-slash"
	}
	if in == dev && strings.Trim(prefix, "*/") == "" {
		all = append(all, fault.Notice{ID: "s3-dev-prefix-everything", Text: option + " " + strconv.Quote(prefix) +
			" leaves no part of the bucket out, so a dev publisher may overwrite released objects; name the part that dev releases go to"})
	}
	if endsInsideName(prefix) {
		all = append(all, fault.Notice{ID: id, Text: option + " " + strconv.Quote(prefix) +
			" does not end with \"/\", so the publisher may also write to look-alikes such as " + strconv.Quote(prefix+"-evil/") +
			"; write " + strconv.Quote(prefix+"/") + " unless keys really continue the name"})
	}
	return all
}

// endsInsideName reports whether a prefix ends in a letter or digit, which
// another name may continue. The end of a token can't be seen.
func endsInsideName(prefix string) bool {
	last, _ := utf8.DecodeLastRuneInString(prefix)
	return unicode.IsLetter(last) || unicode.IsDigit(last)
}

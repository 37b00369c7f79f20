package permission

import (
	"strconv"
	"strings"

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
}

const (
	s3ActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"
	s3APIPage     = "https://docs.aws.amazon.com/AmazonS3/latest/API/"
	s3TagsPage    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html"
)

// s3List is allowed on the bucket.
var s3List = []Action{
	{"s3:ListBucket", "aws s3 ls, aws s3 sync, agilecustoms/publish-s3: ListObjectsV2 finds what an earlier try left", s3APIPage + "API_ListObjectsV2.html"},
}

// s3Put is allowed on objects. PutObject with an x-amz-tagging header needs
// both actions.
var s3Put = []Action{
	{"s3:PutObject", "aws s3 cp, aws s3 sync, aws s3api put-object, agilecustoms/publish-s3: PutObject and multipart uploads", s3APIPage + "API_PutObject.html"},
	{"s3:PutObjectTagging", "aws s3api put-object --tagging, agilecustoms/publish-s3: PutObject with x-amz-tagging", s3APIPage + "API_PutObject.html"},
}

// s3Delete replaces floating versions (latest/, 1/, 1.2/) without leftovers.
var s3Delete = []Action{
	{"s3:DeleteObject", "aws s3 sync --delete, agilecustoms/publish-s3: DeleteObjects removes stale files", s3APIPage + "API_DeleteObjects.html"},
}

// s3Retag is what a dev publisher may not do to a released object: mark it
// Release=false, so that a lifecycle rule expires it.
var s3Retag = []Action{
	{"s3:PutObjectTagging", "aws s3api put-object-tagging on a released object", s3TagsPage},
}

// releaseTag is the tag that tells releases ("true") from dev releases
// ("false").
const releaseTag = "Release"

func (s *S3) validate(faults *fault.List) {
	validateBucketName(faults, "S3.BucketName", s.BucketName)
	validatePrefix(faults, "S3.Prefix", s.Prefix)
	validateDevPrefix(faults, "S3.DevPrefix", s.DevPrefix)
}

func (s *S3) bucket(env Environment) string {
	return "arn:" + env.partition() + ":s3:::" + s.BucketName
}

func (s *S3) statements(env Environment, deletes bool) []policy.Statement {
	actions := names(s3Put)
	if deletes {
		actions = names(s3Put, s3Delete)
	}
	return []policy.Statement{
		allow("S3List", names(s3List), s.bucket(env)),
		allow("S3Publish", actions, s.bucket(env)+"/"+s.Prefix+"*"),
	}
}

func (s *S3) devStatements(env Environment) []policy.Statement {
	publish := allow("S3DevPublish", names(s3Put), s.bucket(env)+"/"+s.DevPrefix+"*")
	publish.Conditions = policy.Conditions{"StringEquals": {"s3:RequestObjectTag/" + releaseTag: {"false"}}}
	return []policy.Statement{
		allow("S3List", names(s3List), s.bucket(env)),
		publish,
		{
			Sid: "S3KeepReleases", Effect: policy.Deny, Actions: names(s3Retag), Resources: []string{s.bucket(env) + "/*"},
			Conditions: policy.Conditions{"StringEquals": {"s3:ExistingObjectTag/" + releaseTag: {"true"}}},
		},
	}
}

func (s *S3) notices(dev bool) []fault.Notice {
	var all []fault.Notice
	if prefix := s.Prefix; !dev && prefix != "" && !strings.HasSuffix(prefix, "/") && !policy.HasToken(prefix) {
		all = append(all, fault.Notice{ID: "s3-prefix-no-slash", Text: "{S3.Prefix} " + strconv.Quote(prefix) +
			" does not end with \"/\", so the publisher may also write to look-alikes such as " + strconv.Quote(prefix+"-evil/") +
			"; write " + strconv.Quote(prefix+"/") + " unless keys really continue the name"})
	}
	if dev && strings.Trim(s.DevPrefix, "*") == "" {
		all = append(all, fault.Notice{ID: "s3-dev-prefix-everything", Text: "{S3.DevPrefix} " + strconv.Quote(s.DevPrefix) +
			" is the whole bucket, so a dev publisher may overwrite released objects; name the part that dev releases go to"})
	}
	return all
}

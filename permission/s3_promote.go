package permission

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
)

// s3PromoteTable reads what a publisher copies to where its releases go. The
// copy itself is an upload like any other.
var s3PromoteTable = table.New("Publisher", "S3", slices.Concat(s3OwnerLimits, s3KeyLimits, []table.Limit{s3ListLimit([]string{"S3.PromoteFrom"})}), []table.Row{
	{Sid: "S3PromoteFromList", When: []string{"!Dev", "S3.PromoteFrom"}, Each: overBucket, Resource: s3Bucket, Actions: []table.Action{
		{"s3:ListBucket", "aws s3 cp --recursive, aws s3 sync from a bucket: ListObjectsV2 of the source", "https://docs.aws.amazon.com/cli/latest/reference/s3/cp.html"},
	}},
	{Sid: "S3PromoteFrom", When: []string{"!Dev", "S3.PromoteFrom"}, Each: overPrefix, Resource: s3Objects, Actions: []table.Action{
		{"s3:GetObject", "aws s3 cp from a bucket to another: HeadObject and CopyObject of the source", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html"},
		{"s3:GetObjectTagging", "aws s3 cp from a bucket to another: CopyObject of a source that has tags", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html"},
	}},
	{Sid: "S3PromoteDecrypt", When: []string{"!Dev", "S3.PromoteFrom"}, Each: overKey, Resource: "{key}", Actions: []table.Action{
		{"kms:Decrypt", "aws s3 cp from a bucket with SSE-KMS: CopyObject of the source", s3KMSPage},
	}},
})

// promotionNotices tells of sources that no prefix limits, or that look-alikes
// share.
func (s *S3) promotionNotices(all *fault.Notices) {
	if len(s.PromoteFrom) > 0 && *s.RequireReleaseTag {
		all.Note("s3-promote-tag", "{S3.RequireReleaseTag} refuses copies that name no tags, such as \"aws s3 cp\" from {S3.PromoteFrom}: "+
			"copy with aws s3api copy-object --tagging-directive REPLACE --tagging Release=true")
	}
	for bucket, b := range fault.Each("S3.PromoteFrom", s.PromoteFrom) {
		if len(b.Prefixes) == 0 {
			all.Note("s3-promote-whole-bucket", "the publisher may read every object of the bucket "+strconv.Quote(b.BucketName)+", because {"+bucket+".Prefixes} names no prefix")
		}
		for option, prefix := range fault.Each(bucket+".Prefixes", b.Prefixes) {
			lookalike.Prefix(all, "s3-promote-no-slash", option, prefix, "the publisher may also read")
		}
	}
}

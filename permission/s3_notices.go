package permission

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

func (s *S3) notices(all *fault.Notices, dev bool) {
	s.nameNotices(all)
	s.accessPointNotices(all, dev)
	if dev {
		s.devNotices(all)
	} else {
		s.releaseNotices(all)
	}
}

func (s *S3) nameNotices(all *fault.Notices) {
	if aws.EndsLikeAccountRegional(s.BucketName) {
		all.Warn("s3-bucket-name-an", "{S3.BucketName} "+strconv.Quote(s.BucketName)+
			" ends with \"-an\", which S3 keeps for names that have the account id and the region before it; check that the bucket exists under this name")
	}
}

func (s *S3) devNotices(all *fault.Notices) {
	quoted := "{S3.DevPrefix} " + strconv.Quote(s.DevPrefix)
	if s.devPrefixUnset {
		because := "{S3.DevPrefix} is unset"
		if s.preset != "" {
			because = "{Preset} " + strconv.Quote(s.preset) + " says so"
		}
		all.Note("s3-dev-prefix-unset", "dev releases go below "+strconv.Quote(s.DevPrefix)+", because "+because)
	}
	if isEverything(s.DevPrefix) && s.DevBucketName == "" {
		all.Warn("s3-dev-prefix-everything", quoted+
			" leaves no part of the bucket out, so a dev publisher may overwrite released objects; name the part that dev releases go to")
	}
	lookalike.Prefix(all, "s3-dev-prefix-no-slash", "S3.DevPrefix", s.DevPrefix, mayWrite)
	if *s.DevDelete && strings.HasPrefix(s.DevPrefix, "*") && s.DevBucketName == "" {
		all.Warn("s3-dev-delete-anywhere", quoted+
			" begins with \"*\", which spans \"/\", so a dev publisher may delete released objects that have such a directory below them; "+
			"a leading directory such as \"dev/\", or {S3.DevBucketName}, keeps dev releases apart")
	}
	if s.Prefix != "" && s.DevPrefix != "" && strings.HasPrefix(s.Prefix, s.DevPrefix) && s.DevBucketName == "" {
		all.Warn("s3-dev-prefix-covers-releases", quoted+
			" covers {S3.Prefix} "+strconv.Quote(s.Prefix)+", so a dev publisher may overwrite released objects; let the two begin differently")
	}
	if len(s.ACLs) > 0 || s.ReadBack {
		all.Note("s3-dev-upload-options", "{S3.Acls} and {S3.ReadBack} do nothing for a dev publisher")
	}
	if len(s.RetentionModes) > 0 || s.LegalHold {
		all.Note("s3-dev-retention", "{S3.RetentionModes} and {S3.LegalHold} do nothing for a dev publisher")
	}
	if s.Multipart {
		all.Note("s3-dev-multipart", "{S3.Multipart} does nothing for a dev publisher: "+
			"dev releases are distinguished by a tag, and the parts of a multipart upload carry none")
	}
}

// mayWrite is what a publisher may do to look-alikes.
const mayWrite = "the publisher may also write to"

func (s *S3) releaseNotices(all *fault.Notices) {
	s.wholeBuckets(all)
	lookalike.Prefix(all, "s3-prefix-no-slash", "S3.Prefix", s.Prefix, mayWrite)
	for option, prefix := range fault.Each("S3.Prefixes", s.Prefixes) {
		lookalike.Prefix(all, "s3-prefix-no-slash", option, prefix, mayWrite)
	}
	for bucket, b := range fault.Each("S3.Buckets", s.Buckets) {
		for option, prefix := range fault.Each(bucket+".Prefixes", b.Prefixes) {
			lookalike.Prefix(all, "s3-prefix-no-slash", option, prefix, mayWrite)
		}
	}
	s.promotionNotices(all)
	s.aclNotices(all)
	s.retentionNotices(all)
	if s.ListPrefix && s.Prefix == "" {
		all.Note("s3-list-everything", "{S3.ListPrefix} limits nothing, because {S3.Prefix} is empty")
	}
	if s.WriteOnce {
		all.Note("s3-write-once", "{S3.WriteOnce} refuses clients that send no If-None-Match, "+
			"\"aws s3 sync\" and agilecustoms/publish-s3 among them, outside {S3.Floating}; \"aws s3 cp --no-overwrite\" sends it from AWS CLI 2.33 on")
		if !*s.RequireReleaseTag {
			all.Warn("s3-write-once-tags", "{S3.WriteOnce} without {S3.RequireReleaseTag} lets the publisher tag "+
				"a release Release=false, which a lifecycle rule may take for a dev release that expires; set both")
		}
	}
}

func (s *S3) aclNotices(all *fault.Notices) {
	var public []string
	for _, acl := range s.ACLs {
		if cannedACLs[acl] {
			public = append(public, strconv.Quote(acl))
		}
	}
	switch {
	case len(public) > 0:
		all.Warn("s3-acls-public", "{S3.Acls} lets the publisher give everybody access to any object below its prefixes, by "+strings.Join(public, ", ")+
			"; better let a bucket policy or CloudFront say who may read")
	case len(s.ACLs) > 0:
		all.Warn("s3-acls", "{S3.Acls} lets the publisher change the ACL of every object below its prefixes; "+
			"buckets whose ACLs are off, as they are by default since April 2023, need no ACL and take none but bucket-owner-full-control")
	}
}

// wholeBuckets tells of buckets that no prefix limits.
func (s *S3) wholeBuckets(all *fault.Notices) {
	add := func(option string) {
		all.Note("s3-whole-bucket", "the policy covers every object of the bucket, because {"+option+"} is unset")
	}
	if s.Prefix == "" {
		add("S3.Prefix")
	}
	for option, b := range fault.Each("S3.Buckets", s.Buckets) {
		if len(b.Prefixes) == 0 {
			add(option + ".Prefixes")
		}
	}
}

// isEverything reports whether a dev prefix leaves nothing out.
func isEverything(prefix string) bool { return strings.Trim(prefix, "*/") == "" }

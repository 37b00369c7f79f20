package permission

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
)

// notices returns what is legal but risky in a mode.
func (s *S3) notices(dev bool) []fault.Notice {
	var all []fault.Notice
	if aws.EndsLikeAccountRegional(s.BucketName) {
		all = append(all, fault.Notice{ID: "s3-bucket-name-an", Text: "{S3.BucketName} " + strconv.Quote(s.BucketName) +
			" ends with \"-an\", which S3 keeps for names that have the account id and the region before it; check that the bucket exists under this name"})
	}
	all = append(all, s.accessPointNotices(dev)...)
	if dev {
		return append(all, s.devNotices()...)
	}
	return append(all, s.releaseNotices()...)
}

func (s *S3) devNotices() []fault.Notice {
	var all []fault.Notice
	quoted := "{S3.DevPrefix} " + strconv.Quote(s.DevPrefix)
	if s.devPrefixUnset {
		because := "{S3.DevPrefix} is unset"
		if s.preset != "" {
			because = "{Preset} " + strconv.Quote(s.preset) + " says so"
		}
		all = append(all, fault.Notice{ID: "s3-dev-prefix-unset", Note: true, Text: "dev releases go below " + strconv.Quote(s.DevPrefix) + ", because " + because})
	}
	if isEverything(s.DevPrefix) && s.DevBucketName == "" {
		all = append(all, fault.Notice{ID: "s3-dev-prefix-everything", Text: quoted +
			" leaves no part of the bucket out, so a dev publisher may overwrite released objects; name the part that dev releases go to"})
	}
	all = append(all, lookAlike("s3-dev-prefix-no-slash", "{S3.DevPrefix}", s.DevPrefix)...)
	if *s.DevDelete && strings.HasPrefix(s.DevPrefix, "*") && s.DevBucketName == "" {
		all = append(all, fault.Notice{ID: "s3-dev-delete-anywhere", Text: quoted +
			" begins with \"*\", which spans \"/\", so a dev publisher may delete released objects that have such a directory below them; " +
			"a leading directory such as \"dev/\", or {S3.DevBucketName}, keeps dev releases apart"})
	}
	if s.Prefix != "" && s.DevPrefix != "" && strings.HasPrefix(s.Prefix, s.DevPrefix) && s.DevBucketName == "" {
		all = append(all, fault.Notice{ID: "s3-dev-prefix-covers-releases", Text: quoted +
			" covers {S3.Prefix} " + strconv.Quote(s.Prefix) + ", so a dev publisher may overwrite released objects; let the two begin differently"})
	}
	if len(s.ACLs) > 0 || s.ReadBack {
		all = append(all, fault.Notice{ID: "s3-dev-upload-options", Note: true, Text: "{S3.Acls} and {S3.ReadBack} do nothing for a dev publisher"})
	}
	if len(s.RetentionModes) > 0 || s.LegalHold {
		all = append(all, fault.Notice{ID: "s3-dev-retention", Note: true, Text: "{S3.RetentionModes} and {S3.LegalHold} do nothing for a dev publisher"})
	}
	if s.Multipart {
		all = append(all, fault.Notice{ID: "s3-dev-multipart", Note: true, Text: "{S3.Multipart} does nothing for a dev publisher: " +
			"dev releases are distinguished by a tag, and the parts of a multipart upload carry none"})
	}
	return all
}

func (s *S3) releaseNotices() []fault.Notice {
	all := append(s.wholeBuckets(), lookAlike("s3-prefix-no-slash", "{S3.Prefix}", s.Prefix)...)
	for i, prefix := range s.Prefixes {
		all = append(all, lookAlike("s3-prefix-no-slash", "{S3.Prefixes["+strconv.Itoa(i)+"]}", prefix)...)
	}
	for i, b := range s.Buckets {
		for j, prefix := range b.Prefixes {
			all = append(all, lookAlike("s3-prefix-no-slash", "{S3.Buckets["+strconv.Itoa(i)+"].Prefixes["+strconv.Itoa(j)+"]}", prefix)...)
		}
	}
	all = append(all, s.promotionNotices()...)
	all = append(all, s.aclNotices()...)
	all = append(all, s.retentionNotices()...)
	if s.ListPrefix && s.Prefix == "" {
		all = append(all, fault.Notice{ID: "s3-list-everything", Note: true, Text: "{S3.ListPrefix} limits nothing, because {S3.Prefix} is empty"})
	}
	if s.WriteOnce {
		all = append(all, fault.Notice{ID: "s3-write-once", Note: true, Text: "{S3.WriteOnce} refuses clients that send no If-None-Match, " +
			"\"aws s3 sync\" and agilecustoms/publish-s3 among them, outside {S3.Floating}; \"aws s3 cp --no-overwrite\" sends it from AWS CLI 2.33 on"})
		if !*s.RequireReleaseTag {
			all = append(all, fault.Notice{ID: "s3-write-once-tags", Text: "{S3.WriteOnce} without {S3.RequireReleaseTag} lets the publisher tag " +
				"a release Release=false, which a lifecycle rule may take for a dev release that expires; set both"})
		}
	}
	return all
}

func (s *S3) aclNotices() []fault.Notice {
	if len(s.ACLs) == 0 {
		return nil
	}
	var public []string
	for _, acl := range s.ACLs {
		if cannedACLs[acl] {
			public = append(public, strconv.Quote(acl))
		}
	}
	if len(public) > 0 {
		return []fault.Notice{{ID: "s3-acls-public", Text: "{S3.Acls} lets the publisher give everybody access to any object below its prefixes, by " + strings.Join(public, ", ") +
			"; better let a bucket policy or CloudFront say who may read"}}
	}
	return []fault.Notice{{ID: "s3-acls", Text: "{S3.Acls} lets the publisher change the ACL of every object below its prefixes; " +
		"buckets whose ACLs are off, as they are by default since April 2023, need no ACL and take none but bucket-owner-full-control"}}
}

// wholeBuckets tells of buckets that no prefix limits.
func (s *S3) wholeBuckets() []fault.Notice {
	var all []fault.Notice
	add := func(option string) {
		all = append(all, fault.Notice{ID: "s3-whole-bucket", Note: true, Text: "the policy covers every object of the bucket, because {" + option + "} is unset"})
	}
	if s.Prefix == "" {
		add("S3.Prefix")
	}
	for i, b := range s.Buckets {
		if len(b.Prefixes) == 0 {
			add("S3.Buckets[" + strconv.Itoa(i) + "].Prefixes")
		}
	}
	return all
}

// lookAlike reports a prefix that another name may continue.
func lookAlike(id, option, prefix string) []fault.Notice {
	if !lookalike.EndsInsideName(prefix) {
		return nil
	}
	return []fault.Notice{{ID: id, Text: option + " " + strconv.Quote(prefix) +
		" does not end with \"/\", so the publisher may also write to look-alikes such as " + strconv.Quote(prefix+"-evil/") +
		"; write " + strconv.Quote(prefix+"/") + " unless keys really continue the name"}}
}

// isEverything reports whether a dev prefix leaves nothing out.
func isEverything(prefix string) bool { return strings.Trim(prefix, "*/") == "" }

package permission

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
)

// retentionModes are those of S3 Object Lock, the one that nobody can end first.
//
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ObjectLockRetention.html
var retentionModes = []string{compliance, "GOVERNANCE"}

const compliance = "COMPLIANCE"

func (s *S3) validateRetention(faults *fault.List) {
	fault.CheckChoices(faults, "S3.RetentionModes", s.RetentionModes, retentionModes, "is not a mode of S3 Object Lock", "use COMPLIANCE or GOVERNANCE")
	if s.RetentionDays < 0 {
		faults.Add("S3.RetentionDays", strconv.Itoa(s.RetentionDays), "is no number of days", "set it to one or more, or leave it out")
	}
	if s.RetentionDays > 0 && len(s.RetentionModes) == 0 {
		faults.Add("S3.RetentionDays", strconv.Itoa(s.RetentionDays), "means nothing without {S3.RetentionModes}", "set {S3.RetentionModes}, or leave it out")
	}
}

// retentionNotices tells what a lock on an object costs: it can't be taken back.
func (s *S3) retentionNotices(all *fault.Notices) {
	if len(s.RetentionModes) > 0 {
		until := "for as long as it asks, because {S3.RetentionDays} is unset"
		if s.RetentionDays > 0 {
			until = "for up to " + strconv.Itoa(s.RetentionDays) + " days from each request"
		}
		who := "only who has s3:BypassGovernanceRetention can delete it before"
		if slices.Contains(s.RetentionModes, compliance) {
			who = "in COMPLIANCE mode nobody can delete it before, the root user included"
		}
		all.Warn("s3-retention", "{S3.RetentionModes} lets the publisher retain any object below its prefixes, with its costs, "+until+"; "+who)
	}
	if s.LegalHold {
		all.Warn("s3-legal-hold", "{S3.LegalHold} lets the publisher place legal holds on any object below its prefixes, but remove none; "+
			"nobody can delete such an object until somebody with s3:PutObjectLegalHold removes its hold")
	}
}

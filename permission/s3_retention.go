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

// validateRetention checks the modes, and the days against them.
func (s *S3) validateRetention(faults *fault.List) {
	fault.AddEmpty(faults, "S3.RetentionModes", s.RetentionModes)
	for i, mode := range s.RetentionModes {
		option := "S3.RetentionModes[" + strconv.Itoa(i) + "]"
		if !slices.Contains(retentionModes, mode) {
			faults.Add(option, mode, "is not a mode of S3 Object Lock", "use COMPLIANCE or GOVERNANCE")
		} else if slices.Index(s.RetentionModes, mode) < i {
			faults.Add(option, mode, "is named before", "leave it out")
		}
	}
	if s.RetentionDays < 0 {
		faults.Add("S3.RetentionDays", strconv.Itoa(s.RetentionDays), "is no number of days", "set it to one or more, or leave it out")
	}
	if s.RetentionDays > 0 && len(s.RetentionModes) == 0 {
		faults.Add("S3.RetentionDays", strconv.Itoa(s.RetentionDays), "means nothing without {S3.RetentionModes}", "set {S3.RetentionModes}, or leave it out")
	}
}

// retentionNotices tells what a lock on an object costs: it can't be taken back.
func (s *S3) retentionNotices() []fault.Notice {
	var all []fault.Notice
	if len(s.RetentionModes) > 0 {
		until := "for as long as it asks, because {S3.RetentionDays} is unset"
		if s.RetentionDays > 0 {
			until = "for up to " + strconv.Itoa(s.RetentionDays) + " days from each request"
		}
		who := "only who has s3:BypassGovernanceRetention can delete it before"
		if slices.Contains(s.RetentionModes, compliance) {
			who = "in COMPLIANCE mode nobody can delete it before, the root user included"
		}
		all = append(all, fault.Notice{ID: "s3-retention", Text: "{S3.RetentionModes} lets the publisher retain any object below its prefixes, with its costs, " + until + "; " + who})
	}
	if s.LegalHold {
		all = append(all, fault.Notice{ID: "s3-legal-hold", Text: "{S3.LegalHold} lets the publisher place legal holds on any object below its prefixes, but remove none; " +
			"nobody can delete such an object until somebody with s3:PutObjectLegalHold removes its hold"})
	}
	return all
}

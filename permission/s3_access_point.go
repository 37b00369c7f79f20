package permission

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
)

// AccessPoints returns the access points by which a publisher, under limits or
// not, reaches a bucket: one, or none.
func AccessPoints(set Set, bucketName string) []string {
	switch set := set.(type) {
	case Limited:
		return AccessPoints(set.Set, bucketName)
	case Publisher:
		if set.S3 != nil && set.S3.AccessPointARN != "" {
			return set.S3.accessPoints(bucketName)
		}
	}
	return nil
}

// accessPoints returns those that lead to a bucket, where the option is set.
func (s *S3) accessPoints(bucket string) []string {
	if bucket != s.BucketName {
		return nil
	}
	return []string{s.AccessPointARN}
}

// validateAccessPoint checks the access point against the environment of the
// bucket.
func (s *S3) validateAccessPoint(faults *fault.List, env Environment) {
	if s.AccessPointARN == "" {
		return
	}
	aws.CheckAccessPoint(faults, "S3.AccessPointArn", s.AccessPointARN, env.ARNPartition(), env.Region)
	account := aws.AccountOf(s.AccessPointARN)
	if s.ResourceAccount && account != "" && env.AccountID != "" && !token.In(account+env.AccountID) && account != env.AccountID {
		// Which of the two accounts the key s3:ResourceAccount has, no page says.
		faults.Add("S3.ResourceAccount", "true", "asks for one account, and {S3.AccessPointArn} "+strconv.Quote(s.AccessPointARN)+" is of another one than {AccountId}",
			"leave it out, or name an access point of the bucket's own account")
	}
}

// accessPointNotices tells what the bucket has to say.
func (s *S3) accessPointNotices(all *fault.Notices, dev bool) {
	switch {
	case s.AccessPointARN == "":
		return
	case dev && s.DevBucketName != "":
		all.Note("s3-dev-access-point", "{S3.AccessPointArn} does nothing for a dev publisher with a bucket of its own, {S3.DevBucketName}")
		return
	}
	except := ""
	if !dev && slices.ContainsFunc(s.PromoteFrom, func(b Bucket) bool { return b.BucketName == s.BucketName }) {
		except = ", except for {S3.PromoteFrom},"
	}
	all.Note("s3-access-point", "{S3.AccessPointArn} is"+except+" the only way to the bucket "+strconv.Quote(s.BucketName)+
		", whose policy has to allow what comes through it, in the same account too: \"cipublisher resource-policy --store s3\" and GrantPublish say how")
	if s.Multipart && !dev {
		// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
		all.Warn("s3-access-point-multipart", "AWS's reference knows s3:ListBucketMultipartUploads on buckets alone, though S3's guide has access points list uploads in parts: "+
			"try {S3.Multipart} through {S3.AccessPointArn} before you rely on it")
	}
}

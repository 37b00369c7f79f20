package permission

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

func (s *S3) options() option.Table {
	return option.Table{
		{Path: "S3.BucketName", Value: "NAME", Example: "acme-dist", Unset: "nothing is granted in S3",
			Parameter: &option.Parameter{Name: "BucketName", Group: option.Where, Pattern: `(?!xn--|sthree-|amzn-s3-demo-|[0-9]{1,3}(\.[0-9]{1,3}){3}$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]`, Constraint: "must be the name of a general purpose bucket, or empty"},
			Field:     &s.BucketName,
			About:     "bucket that artifacts go to"},
		{Path: "S3.AccessPointArn", Value: "ARN", Example: "arn:aws:s3:eu-west-1:123456789012:accesspoint/releases", Unset: "the bucket itself", NoParameter: tooFew, Field: &s.AccessPointARN,
			About: "access point that artifacts go through to {S3.BucketName}"},
		{Path: "S3.Prefix", Value: "PREFIX", Example: "release/", Unset: "the whole bucket",
			Parameter: &option.Parameter{Name: "Prefix", Group: option.Where, Pattern: `[A-Za-z0-9!_.'()-][A-Za-z0-9!_.'()/-]{0,1022}/`, Constraint: "must end with a slash, without a slash at its beginning and without wildcards"},
			Field:     &s.Prefix,
			About:     "what the keys of releases begin with, such as release/; ignored with {Dev}"},
		{Path: "S3.DevPrefix", Value: "PREFIX", Example: "team/dev/", Unset: "that of {Preset}, else " + DefaultDevPrefix, NoParameter: ofDev, Field: &s.DevPrefix,
			About: "what the keys of dev releases begin with, where * is any characters; ignored without {Dev}"},
		{Path: "S3.Prefixes", Flag: "s3-extra-prefix", Value: "PREFIX", Example: "docs/,latest/", NoParameter: oneText, Field: &s.Prefixes,
			About: "further prefix of releases in the same bucket; ignored with {Dev}"},
		{Path: "S3.Buckets", Flag: "s3-extra-bucket", Value: "NAME[/PREFIX]", Example: "acme-mirror,acme-docs/api/", NoParameter: oneText, Field: bucketTexts(&s.Buckets),
			About: "further bucket for releases, and the prefix in it; ignored with {Dev}"},
		{Path: "S3.PromoteFrom", Value: "NAME[/PREFIX]", Example: "acme-staging/candidates/", NoParameter: oneText, Field: bucketTexts(&s.PromoteFrom),
			About: "bucket that releases may be copied from, and the prefix in it; ignored with {Dev}"},
		{Path: "S3.DevBucketName", Value: "NAME", Example: "acme-dev-dist", NoParameter: ofDev, Field: &s.DevBucketName,
			About: "bucket of its own for dev releases; ignored without {Dev}"},
		{Path: "S3.AllowDelete", Example: "false", NoParameter: ofAllStores, Field: &s.AllowDelete, About: "override {AllowDelete} in S3"},
		{Path: "S3.DevDelete", Example: "true", Unset: "that of {Preset}, else false", NoParameter: ofDev, Field: &s.DevDelete, About: "let a dev publisher delete objects below the dev prefix; ignored without {Dev}"},
		{Path: "S3.RequireReleaseTag", Example: "true", Unset: "that of {Preset}, else false", Field: &s.RequireReleaseTag,
			About: "allow uploads of releases only with the tag Release=true, which multipart uploads can't have; ignored with {Dev}"},
		{Path: "S3.TagKeys", Value: "KEY", Example: "Release,Commit", Unset: "any", NoParameter: oneText, Field: &s.TagKeys,
			About: "tag that a client may set on objects, Release among them"},
		{Path: "S3.WriteOnce", Field: &s.WriteOnce, About: "allow uploads of releases only with If-None-Match, and no deletes; ignored with {Dev}"},
		{Path: "S3.Floating", Value: "DIRECTORY", Example: "*/latest/", NoParameter: oneText, Field: &s.Floating,
			About: "directory below the prefix that {S3.WriteOnce} leaves out, such as */latest/"},
		{Path: "S3.Multipart", Field: &s.Multipart, About: "let a client list and abort its multipart uploads; ignored with {Dev}"},
		{Path: "S3.Acls", Flag: "s3-acl", Value: "ACL", Example: "bucket-owner-full-control", Unset: "none", NoParameter: oneText, Field: &s.ACLs,
			About: "canned ACL that a client may give to releases; ignored with {Dev}"},
		{Path: "S3.RetentionModes", Flag: "s3-retention-mode", Value: "MODE", Example: "GOVERNANCE", Unset: "none", NoParameter: oneText, Field: &s.RetentionModes,
			About: "mode of S3 Object Lock, COMPLIANCE or GOVERNANCE, in which a client may retain releases; ignored with {Dev}"},
		{Path: "S3.RetentionDays", Value: "DAYS", Example: "30", Unset: "any number", NoParameter: "it needs S3.RetentionModes", Field: &s.RetentionDays,
			About: "how long a client may retain a release at most, from the request on, with {S3.RetentionModes}; ignored with {Dev}"},
		{Path: "S3.LegalHold", NoParameter: tooFew, Field: &s.LegalHold, About: "let a client place legal holds on releases, but remove none; ignored with {Dev}"},
		{Path: "S3.ReadBack", NoParameter: tooFew, Field: &s.ReadBack, About: "let a client read below the prefixes, to check uploads as rclone does; ignored with {Dev}"},
		{Path: "S3.KmsKeyArn", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
			Parameter: &option.Parameter{Group: option.Where, Pattern: `arn:aws[a-z-]*:kms:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})`, Constraint: "must be the ARN of a KMS key, or empty"},
			Field:     &s.KMSKeyARN,
			About:     "KMS key that the objects are encrypted with"},
		{Path: "S3.ListPrefix", Field: &s.ListPrefix, About: "limit listing to the prefixes"},
		{Path: "S3.ResourceAccount", Field: &s.ResourceAccount, About: "require that the buckets belong to {AccountId}"},
		{Path: "S3.SecureTransport", Field: &s.SecureTransport, About: "require TLS"},
	}.Need("S3.BucketName")
}

// bucketTexts reads NAME and NAME/PREFIX; the prefixes of one name are those of one
// bucket, in the order in which it is first named.
func bucketTexts(all *[]Bucket) *option.Parsed {
	return &option.Parsed{Target: all, Read: func(texts []string) fault.List {
		*all = nil
		for _, text := range texts {
			name, prefix, found := strings.Cut(text, "/")
			if strings.Contains(text, "://") || aws.IsARN(text) {
				name, prefix, found = text, "", false // which the core refuses as a name
			}
			i := slices.IndexFunc(*all, func(b Bucket) bool { return b.BucketName == name })
			if i < 0 || !found || (*all)[i].Prefixes == nil {
				i = len(*all)
				*all = append(*all, Bucket{BucketName: name})
			}
			if found {
				(*all)[i].Prefixes = append((*all)[i].Prefixes, prefix)
			}
		}
		return nil
	}}
}

package deploy

import (
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Site is what a CI job needs to publish a static site that CloudFront serves
// from a bucket: synchronize the files, remove those that are gone, and
// invalidate what CloudFront has cached. It reads no file.
type Site struct {
	// Files is where the files of the site are. Required.
	Files SiteFiles
	// Distributions are the ids of the distributions whose caches are
	// invalidated, such as "E1A2B3C4D5E6F7". Required.
	Distributions []string
}

// SiteFiles is a bucket, or the part of it, that has the files of a site.
type SiteFiles struct {
	// BucketName is the name of the bucket. Required.
	BucketName string
	// Prefix is what the keys of the site begin with, such as "www/"; at most
	// 1,024 bytes, taken literally. Empty is the whole bucket.
	Prefix string
	// KMSKeyARN is the key that the bucket encrypts files with: the ARN of a key,
	// not of an alias. Empty is a bucket that S3 encrypts with a key of its own.
	KMSKeyARN string
}

var _ permission.Noticer = Site{}

const siteSyncPage = "https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html"

// siteLimits keep a key to what S3 does with it for the site, and listing to the
// site.
var siteLimits = []table.Limit{
	viaS3, forBucket,
	{Actions: []string{"s3:ListBucket*"}, Operator: "StringLike", Key: "s3:prefix", Values: []string{"{listed}"}, PerPlace: true, Source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html"},
}

var siteTable = table.New("Site", "", siteLimits, []table.Row{
	{Sid: "SiteList", Resource: "arn:{partition}:s3:::{bucket}", Actions: []table.Action{
		{"s3:ListBucket", "aws s3 sync: ListObjectsV2 finds what is there, and what is to be removed", siteSyncPage},
	}},
	{Sid: "SiteFiles", Resource: "arn:{partition}:s3:::{bucket}/{prefix}*", Actions: []table.Action{
		{"s3:PutObject", "aws s3 sync: PutObject, or all of a multipart upload", siteSyncPage},
		{"s3:DeleteObject", "aws s3 sync --delete: DeleteObject", siteSyncPage},
	}},
	{Sid: "SiteEncrypt", Resource: "{key}", Actions: []table.Action{
		{"kms:GenerateDataKey", "aws s3 sync to a bucket with SSE-KMS: PutObject and CreateMultipartUpload", stateKMSPage},
		{"kms:Decrypt", "aws s3 sync of files of 8 MB and more to a bucket with SSE-KMS: UploadPart", "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions"},
	}},
	// CloudFront is one in all regions.
	{Sid: "SiteInvalidate", Resource: "arn:{partition}:cloudfront::{account}:distribution/{distribution}", Actions: []table.Action{
		{"cloudfront:CreateInvalidation", "aws cloudfront create-invalidation", "https://docs.aws.amazon.com/cli/latest/reference/cloudfront/create-invalidation.html"},
		{"cloudfront:GetInvalidation", "aws cloudfront wait invalidation-completed: GetInvalidation, again and again", "https://docs.aws.amazon.com/cli/latest/reference/cloudfront/wait/invalidation-completed.html"},
	}},
})

// Validate reports every fault of the options.
func (s Site) Validate(env permission.Environment) error {
	faults := env.Faults("")
	env.NeedAccount(&faults, "CloudFront")
	aws.CheckBucket(&faults, "Files.BucketName", s.Files.BucketName, "name the bucket of the site", "Files.Prefix")
	aws.CheckKeyBeginning(&faults, "Files.Prefix", s.Files.Prefix)
	if strings.ContainsAny(token.Without(s.Files.Prefix), "*?") {
		faults.Add("Files.Prefix", s.Files.Prefix, "has a wildcard, where a literal prefix is meant", "leave it out; everything below the prefix is covered without it")
	}
	distributionRule.CheckNeededPatterns(&faults, "Distributions", s.Distributions, "name the distributions that serve the site, by their ids")
	aws.CheckBucketKey(&faults, "Files.KmsKeyArn", s.Files.KMSKeyARN, env.ARNPartition(), env.Region)
	return faults.Err()
}

// Statements returns the statements of the set.
func (s Site) Statements(env permission.Environment) []policy.Statement {
	var listed []string
	if s.Files.Prefix != "" {
		listed = []string{s.Files.Prefix + "*"}
	}
	return siteTable.Statements(nil, table.At(placeIn(env).
		With("bucket", s.Files.BucketName).
		With("prefix", s.Files.Prefix).
		With("listed", listed...).
		With("key", ifSet(s.Files.KMSKeyARN)...).
		With("via", aws.ViaS3(s.Files.KMSKeyARN, env.Region)).
		With("encrypted", encrypted(env, s.Files.BucketName, s.Files.Prefix+"*")...).
		With("distribution", s.Distributions...)))
}

// Notices returns what a reviewer should know of legal options.
func (s Site) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	if s.Files.Prefix == "" {
		all.Note("site-whole-bucket", "the policy covers every object of the bucket, because {Files.Prefix} is unset")
	}
	lookalike.Prefix(&all, "site-look-alikes", "Files.Prefix", s.Files.Prefix, "the job may also write to")
	return all
}

// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html
var distributionRule = aws.NewRule("the id of a CloudFront distribution", `write it as CloudFront shows it, such as "E1A2B3C4D5E6F7"`,
	`E[A-Z0-9]{6,31}`, `[A-Z0-9]*`, `[A-Z0-9]*`).Literal()

func (s *Site) options() option.Table {
	return option.Table{
		{Path: "Files.BucketName", Flag: "site-bucket", Value: "NAME", Example: "acme-site", Field: &s.Files.BucketName, About: "bucket of the site"},
		{Path: "Files.Prefix", Flag: "site-prefix", Value: "PREFIX", Example: "www/", Unset: "the whole bucket", Field: &s.Files.Prefix, About: "what the keys of the site begin with, such as www/"},
		{Path: "Distributions", Flag: "cloudfront-distribution", Value: "ID", Example: "E1A2B3C4D5E6F7", Field: &s.Distributions,
			About: "CloudFront distribution whose cache the job invalidates"},
		{Path: "Files.KmsKeyArn", Flag: "site-kms-key", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", Unset: "none is granted", Field: &s.Files.KMSKeyARN,
			About: "KMS key that the bucket of the site encrypts files with"},
	}
}

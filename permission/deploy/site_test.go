package deploy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

const (
	siteBucket   = "arn:aws:s3:::acme-site"
	distribution = "arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5E6F7"
	siteSync     = "https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html"
	siteKey      = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

// sites are the calls that publish a site below a prefix.
func sites(prefix string) []call {
	listing := policy.Context{"s3:prefix": {prefix}}
	if prefix == "" {
		listing = nil
	}
	return []call{
		{"aws s3 sync --delete: ListObjectsV2", "s3:ListBucket", siteBucket, listing, siteSync},
		{"aws s3 sync --delete: PutObject", "s3:PutObject", siteBucket + "/" + prefix + "index.html", nil, siteSync},
		{"aws s3 sync --delete: DeleteObject", "s3:DeleteObject", siteBucket + "/" + prefix + "gone.html", nil, siteSync},
		{"aws cloudfront create-invalidation --paths '/*'", "cloudfront:CreateInvalidation", distribution, nil, "https://docs.aws.amazon.com/cli/latest/reference/cloudfront/create-invalidation.html"},
		{"aws cloudfront wait invalidation-completed", "cloudfront:GetInvalidation", distribution, nil, "https://docs.aws.amazon.com/cli/latest/reference/cloudfront/wait/invalidation-completed.html"},
	}
}

var siteStrangers = []call{
	{client: "another bucket", action: "s3:PutObject", resource: siteBucket + "-evil/index.html"},
	{client: "a file, to read", action: "s3:GetObject", resource: siteBucket + "/www/index.html"},
	{client: "an ACL", action: "s3:PutObjectAcl", resource: siteBucket + "/www/index.html"},
	{client: "the bucket's policy", action: "s3:PutBucketPolicy", resource: siteBucket},
	{client: "old versions, to delete", action: "s3:DeleteObjectVersion", resource: siteBucket + "/www/index.html"},
	{client: "another distribution", action: "cloudfront:CreateInvalidation", resource: "arn:aws:cloudfront::111122223333:distribution/E7F6E5D4C3B2A1"},
	{client: "the same id in another account", action: "cloudfront:CreateInvalidation", resource: "arn:aws:cloudfront::999988887777:distribution/E1A2B3C4D5E6F7"},
	{client: "where the distribution points to", action: "cloudfront:UpdateDistribution", resource: distribution},
	{client: "what the distribution is like", action: "cloudfront:GetDistribution", resource: distribution},
}

var siteCases = []setCase{
	{
		name: "static-site", set: deploy.Site{Files: deploy.SiteFiles{BucketName: "acme-site", Prefix: "www/"}, Distributions: []string{"E1A2B3C4D5E6F7"}},
		calls: sites("www/"),
		refused: concat(siteStrangers, []call{
			{client: "beside the prefix", action: "s3:PutObject", resource: siteBucket + "/www-evil/index.html"},
			{client: "the names of everything", action: "s3:ListBucket", resource: siteBucket},
			{client: "the names beside the prefix", action: "s3:ListBucket", resource: siteBucket, context: policy.Context{"s3:prefix": {"private/"}}},
			{client: "a key of KMS", action: "kms:GenerateDataKey", resource: siteKey, context: throughS3(siteBucket + "/www/index.html")},
		}),
	},
	{
		name: "static-site-kms", set: deploy.Site{Files: deploy.SiteFiles{BucketName: "acme-site", KMSKeyARN: siteKey}, Distributions: []string{"E1A2B3C4D5E6F7"}},
		calls: concat(sites(""), []call{
			{"aws s3 sync: PutObject to a bucket with SSE-KMS", "kms:GenerateDataKey", siteKey, throughS3(siteBucket + "/index.html"), "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"},
			{"aws s3 sync: PutObject to a bucket with SSE-KMS and an S3 Bucket Key", "kms:GenerateDataKey", siteKey, throughS3(siteBucket), "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"},
			{"aws s3 sync: UploadPart to a bucket with SSE-KMS", "kms:Decrypt", siteKey, throughS3(siteBucket + "/index.html"), "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions"},
		}),
		refused: concat(siteStrangers, []call{
			{client: "the key past S3", action: "kms:Decrypt", resource: siteKey},
			{client: "another bucket's file, to decrypt", action: "kms:Decrypt", resource: siteKey, context: throughS3(siteBucket + "-evil/index.html")},
		}),
	},
}

func ExampleSite() {
	set := deploy.Site{Files: deploy.SiteFiles{BucketName: "acme-site", Prefix: "www/"}, Distributions: []string{"E1A2B3C4D5E6F7"}}
	for _, s := range policy.New(set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...).Statements {
		fmt.Println(s.Sid, s.Resources)
	}
	// Output:
	// SiteList [arn:aws:s3:::acme-site]
	// SiteFiles [arn:aws:s3:::acme-site/www/*]
	// SiteInvalidate [arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5E6F7]
}

func TestSiteRefuses(t *testing.T) {
	site := func(change func(*deploy.Site)) deploy.Site {
		s := deploy.Site{Files: deploy.SiteFiles{BucketName: "acme-site"}, Distributions: []string{"E1A2B3C4D5E6F7"}}
		change(&s)
		return s
	}
	const shape = `is not the id of a CloudFront distribution; write it as CloudFront shows it, such as "E1A2B3C4D5E6F7"`
	checkInvalid(t, []invalid{
		{"nothing", deploy.Site{}, "2 faults:\n  - Files.BucketName is missing; name the bucket of the site\n  - Distributions is missing; name the distributions that serve the site, by their ids"},
		{"the bucket's address", site(func(s *deploy.Site) { s.Files.BucketName = "s3://acme-site" }), `Files.BucketName "s3://acme-site" is an address; write the bucket's name alone, and the path in Files.Prefix`},
		{"an upper-case bucket", site(func(s *deploy.Site) { s.Files.BucketName = "Acme" }), `Files.BucketName "Acme" holds "A"; use lower-case letters, digits, dots and hyphens`},
		{"a leading slash", site(func(s *deploy.Site) { s.Files.Prefix = "/www" }), `Files.Prefix "/www" begins with "/", so it matches no object key; write "www"`},
		{"a wildcard", site(func(s *deploy.Site) { s.Files.Prefix = "www/*" }), `Files.Prefix "www/*" has a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it`},
		{"every distribution", site(func(s *deploy.Site) { s.Distributions = []string{"*"} }), `Distributions[0] "*" holds "*", where one name is meant; write the names out`},
		{"an empty distribution", site(func(s *deploy.Site) { s.Distributions = []string{""} }), "Distributions[0] is empty; name one, or leave it out; perhaps a variable is not set"},
		{"the domain of a distribution", site(func(s *deploy.Site) { s.Distributions = []string{"d111111abcdef8.cloudfront.net"} }), `Distributions[0] "d111111abcdef8.cloudfront.net" ` + shape},
		{"an alias", site(func(s *deploy.Site) { s.Files.KMSKeyARN = "alias/site" }), `Files.KmsKeyArn "alias/site" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`},
	})
	assert.EqualError(t, site(func(*deploy.Site) {}).Validate(permission.Environment{Region: "eu-west-1"}),
		"cipublisher: AccountId is missing, and the ARNs of CloudFront name the account; set it to the twelve digits of the account")
}

func TestSiteNotices(t *testing.T) {
	with := func(prefix string) deploy.Site {
		return deploy.Site{Files: deploy.SiteFiles{BucketName: "acme-site", Prefix: prefix}, Distributions: []string{"E1A2B3C4D5E6F7"}}
	}
	checkNotices(t, []noticed{
		{"a directory", with("www/"), nil},
		{"the whole bucket", with(""), []string{"note site-whole-bucket: the policy covers every object of the bucket, because {Files.Prefix} is unset"}},
		{"a prefix that others continue", with("www"),
			[]string{`warning site-look-alikes: {Files.Prefix} "www" does not end with "/", so the job may also write to look-alikes such as "www-evil/"; write "www/" unless keys really continue the name`}},
	})
}

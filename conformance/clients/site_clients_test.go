package clients

import (
	"net/url"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

const distribution = "E1A2B3C4D5E6F7"

// seedSite makes the bucket of a site, with a file that is gone from the new one.
func seedSite(c *cloud.Cloud) error {
	if err := c.Bucket(bucket, false); err != nil {
		return err
	}
	return c.Object(bucket, "www/stale.html", "<h1>1.2.2</h1>", url.Values{})
}

var siteOperations = []operation{
	{"aws s3 sync dist s3://acme-dist/www/ --delete", []string{"s3://acme-dist/www/docs/index.html", "!s3://acme-dist/www/stale.html"}},
	{"cp big.bin dist/ && aws s3 sync dist s3://acme-dist/www/", []string{"s3://acme-dist/www/big.bin"}},
	{"id=$(aws cloudfront create-invalidation --distribution-id " + distribution + " --paths '/*' --query Invalidation.Id --output text)\n" +
		"aws cloudfront wait invalidation-completed --distribution-id " + distribution + " --id $id", []string{"cloudfront://" + distribution}},
}

var siteClients = []client{
	{
		name: "AWS CLI", use: "static site", version: "aws --version",
		policy: "Site{Files{BucketName, Prefix}, Distributions}", seed: seedSite, operations: siteOperations,
		sets: []permission.Set{deploy.Site{Files: deploy.SiteFiles{BucketName: bucket, Prefix: "www/"}, Distributions: []string{distribution}}},
	},
	{
		name: "AWS CLI", use: "static site with a KMS key", version: "aws --version",
		policy: "Site{Files{BucketName, Prefix, KMSKeyARN}, Distributions}", operations: siteOperations,
		seed: func(c *cloud.Cloud) error {
			if err := c.Bucket(bucket, true); err != nil {
				return err
			}
			return c.Object(bucket, "www/stale.html", "<h1>1.2.2</h1>", url.Values{})
		},
		sets: []permission.Set{deploy.Site{
			Files: deploy.SiteFiles{BucketName: bucket, Prefix: "www/", KMSKeyARN: cloud.KeyARN}, Distributions: []string{distribution}}},
	},
}

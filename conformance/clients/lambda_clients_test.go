package clients

import (
	"net/url"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// seedFunction makes a function, and the bucket with the code of a release.
func seedFunction(c *cloud.Cloud) error {
	c.Function("api")
	if err := c.Bucket(bucket, false); err != nil {
		return err
	}
	return c.Object(bucket, "release/1.2.3/api.zip", "code", url.Values{})
}

var lambdaClients = []client{
	{
		name: "AWS CLI", use: "Lambda", version: "aws --version",
		policy: "Lambda{Functions}", seed: seedFunction,
		sets: []permission.Set{deploy.Lambda{Functions: []string{"api"}}},
		operations: []operation{
			{"aws lambda update-function-code --function-name api --zip-file fileb://api.zip", []string{"lambda://api"}},
			{"aws lambda update-function-code --function-name api --image-uri $REGISTRY/app:1.2.3", []string{"lambda://api"}},
			{"aws lambda wait function-updated --function-name api", nil},
		},
	},
	{
		name: "AWS CLI", use: "Lambda, versions of code in a bucket", version: "aws --version",
		policy: "Lambda{Functions, Publish, MoveAliases, GetFunction}, Builder{S3{BucketName, Prefix}}", seed: seedFunction,
		sets: []permission.Set{
			deploy.Lambda{Functions: []string{"api"}, Publish: true, MoveAliases: true, GetFunction: true},
			permission.Builder{S3: &permission.S3Read{BucketName: bucket, Prefix: "release/"}},
		},
		operations: []operation{
			{"aws lambda update-function-code --function-name api --s3-bucket acme-dist --s3-key release/1.2.3/api.zip", []string{"lambda://api"}},
			{"aws lambda wait function-updated --function-name api", nil},
			{"aws lambda wait function-updated-v2 --function-name api", nil},
			{"version=$(aws lambda publish-version --function-name api --query Version --output text)\n" +
				"aws lambda update-alias --function-name api --name live --function-version $version", []string{"alias://api:live=1"}},
		},
	},
}

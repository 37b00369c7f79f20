package cipublisher

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/fault"
)

// ExpireDevReleases gives a bucket the lifecycle rule that dev releases are
// made for: objects tagged Release=false expire after so many days. In a
// versioned bucket they are gone as many days later. The default is 30 days.
//
// The rule goes by the tag alone, wherever the object is. What keeps somebody
// from tagging a release so is the publisher's policy:
// S3Props.RequireReleaseTag, and a DevPrefix that no release begins with.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-filters.html
func ExpireDevReleases(bucket awss3.Bucket, after awscdk.Duration) {
	if bucket == nil {
		refuseAt("ExpireDevReleases", fault.List{{Option: "bucket", Problem: "is nil", Remedy: "pass the bucket of the dev releases"}})
	}
	if after == nil {
		after = awscdk.Duration_Days(jsii.Number(30))
	}
	bucket.AddLifecycleRule(&awss3.LifecycleRule{
		Id:                          jsii.String("ExpireDevReleases"),
		TagFilters:                  &map[string]any{"Release": "false"},
		Expiration:                  after,
		NoncurrentVersionExpiration: after,
	})
}

package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
)

func TestDevReleasesExpire(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	cipublisher.ExpireDevReleases(awss3.NewBucket(stack, jsii.String("Dist"), nil), nil)
	requireGolden(t, "expiring-bucket.template.json", synthesize(t, stack))
}

func TestDevReleasesExpireWhenAsked(t *testing.T) {
	stack := newStack(nil)
	cipublisher.ExpireDevReleases(awss3.NewBucket(stack, jsii.String("Dist"), nil), awscdk.Duration_Days(jsii.Number(7)))
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::S3::Bucket"), map[string]any{
		"LifecycleConfiguration": map[string]any{"Rules": []any{assertions.Match_ObjectLike(&map[string]any{
			"ExpirationInDays": 7, "NoncurrentVersionExpiration": map[string]any{"NoncurrentDays": 7},
			"TagFilters": []any{map[string]any{"Key": "Release", "Value": "false"}},
		})}},
	})
}

package cipublisher_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
)

// Each key is for its own buckets: a bucket that is a construct has the key that
// it knows, one by name that of KmsKey.
func TestEachBucketHasItsOwnKey(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	bucket := func(id string, key awskms.IKey) awss3.IBucket {
		return awss3.NewBucket(stack, &id, &awss3.BucketProps{BucketName: jsii.String("acme-" + strings.ToLower(id)), EncryptionKey: key})
	}
	key := func(id string) (awskms.IKey, string) {
		arn := "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-00000000000" + id
		return awskms.Key_FromKeyArn(stack, jsii.String("Key"+id), &arn), arn
	}
	mine, myARN := key("1")
	theirs, theirARN := key("2")
	named, namedARN := key("3")
	others := &[]*cipublisher.S3BucketProps{
		{Bucket: bucket("Mirror", theirs)}, {Bucket: bucket("Plain", nil)}, {BucketName: jsii.String("acme-named")},
		{BucketName: jsii.String("acme-keyed"), KmsKey: named}, {BucketName: jsii.String("acme-same"), KmsKeyArn: &theirARN},
	}
	for _, test := range []struct {
		name string
		s3   *cipublisher.S3Props
		want map[string][]string
	}{
		{"the first bucket's key is its own", &cipublisher.S3Props{Bucket: bucket("Dist", mine), Buckets: others}, map[string][]string{
			myARN: {"dist"}, theirARN: {"mirror", "same"}, namedARN: {"keyed"},
		}},
		{"a key for all that have no other", &cipublisher.S3Props{BucketName: jsii.String("acme-dist"), KmsKeyArn: &myARN, Buckets: others}, map[string][]string{
			myARN: {"dist", "plain", "named"}, theirARN: {"mirror", "same"}, namedARN: {"keyed"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			publisher, faults := (&cipublisher.CiPublisherProps{S3: test.s3}).Core()
			require.Empty(t, faults)
			got := map[string][]string{}
			for _, s := range publisher.Sets[0].Statements(permission.Environment{Partition: "aws", Region: "eu-west-1", AccountID: "123456789012"}) {
				if !strings.HasPrefix(s.Sid, "S3Encrypt") {
					continue
				}
				for _, name := range s.Conditions["StringLike"]["kms:EncryptionContext:aws:s3:arn"] {
					if !strings.HasSuffix(name, "*") {
						got[s.Resources[0]] = append(got[s.Resources[0]], bucketBehind(t, stack, strings.TrimPrefix(name, "arn:aws:s3:::")))
					}
				}
			}
			require.Equal(t, test.want, got)
		})
	}
}

// bucketBehind returns the id of a bucket in lower case, whose name may be a
// token.
func bucketBehind(t *testing.T, stack awscdk.Stack, name string) string {
	t.Helper()
	if reference, ok := stack.Resolve(&name).(map[string]any); ok {
		name = "acme-" + strings.ToLower(strings.TrimRight(reference["Ref"].(string), "0123456789ABCDEF"))
	}
	return strings.TrimPrefix(name, "acme-")
}

// What a publisher does through an access point, the bucket allows in its own
// account too, and nobody else.
func TestGrantsThroughAnAccessPoint(t *testing.T) {
	app := newApp()
	stack := awscdk.NewStack(app, jsii.String("Artifacts"), &awscdk.StackProps{Env: environment(artifactAccount, "eu-west-1")})
	bucket := awss3.NewBucket(stack, jsii.String("Dist"), &awss3.BucketProps{BucketName: jsii.String("acme-dist")})
	accessPoint := awss3.NewCfnAccessPoint(stack, jsii.String("Releases"), &awss3.CfnAccessPointProps{Bucket: bucket.BucketName(), Name: jsii.String("releases")})
	publisher := func(scope awscdk.Stack, arn *string, bucket awss3.IBucket) cipublisher.CiPublisher {
		s3 := &cipublisher.S3Props{BucketName: jsii.String("acme-dist"), Bucket: bucket, AccessPointArn: arn, Prefix: jsii.String("release/")}
		if bucket != nil {
			s3.BucketName = nil
		}
		return cipublisher.NewCiPublisher(scope, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
			S3: s3, AccountId: jsii.String(artifactAccount), Trust: trusting(&cipublisher.TrustSubject{Environments: jsii.Strings("release")}),
		})
	}
	near := publisher(stack, accessPoint.AttrArn(), bucket)
	cipublisher.GrantPublish(bucket, near)
	cipublisher.GrantPublish(accessPoint, near)

	far := publisher(awscdk.NewStack(app, jsii.String("Build"), &awscdk.StackProps{Env: environment(buildAccount, "eu-west-1")}),
		jsii.String("arn:aws:s3:eu-west-1:"+artifactAccount+":accesspoint/releases"), nil)
	cipublisher.GrantPublish(bucket, far)
	cipublisher.GrantPublish(accessPoint, far)
	requireGolden(t, "grants-access-point.template.json", synthesize(t, stack))
}

func TestInvalidS3Props(t *testing.T) {
	stack := newStack(nil)
	bucket := awss3.Bucket_FromBucketName(stack, jsii.String("Bucket"), jsii.String("acme-other"))
	key := awskms.Key_FromKeyArn(stack, jsii.String("Key"), jsii.String("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
	requireRefused(t, []invalid{
		{"an empty bucket",
			func(p *props) { p.S3 = &cipublisher.S3Props{} },
			`S3.BucketName is missing; name the bucket, or leave S3 unset to grant nothing there`},
		{"a bucket given twice and differently",
			func(p *props) { p.S3.Bucket = bucket },
			`S3.BucketName "acme-dist" and S3.Bucket are two different buckets; set one of them`},
		{"a dev bucket given twice and differently",
			func(p *props) { p.S3.DevBucket, p.S3.DevBucketName = bucket, jsii.String("acme-dev") },
			`S3.DevBucketName "acme-dev" and S3.DevBucket are two different buckets; set one of them`},
		{"a further bucket given twice and differently",
			func(p *props) {
				p.S3.Buckets = &[]*cipublisher.S3BucketProps{{Bucket: bucket, BucketName: jsii.String("acme-mirror")}}
			},
			`S3.Buckets[0].BucketName "acme-mirror" and S3.Buckets[0].Bucket are two different buckets; set one of them`},
		{"retention for no days",
			func(p *props) { p.S3.RetentionModes, p.S3.RetentionDays = jsii.Strings("GOVERNANCE"), jsii.Number(0) },
			`S3.RetentionDays "0" is not a whole number of days; set it to one or more, or leave it unset`},
		{"retention for a part of a day",
			func(p *props) { p.S3.RetentionModes, p.S3.RetentionDays = jsii.Strings("GOVERNANCE"), jsii.Number(1.5) },
			`S3.RetentionDays "1.5" is not a whole number of days; set it to one or more, or leave it unset`},
		{"a further bucket that is nil",
			func(p *props) { p.S3.Buckets = &[]*cipublisher.S3BucketProps{nil} },
			`S3.Buckets[0].BucketName is missing; name the bucket, or leave it out`},
		{"a key given twice and differently",
			func(p *props) {
				p.S3.KmsKey, p.S3.KmsKeyArn = key, jsii.String("arn:aws:kms:eu-west-1:123456789012:key/00000000-12ab-34cd-56ef-1234567890ab")
			},
			`S3.KmsKeyArn "arn:aws:kms:eu-west-1:123456789012:key/00000000-12ab-34cd-56ef-1234567890ab" and S3.KmsKey are two different keys; set one of them`},
	})
}

package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// A key that the app makes has its ARN from the deployment, so that it is taken
// for the one key that the role uses; among several it can't be chosen.
func TestGrantsOnAKeyThatIsMadeHere(t *testing.T) {
	const otherKey = "arn:aws:kms:eu-west-1:111122223333:key/00000000-12ab-34cd-56ef-1234567890ab"
	for _, test := range []struct {
		name    string
		buckets *[]*cipublisher.S3BucketProps
		want    string
	}{
		{"one key", nil, ""},
		{"the same key twice", &[]*cipublisher.S3BucketProps{{BucketName: jsii.String("acme-mirror"), KmsKeyArn: jsii.String(distKey)}}, ""},
		{"two keys", &[]*cipublisher.S3BucketProps{{BucketName: jsii.String("acme-mirror"), KmsKeyArn: jsii.String(otherKey)}},
			"Artifacts/Key: cipublisher: GrantPublish: the policy of Build/Publisher allow nothing on key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			app := newApp()
			a := newArtifacts(app, environment(artifactAccount, "eu-west-1"))
			build := awscdk.NewStack(app, jsii.String("Build"), &awscdk.StackProps{Env: environment(buildAccount, "eu-west-1")})
			publisher := cipublisher.NewCiPublisher(build, jsii.String("Publisher"), &props{
				S3:        &cipublisher.S3Props{BucketName: jsii.String("acme-dist"), KmsKeyArn: jsii.String(distKey), Buckets: test.buckets},
				Trust:     trusting(&cipublisher.TrustSubject{Environments: jsii.Strings("release")}),
				AccountId: jsii.String(artifactAccount),
			})
			grant := func() { cipublisher.GrantPublish(a.key, publisher) }
			if test.want != "" {
				require.Contains(t, panicMessage(t, grant), test.want)
				return
			}
			grant()
			assertions.Template_FromStack(a.stack, nil).HasResourceProperties(jsii.String("AWS::KMS::Key"), map[string]any{
				"KeyPolicy": map[string]any{"Statement": assertions.Match_ArrayWith(&[]any{assertions.Match_ObjectLike(&map[string]any{
					"Principal": map[string]any{"AWS": "arn:aws:iam::" + buildAccount + ":role/ci/publisher"}, "Resource": "*",
				})})},
			})
		})
	}
}

package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

func TestReleaseRepositories(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(awscdk.Stack)
	}{
		{"release-repository", func(stack awscdk.Stack) {
			cipublisher.NewReleaseRepository(stack, jsii.String("App"), nil)
		}},
		{"release-repository-customized", func(stack awscdk.Stack) {
			cipublisher.NewReleaseRepository(stack, jsii.String("App"), &cipublisher.ReleaseRepositoryProps{
				RepositoryName: jsii.String("app"),
				FloatingTags:   jsii.Strings("latest", "1", "2"),
				DevTags:        jsii.Strings("dev-*", "pr-*"),
				DevExpiration:  awscdk.Duration_Days(jsii.Number(7)),
				EncryptionKey:  awskms.Key_FromKeyArn(stack, jsii.String("Key"), jsii.String("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")),
				RemovalPolicy:  awscdk.RemovalPolicy_DESTROY,
			})
		}},
		{"release-repository-without-dev", func(stack awscdk.Stack) {
			cipublisher.NewReleaseRepository(stack, jsii.String("App"), &cipublisher.ReleaseRepositoryProps{
				FloatingTags: jsii.Strings(), DevTags: jsii.Strings(),
			})
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			stack := newStack(environment("123456789012", "eu-west-1"))
			test.make(stack)
			requireGolden(t, test.name+".template.json", synthesize(t, stack))
		})
	}
}

// Who may push a tag must not thereby let a released digest expire: an image
// expires by any of its tags that a lifecycle rule matches.
//
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
func TestNoImageExpiresUnlessDevTagsAreNamed(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	cipublisher.NewReleaseRepository(stack, jsii.String("App"), nil)
	require.NotContains(t, synthesize(t, stack), "LifecyclePolicy")

	stack = newStack(environment("123456789012", "eu-west-1"))
	cipublisher.NewReleaseRepository(stack, jsii.String("App"), &cipublisher.ReleaseRepositoryProps{DevTags: jsii.Strings("dev-*")})
	require.Contains(t, synthesize(t, stack), "LifecyclePolicy")
	require.EqualError(t, (&cipublisher.ReleaseRepositoryProps{DevExpiration: awscdk.Duration_Days(jsii.Number(7))}).Validate(),
		"cipublisher: DevExpiration means nothing without DevTags; name the tags of dev releases, or leave it out")
}

func TestInvalidReleaseRepository(t *testing.T) {
	props := &cipublisher.ReleaseRepositoryProps{
		FloatingTags:  jsii.Strings("*", "a*b*c*d", "späti", "1"),
		DevTags:       jsii.Strings("dev-*", ""),
		DevExpiration: awscdk.Duration_Hours(jsii.Number(36)),
	}
	want := `cipublisher: 6 faults:
  - FloatingTags[0] "*" is every tag, so that none would stay in place; name the tags that may move
  - FloatingTags[1] "a*b*c*d" has more than two "*"; use two at most
  - FloatingTags[2] "späti" is not a pattern of image tags; use 1 to 128 letters, digits, dots, hyphens, underscores and "*"
  - DevTags[1] is not a pattern of image tags; use 1 to 128 letters, digits, dots, hyphens, underscores and "*"
  - FloatingTags and DevTags are 6 patterns together, and a repository takes 5; let one pattern with "*" stand for several
  - DevExpiration "1.5 days" is no number of days that ECR takes; choose whole days, one or more`
	require.EqualError(t, props.Validate(), want)
	require.Equal(t, "Stack/App: "+want, panicMessage(t, func() { cipublisher.NewReleaseRepository(newStack(nil), jsii.String("App"), props) }))
}

package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

func TestRisksAreWarningsThatCanBeAcknowledged(t *testing.T) {
	byName := func() (awscdk.Stack, cipublisher.CiPublisher) {
		stack := newStack(nil)
		props := acme()
		(*props.Trust.Subjects)[0].Repositories = jsii.Strings("acme/app")
		return stack, cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	}
	resurrection := assertions.Match_StringLikeRegexp(jsii.String("resurrection.*cipublisher:trust-missing-ids"))

	stack, _ := byName()
	assertions.Annotations_FromStack(stack).HasWarning(jsii.String("/Stack/Publisher"), resurrection)

	stack, publisher := byName()
	awscdk.Annotations_Of(publisher).AcknowledgeWarning(jsii.String("cipublisher:trust-missing-ids"), nil)
	require.Empty(t, *assertions.Annotations_FromStack(stack).FindWarning(jsii.String("*"), assertions.Match_AnyValue()))
}

func TestDefaultsThatGrantMuchAreNoted(t *testing.T) {
	stack, _ := newAcme(t)
	found := assertions.Annotations_FromStack(stack)
	found.HasInfo(jsii.String("/Stack/Publisher"), assertions.Match_StringLikeRegexp(jsii.String("every ECR repository of the account")))
	require.Empty(t, *found.FindWarning(jsii.String("*"), assertions.Match_AnyValue()), "the recommended props have nothing to warn of")
}

func TestANoteThatHoldsForManyIsShownOnce(t *testing.T) {
	stack := newStack(nil)
	for _, id := range []string{"First", "Second", "Third"} {
		props := acme()
		props.PolicyName = &id
		cipublisher.NewCiPublisher(stack, &id, props)
	}
	found := assertions.Annotations_FromStack(stack).FindInfo(jsii.String("*"), assertions.Match_AnyValue())
	require.Len(t, *found, 1)
	require.Len(t, *assertions.Annotations_FromStack(stack).FindInfo(jsii.String("/Stack/First"), assertions.Match_AnyValue()), 1)
}

func TestUnknownRegionIsAWarningOfTheConstruct(t *testing.T) {
	stack := newStack(nil)
	props := acme()
	props.Region = jsii.String("eu-centrall-1")
	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	found := assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/Stack/Publisher"), assertions.Match_StringLikeRegexp(jsii.String(`Region "eu-centrall-1".*"eu-central-1".*cipublisher:region-unknown`)))
	require.Len(t, *found, 1)

	awscdk.Annotations_Of(publisher).AcknowledgeWarning(jsii.String("cipublisher:region-unknown"), nil)
	require.Empty(t, *assertions.Annotations_FromStack(stack).FindWarning(jsii.String("*"), assertions.Match_AnyValue()))
}

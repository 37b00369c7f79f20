package cipublisher_test

import (
	"bytes"
	"fmt"
	"strings"
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

// publishersByName makes publishers of a stack that all trust a repository by
// its name alone.
func publishersByName(n int) (awscdk.Stack, []cipublisher.CiPublisher) {
	stack := newStack(nil)
	var all []cipublisher.CiPublisher
	for i := range n {
		id := fmt.Sprintf("Publisher%d", i)
		props := acme()
		props.PolicyName = &id
		(*props.Trust.Subjects)[0].Repositories = jsii.Strings(fmt.Sprintf("acme/app-%d", i))
		all = append(all, cipublisher.NewCiPublisher(stack, &id, props))
	}
	return stack, all
}

var byNameAlone = assertions.Match_StringLikeRegexp(jsii.String("by name alone[^]*cipublisher:trust-missing-ids"))

// What many publishers of a stack have to say is said once, and lists them.
func TestAWarningOfManyPublishersListsThem(t *testing.T) {
	stack, _ := publishersByName(200)
	found := assertions.Annotations_FromStack(stack)
	require.Len(t, *found.FindWarning(jsii.String("*"), byNameAlone), 1)
	found.HasWarning(jsii.String("/Stack"), assertions.Match_StringLikeRegexp(jsii.String(
		"^200 constructs: Stack/Publisher0, Stack/Publisher1, .*, Stack/Publisher199\n.*acme/app-0 is by name alone")))
	notes := *found.FindInfo(jsii.String("*"), assertions.Match_AnyValue())
	require.NotEmpty(t, notes)
	require.Len(t, *found.FindInfo(jsii.String("/Stack"), assertions.Match_AnyValue()), len(notes))
	require.Less(t, len(notes), 10)
}

// A publisher may be acknowledged by itself, or all at their stack.
func TestWarningsOfManyPublishersAreAcknowledged(t *testing.T) {
	id := jsii.String("cipublisher:trust-missing-ids")
	stack, publishers := publishersByName(3)
	awscdk.Annotations_Of(publishers[1]).AcknowledgeWarning(id, nil)
	found := assertions.Annotations_FromStack(stack)
	found.HasWarning(jsii.String("/Stack"), assertions.Match_StringLikeRegexp(jsii.String("^2 constructs: Stack/Publisher0, Stack/Publisher2\n")))

	stack, publishers = publishersByName(2)
	awscdk.Annotations_Of(publishers[0]).AcknowledgeWarning(id, nil)
	found = assertions.Annotations_FromStack(stack)
	require.Len(t, *found.FindWarning(jsii.String("*"), byNameAlone), 1)
	found.HasWarning(jsii.String("/Stack/Publisher1"), byNameAlone)

	stack, _ = publishersByName(3)
	awscdk.Annotations_Of(stack).AcknowledgeWarning(id, nil)
	require.Empty(t, *assertions.Annotations_FromStack(stack).FindWarning(jsii.String("*"), assertions.Match_AnyValue()))
	stack, _ = publishersByName(3)
	awscdk.Annotations_Of(stack).AcknowledgeInfo(jsii.String("cipublisher:trust-environment-protection"), nil)
	require.Empty(t, *assertions.Annotations_FromStack(stack).FindInfo(jsii.String("*"), assertions.Match_StringLikeRegexp(jsii.String("trust-environment-protection"))))
}

// A publisher has one annotation for an id, whatever it is about.
func TestOneAnnotationForAnID(t *testing.T) {
	stack := newStack(nil)
	props := acme()
	props.S3.Prefix, props.S3.Prefixes = jsii.String("release"), jsii.Strings("docs", "latest")
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	found := assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/Stack/Publisher"), assertions.Match_StringLikeRegexp(jsii.String("s3-prefix-no-slash")))
	require.Len(t, *found, 1)
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

// An app that runs without the CDK command line says its warnings itself, but
// not those that have been acknowledged.
func TestWarningsArePrintedWithoutTheCommandLine(t *testing.T) {
	print := func(n int, acknowledge bool) string {
		var printed bytes.Buffer
		defer cipublisher.PrintWarnings(&printed)()
		app := awscdk.NewApp(&awscdk.AppProps{AnalyticsReporting: jsii.Bool(false)})
		stack := awscdk.NewStack(app, jsii.String("Stack"), nil)
		for i := range n {
			id := fmt.Sprintf("Publisher%d", i)
			props := acme()
			props.PolicyName = &id
			(*props.Trust.Subjects)[0].Repositories = jsii.Strings("acme/app")
			publisher := cipublisher.NewCiPublisher(stack, &id, props)
			if acknowledge {
				awscdk.Annotations_Of(publisher).AcknowledgeWarning(jsii.String("cipublisher:trust-missing-ids"), nil)
			}
		}
		app.Synth(nil)
		return printed.String()
	}
	const text = "The trust of acme/app is by name alone."
	require.Regexp(t, "^cipublisher: warning at Stack/Publisher0: "+text, print(1, false))
	several := print(2, false)
	require.Regexp(t, "^cipublisher: warning at Stack/Publisher0, Stack/Publisher1: "+text, several)
	require.Equal(t, 1, strings.Count(several, text))
	require.Empty(t, print(2, true))
}

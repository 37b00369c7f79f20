package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

func TestPublishersOfAStackShareOneProvider(t *testing.T) {
	stack := newStack(nil)
	nested := constructs.NewConstruct(stack, jsii.String("Team"))
	normal := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
	dev := cipublisher.NewCiPublisher(nested, jsii.String("Publisher"), acmeDev())
	require.Equal(t, *normal.Provider().OidcProviderArn(), *dev.Provider().OidcProviderArn())
	assertions.Template_FromStack(stack, nil).ResourceCountIs(jsii.String("AWS::IAM::OIDCProvider"), jsii.Number(1))
}

func TestProvidersOfStacksAreTheirOwn(t *testing.T) {
	app := awscdk.NewApp(nil)
	for _, id := range []string{"One", "Two"} {
		stack := awscdk.NewStack(app, &id, nil)
		cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
		require.NotNil(t, stack.Node().TryFindChild(jsii.String("OidcProvider-token.actions.githubusercontent.com")))
	}
}

// An audience that another publisher needs is added to the shared provider:
// AWS refuses tokens whose audience the provider does not list.
func TestProviderListsTheAudiencesOfAllPublishers(t *testing.T) {
	stack := newStack(nil)
	nested := constructs.NewConstruct(stack, jsii.String("Team"))
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
	for _, audience := range []string{"acme-team", "acme-tools"} {
		props := acmeDev()
		props.PolicyName = &audience
		props.Trust.Audience = &audience
		cipublisher.NewCiPublisher(nested, &audience, props)
	}
	assertions.Template_FromStack(stack, nil).HasResourceProperties(jsii.String("AWS::IAM::OIDCProvider"), map[string]any{
		"ClientIdList": []any{"sts.amazonaws.com", "acme-team", "acme-tools"},
	})
}

func TestProviderIsKeptUnlessAskedOtherwise(t *testing.T) {
	for want, props := range map[string]*cipublisher.OidcProviderProps{
		// A deployment that fails on another resource must not leave it behind.
		"RetainExceptOnCreate": nil,
		"Delete":               {RemovalPolicy: awscdk.RemovalPolicy_DESTROY},
	} {
		stack := newStack(nil)
		publisher := acme()
		publisher.OidcProvider = props
		cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), publisher)
		assertions.Template_FromStack(stack, nil).HasResource(jsii.String("AWS::IAM::OIDCProvider"), map[string]any{"DeletionPolicy": want})
	}
}

// Publishers of a stack share its provider, so that two removal policies are a
// contradiction, and none of them is dropped.
func TestProviderHasOneRemovalPolicy(t *testing.T) {
	stack := newStack(nil)
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
	other := acme()
	other.PolicyName = jsii.String("other")
	other.OidcProvider = &cipublisher.OidcProviderProps{RemovalPolicy: awscdk.RemovalPolicy_DESTROY}
	require.PanicsWithError(t, `Stack/Other: cipublisher: OidcProvider.RemovalPolicy "DESTROY" is not that of the provider which another construct of the stack has made, RETAIN_ON_UPDATE_OR_DELETE; set it for the first of them, and leave it unset here`,
		func() { cipublisher.NewCiPublisher(stack, jsii.String("Other"), other) })
	require.Nil(t, stack.Node().TryFindChild(jsii.String("Other")))
	other.OidcProvider.RemovalPolicy = awscdk.RemovalPolicy_RETAIN_ON_UPDATE_OR_DELETE
	cipublisher.NewCiPublisher(stack, jsii.String("Same"), other)
}

func TestProviderOfTheUsers(t *testing.T) {
	stack := newStack(nil)
	mine := awsiam.NewOidcProviderNative(stack, jsii.String("Mine"), &awsiam.OidcProviderNativeProps{
		Url: jsii.String("https://token.actions.githubusercontent.com"),
	})
	props := acme()
	props.OidcProvider = &cipublisher.OidcProviderProps{Provider: mine}
	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
	require.Equal(t, mine, publisher.Provider())
	assertions.Template_FromStack(stack, nil).ResourceCountIs(jsii.String("AWS::IAM::OIDCProvider"), jsii.Number(1))
}

// The keys of the conditions begin with the issuer: a provider of another one
// would refuse every token.
func TestProviderOfAnotherIssuerIsRefused(t *testing.T) {
	stack := newStack(nil)
	gitlab := awsiam.NewOidcProviderNative(stack, jsii.String("Mine"), &awsiam.OidcProviderNativeProps{Url: jsii.String("https://gitlab.com")})
	props := acme()
	props.OidcProvider = &cipublisher.OidcProviderProps{Provider: gitlab}
	require.EqualError(t, props.Validate(), `cipublisher: OidcProvider.Provider "https://gitlab.com" is the provider of another issuer than `+
		`https://token.actions.githubusercontent.com, so no condition would ever match; set a provider for that issuer, or change Trust.Issuer`)
}

func TestInvalidProviders(t *testing.T) {
	provider := awsiam.OidcProviderNative_FromOidcProviderArn(newStack(nil), jsii.String("Provider"),
		jsii.String("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"))
	gitlab := "arn:aws:iam::123456789012:oidc-provider/gitlab.com"

	requireRefused(t, []invalid{
		{"a provider imported and derived",
			func(p *props) {
				p.OidcProvider = &cipublisher.OidcProviderProps{Provider: provider, Existing: jsii.Bool(true)}
			},
			`OidcProvider names the provider more than once; set only one of OidcProvider.Provider, OidcProvider.Arn and OidcProvider.Existing`},
		{"a provider imported and created",
			func(p *props) {
				p.OidcProvider = &cipublisher.OidcProviderProps{Provider: provider, RemovalPolicy: awscdk.RemovalPolicy_DESTROY}
			},
			`OidcProvider.RemovalPolicy "DESTROY" is for a provider that is created here, but OidcProvider.Provider imports one; unset one of the two`},
		{"a provider of another issuer",
			func(p *props) { p.OidcProvider = &cipublisher.OidcProviderProps{Arn: &gitlab} },
			`OidcProvider.Arn "arn:aws:iam::123456789012:oidc-provider/gitlab.com" is the provider of another issuer than https://token.actions.githubusercontent.com, ` +
				`so no condition would ever match; write one that ends in "oidc-provider/token.actions.githubusercontent.com", or change Trust.Issuer`},
	})
}

package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// What is said of a stack is said of it alone: publishers below one stack share
// the provider, whatever scope they are in, and a nested stack is another one.
func TestScopesOfAStackShareItsProvider(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	below := constructs.NewConstruct(stack, jsii.String("Team"))
	dev := acmeDev()
	direct := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
	deeper := cipublisher.NewCiPublisher(below, jsii.String("Publisher"), dev)
	require.Equal(t, *direct.Provider().OidcProviderArn(), *deeper.Provider().OidcProviderArn())
	require.Equal(t, "Stack/Team/Publisher", *deeper.Node().Path())

	again := acme()
	again.PolicyName = jsii.String("publisher-of-another-stack")
	again.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
	other := awscdk.NewStack(stack, jsii.String("Other"), &awscdk.StackProps{Env: environment("210987654321", "us-east-1")})
	elsewhere := cipublisher.NewCiPublisher(other, jsii.String("Publisher"), again)
	require.NotEqual(t, *direct.Provider().OidcProviderArn(), *elsewhere.Provider().OidcProviderArn())
	require.Contains(t, *elsewhere.Provider().OidcProviderArn(), "210987654321")
}

// The environment of the stores is the stack's unless the props say otherwise.
func TestStoresAreWhereTheStackIs(t *testing.T) {
	stack := newStack(environment("123456789012", "cn-north-1"))
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), &props{Ecr: &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app")}})
	require.Contains(t, policyOf(t, stack, "Publisher"), ":ecr:cn-north-1:123456789012:repository/app")
}

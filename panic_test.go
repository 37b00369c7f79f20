package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// Whatever a call gets that is nil, it says which, and creates nothing.
func TestNilArguments(t *testing.T) {
	stack := newStack(nil)
	bucket := awss3.NewBucket(stack, jsii.String("Bucket"), nil)
	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
	builder := cipublisher.NewCiBuilder(stack, jsii.String("Builder"), acmeBuilder())
	id := jsii.String("More")
	const scope = "scope is nil; pass the stack, or a construct in it"
	const store = "the store is nil; pass a bucket, an S3 CfnAccessPoint, an ECR repository, a CodeArtifact CfnDomain or CfnRepository, or a KMS key"
	const role = "the role is nil, or not one that this library made; pass what NewCiPublisher or NewCiBuilder returned"
	for name, test := range map[string]struct {
		call func()
		want string
	}{
		"publisher without a scope": {func() { cipublisher.NewCiPublisher(nil, id, acme()) }, "More: cipublisher: " + scope},
		"publisher without an id": {func() { cipublisher.NewCiPublisher(stack, nil, acme()) },
			"Stack/: cipublisher: id is nil; pass an id that is unique in the scope"},
		"publisher with an empty id": {func() { cipublisher.NewCiPublisher(stack, jsii.String(""), acme()) },
			"Stack/: cipublisher: id is empty; pass an id that is unique in the scope"},
		"builder without a scope":    {func() { cipublisher.NewCiBuilder(nil, id, acmeBuilder()) }, "More: cipublisher: " + scope},
		"stack set without a scope":  {func() { cipublisher.NewCiPublisherStackSet(nil, id, acmeEverywhere()) }, "More: cipublisher: " + scope},
		"repository without a scope": {func() { cipublisher.NewReleaseRepository(nil, id, nil) }, "More: cipublisher: " + scope},
		"attaching to nil": {func() { publisher.AttachTo(nil) },
			"Stack/Publisher: cipublisher: AttachTo got no role: it is nil; pass the role that is to have the permissions"},
		"granting on nil":     {func() { cipublisher.GrantPublish(nil, publisher) }, "GrantPublish: cipublisher: GrantPublish: " + store},
		"granting to nil":     {func() { cipublisher.GrantPublish(bucket, nil) }, "Stack/Bucket: cipublisher: GrantPublish: " + role},
		"granting nil to nil": {func() { cipublisher.GrantRead(nil, nil) }, "GrantRead: cipublisher: 2 faults:\n  - GrantRead: " + store + "\n  - GrantRead: " + role},
		"reading from nil":    {func() { cipublisher.GrantRead(nil, builder) }, "GrantRead: cipublisher: GrantRead: " + store},
		"no bucket to expire": {func() { cipublisher.ExpireDevReleases(nil, nil) }, "ExpireDevReleases: cipublisher: bucket is nil; pass the bucket of the dev releases"},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(*stack.Node().Children())
			require.Equal(t, test.want, panicMessage(t, test.call))
			require.Len(t, *stack.Node().Children(), before)
		})
	}
}

// A message is for people: the text of a CDK token says nothing to them.
func TestNoTokenInAMessage(t *testing.T) {
	stack := newStack(nil)
	bad := acme()
	bad.S3.Bucket = awss3.NewBucket(stack, jsii.String("Bucket"), nil)
	bad.S3.BucketName = jsii.String(*awscdk.NewCfnParameter(stack, jsii.String("Name"), nil).ValueAsString() + "/x")
	bad.CodeArtifact.Domain = awscodeartifact.NewCfnDomain(stack, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
	bad.AccountId = jsii.String(*stack.Account() + "0*")
	bad.PolicyName = jsii.String(*stack.Region() + "/")
	err := bad.Validate()
	require.Error(t, err)
	require.NotContains(t, err.Error(), "Token[")
	require.Contains(t, err.Error(), "<AWS.")
}

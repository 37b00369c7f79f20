package cipublisher_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// recommended are the options that docs/least-privilege.md recommends.
func recommended() *cipublisher.CiPublisherProps {
	return &cipublisher.CiPublisherProps{
		S3: &cipublisher.S3Props{
			BucketName: jsii.String("acme-dist"), Prefix: jsii.String("release/"), DevPrefix: jsii.String("dev/"),
			DevDelete: jsii.Bool(true), RequireReleaseTag: jsii.Bool(true), ListPrefix: jsii.Bool(true),
			ResourceAccount: jsii.Bool(true), SecureTransport: jsii.Bool(true),
		},
		Ecr: &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app"), DevRepositoryNames: jsii.Strings("dev/app")},
		CodeArtifact: &cipublisher.CodeArtifactProps{
			DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("release"), DevRepositoryNames: jsii.Strings("dev"), Formats: jsii.Strings("npm"),
		},
		AllowDelete: jsii.Bool(true),
		PinRegion:   jsii.Bool(true),
	}
}

func TestLeastPrivilegeTemplates(t *testing.T) {
	for _, test := range []struct {
		name        string
		environment *awscdk.Environment
		props       func(awscdk.Stack) *cipublisher.CiPublisherProps
	}{
		{"recommended", environment("123456789012", "eu-west-1"), func(awscdk.Stack) *cipublisher.CiPublisherProps { return recommended() }},
		{"recommended-dev", environment("123456789012", "eu-west-1"), func(awscdk.Stack) *cipublisher.CiPublisherProps {
			props := recommended()
			props.Dev = jsii.Bool(true)
			return props
		}},
		// The key comes with the bucket.
		{"constructs", nil, func(stack awscdk.Stack) *cipublisher.CiPublisherProps {
			key := awskms.NewKey(stack, jsii.String("Key"), nil)
			domain := awscodeartifact.NewCfnDomain(stack, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
			return &cipublisher.CiPublisherProps{
				AllowDelete: jsii.Bool(true),
				S3: &cipublisher.S3Props{
					Bucket:    awss3.NewBucket(stack, jsii.String("Dist"), &awss3.BucketProps{EncryptionKey: key}),
					DevBucket: awss3.NewBucket(stack, jsii.String("DevDist"), nil),
					Buckets:   &[]*cipublisher.S3BucketProps{{Bucket: awss3.NewBucket(stack, jsii.String("Mirror"), nil), Prefixes: jsii.Strings("release/")}},
				},
				Ecr: &cipublisher.EcrProps{
					RepositoryNames: jsii.Strings("app"),
					Repositories:    &[]awsecr.IRepository{cipublisher.NewReleaseRepository(stack, jsii.String("Images"), nil)},
					DevRepositories: &[]awsecr.IRepository{awsecr.Repository_FromRepositoryName(stack, jsii.String("Dev"), jsii.String("dev/app"))},
				},
				EcrPublic: &cipublisher.EcrPublicProps{LimitToken: jsii.Bool(true), Repositories: &[]awsecr.CfnPublicRepository{
					awsecr.NewCfnPublicRepository(stack, jsii.String("Public"), nil),
				}},
				CodeArtifact: &cipublisher.CodeArtifactProps{
					Domain: domain,
					Repositories: &[]awscodeartifact.CfnRepository{awscodeartifact.NewCfnRepository(stack, jsii.String("Packages"), &awscodeartifact.CfnRepositoryProps{
						DomainName: domain.DomainName(), RepositoryName: jsii.String("release"),
					})},
					Domains:       &[]*cipublisher.CodeArtifactDomainProps{{DomainName: jsii.String("tools"), AccountId: jsii.String("210987654321"), Region: jsii.String("us-east-1")}},
					TokenDuration: awscdk.Duration_Hours(jsii.Number(1)),
				},
			}
		}},
		{"key", environment("123456789012", "cn-north-1"), func(stack awscdk.Stack) *cipublisher.CiPublisherProps {
			return &cipublisher.CiPublisherProps{
				S3: &cipublisher.S3Props{
					BucketName: jsii.String("acme-dist"), Multipart: jsii.Bool(true),
					KmsKey: awskms.Key_FromKeyArn(stack, jsii.String("Key"), jsii.String("arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab")),
				},
				AllowDelete: jsii.Bool(true),
			}
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			stack := newStack(test.environment)
			cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), test.props(stack))
			requireGolden(t, filepath.Join("least-privilege", test.name+".template.json"), synthesize(t, stack))
		})
	}
}

// The recommended options make the document that the core's own tests hold
// against the holes of the original.
func TestRecommendedPropsAreTheCores(t *testing.T) {
	stack := newStack(environment("111122223333", "eu-west-1"))
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), recommended())
	found := *assertions.Template_FromStack(stack, nil).FindResources(jsii.String("AWS::IAM::ManagedPolicy"), nil)
	require.Len(t, found, 1)
	for _, resource := range found {
		got, err := json.Marshal((*resource)["Properties"].(map[string]any)["PolicyDocument"])
		require.NoError(t, err)
		want, err := os.ReadFile(filepath.Join("permission", "testdata", "least-privilege", "recommended.json"))
		require.NoError(t, err)
		require.JSONEq(t, string(want), strings.ReplaceAll(string(got), `{"Ref":"AWS::Partition"}`, "aws"))
	}
}

// many is a publisher of more repositories than one policy holds.
func many() *cipublisher.CiPublisherProps {
	names := make([]string, 150)
	for i := range names {
		names[i] = fmt.Sprintf("team-%02d/service-%04d", i%17, i)
	}
	props := acme()
	props.Ecr = &cipublisher.EcrProps{RepositoryNames: jsii.Strings(names...)}
	props.Outputs = jsii.Bool(true)
	return props
}

func TestSeveralPolicies(t *testing.T) {
	stack := newStack(environment("123456789012", "eu-west-1"))
	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), many())
	role := awsiam.NewRole(stack, jsii.String("Mine"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	publisher.AttachTo(role)
	require.Greater(t, len(publisher.Policies()), 1)
	require.Equal(t, *publisher.Policy().ManagedPolicyArn(), *publisher.Policies()[0].ManagedPolicyArn())

	template := assertions.Template_FromStack(stack, nil)
	template.ResourceCountIs(jsii.String("AWS::IAM::ManagedPolicy"), jsii.Number(len(publisher.Policies())))
	var references []any
	for i, name := range []string{"publisher", "publisher-2"} {
		template.HasResourceProperties(jsii.String("AWS::IAM::ManagedPolicy"), map[string]any{"ManagedPolicyName": name, "Path": "/ci/"})
		references = append(references, map[string]any{"Ref": stack.GetLogicalId(publisher.Policies()[i].Node().DefaultChild().(awscdk.CfnElement))})
	}
	for _, name := range []string{"role of the publisher", "role of the user"} {
		matched := *template.FindResources(jsii.String("AWS::IAM::Role"), map[string]any{"Properties": map[string]any{"ManagedPolicyArns": references}})
		require.Len(t, matched, 2, name)
	}
	require.Len(t, *template.FindOutputs(jsii.String("*"), map[string]any{"Description": "Managed policy for the CI job"}), 2)
}

// What does not fit ten policies says what takes the room.
func TestTooLargeForAllPolicies(t *testing.T) {
	names := make([]string, 1500)
	for i := range names {
		names[i] = fmt.Sprintf("service-%04d", i)
	}
	props := acme()
	props.Ecr = &cipublisher.EcrProps{RepositoryNames: jsii.Strings(names...)}
	require.ErrorContains(t, props.Validate(), "which do not fit 10 managed policies of 6144: EcrPublish takes ")
}

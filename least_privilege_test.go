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
	"github.com/cipublisher/cipublisher/permission"
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

func TestInvalidLeastPrivilegeProps(t *testing.T) {
	stack := newStack(nil)
	key := awskms.Key_FromKeyArn(stack, jsii.String("Key"), jsii.String("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"))
	bucket := awss3.Bucket_FromBucketName(stack, jsii.String("Bucket"), jsii.String("acme-other"))
	domain := awscodeartifact.NewCfnDomain(stack, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
	for _, test := range []struct {
		name   string
		change func(*props)
		want   string
	}{
		{"a key given twice and differently",
			func(p *props) {
				p.S3.KmsKey, p.S3.KmsKeyArn = key, jsii.String("arn:aws:kms:eu-west-1:123456789012:key/00000000-12ab-34cd-56ef-1234567890ab")
			},
			`S3.KmsKeyArn "arn:aws:kms:eu-west-1:123456789012:key/00000000-12ab-34cd-56ef-1234567890ab" and S3.KmsKey are two different keys; set one of them`},
		{"a dev bucket given twice and differently",
			func(p *props) { p.S3.DevBucket, p.S3.DevBucketName = bucket, jsii.String("acme-dev") },
			`S3.DevBucketName "acme-dev" and S3.DevBucket are two different buckets; set one of them`},
		{"a further bucket given twice and differently",
			func(p *props) {
				p.S3.Buckets = &[]*cipublisher.S3BucketProps{{Bucket: bucket, BucketName: jsii.String("acme-mirror")}}
			},
			`S3.Buckets[0].BucketName "acme-mirror" and S3.Buckets[0].Bucket are two different buckets; set one of them`},
		{"a further bucket that is nil",
			func(p *props) { p.S3.Buckets = &[]*cipublisher.S3BucketProps{nil} },
			`S3.Buckets[0].BucketName is missing; name the bucket, or leave it out`},
		{"a domain given twice and differently",
			func(p *props) { p.CodeArtifact.Domain = domain },
			`CodeArtifact.DomainName "acme" and CodeArtifact.Domain are two different domains; set one of them`},
		{"a token that lives for a fraction of a second",
			func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Millis(jsii.Number(1)) },
			`CodeArtifact.TokenDuration "0.001 seconds" is not a lifetime that CodeArtifact gives a token; choose 15 minutes to 12 hours, in whole seconds`},
		{"a token that lives for a fraction more",
			func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Millis(jsii.Number(900500)) },
			`CodeArtifact.TokenDuration "900.5 seconds" is not a lifetime that CodeArtifact gives a token; choose 15 minutes to 12 hours, in whole seconds`},
		{"a token that lives too long",
			func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Hours(jsii.Number(13)) },
			`CodeArtifact.TokenDuration "46800" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`},
		{"an organization that is none",
			func(p *props) { p.OrganizationId = jsii.String("acme") },
			`OrganizationId "acme" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`},
		{"a policy name that has no room for a number",
			func(p *props) {
				p.Ecr, p.Trust, p.Outputs = many().Ecr, nil, nil
				p.PolicyName = jsii.String(strings.Repeat("p", 127))
			},
			`PolicyName "` + strings.Repeat("p", 127) + `-3" has 129 characters; shorten it to 128 at most`},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := acme()
			test.change(props)
			require.EqualError(t, props.Validate(), "cipublisher: "+test.want)
		})
	}
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

package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/trust"
)

// acme is the publisher of a made-up company: a bucket, its images, its
// packages, as the Terraform module grants them, and a role for one repository's
// protected environment.
func acme() *cipublisher.CiPublisherProps {
	return &cipublisher.CiPublisherProps{
		Preset:       jsii.String("terraform-aws-ci-publisher"),
		S3:           &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
		CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String("acme")},
		Trust:        trusting(&cipublisher.TrustSubject{Environments: jsii.Strings("release")}),
	}
}

// acmeDev is the same company's dev publisher.
func acmeDev() *cipublisher.CiPublisherProps {
	props := acme()
	props.Dev = jsii.Bool(true)
	props.Trust = trusting(&cipublisher.TrustSubject{AnyRef: jsii.Bool(true)})
	return props
}

// trusting is the trust in one repository of the company, known by its ids.
func trusting(subject *cipublisher.TrustSubject) *cipublisher.TrustProps {
	subject.Repositories = jsii.Strings("acme@1234/app@5678")
	return &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{subject}}
}

// Each golden template is what the props make, whole. Read a diff of one as
// the change to somebody's account that it is.
func TestTemplates(t *testing.T) {
	publisher := func(props *cipublisher.CiPublisherProps) func(awscdk.Stack) {
		return func(stack awscdk.Stack) {
			cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
		}
	}
	with := func(change func(*cipublisher.CiPublisherProps)) func(awscdk.Stack) {
		props := acme()
		change(props)
		return publisher(props)
	}
	ireland := environment("123456789012", "eu-west-1")
	for _, test := range []struct {
		name        string
		environment *awscdk.Environment
		make        func(awscdk.Stack)
	}{
		{"normal", ireland, publisher(acme())},
		{"dev", ireland, publisher(acmeDev())},
		{"both", ireland, func(stack awscdk.Stack) {
			cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), acme())
			cipublisher.NewCiPublisher(stack, jsii.String("DevPublisher"), acmeDev())
		}},
		{"fail-closed", ireland, publisher(&cipublisher.CiPublisherProps{
			S3:           &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
			Ecr:          &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app")},
			CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")},
		})},
		{"fail-closed-dev", ireland, publisher(&cipublisher.CiPublisherProps{
			S3:  &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
			Ecr: &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app")},
			Dev: jsii.Bool(true),
		})},
		{"without-codeartifact", ireland, with(func(p *cipublisher.CiPublisherProps) { p.CodeArtifact = nil })},
		{"without-ecr", ireland, with(func(p *cipublisher.CiPublisherProps) {
			p.Preset, p.CodeArtifact.EveryRepository, p.AllowDelete = nil, jsii.Bool(true), jsii.Bool(true)
		})},
		{"without-deletes", ireland, with(func(p *cipublisher.CiPublisherProps) { p.AllowDelete = jsii.Bool(false) })},
		{"prefix", ireland, with(func(p *cipublisher.CiPublisherProps) { p.S3.Prefix = jsii.String("release/") })},
		{"other-account", ireland, with(func(p *cipublisher.CiPublisherProps) {
			p.AccountId, p.Region = jsii.String("210987654321"), jsii.String("us-east-1")
		})},
		{"imported-provider", ireland, with(func(p *cipublisher.CiPublisherProps) {
			p.OidcProvider = &cipublisher.OidcProviderProps{
				Arn: jsii.String("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"),
			}
		})},
		{"existing-provider", nil, with(func(p *cipublisher.CiPublisherProps) {
			p.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
		})},
		{"own-role", ireland, func(stack awscdk.Stack) {
			role := awsiam.NewRole(stack, jsii.String("MyRole"), &awsiam.RoleProps{
				AssumedBy: awsiam.NewServicePrincipal(jsii.String("codebuild.amazonaws.com"), nil),
			})
			props := acme()
			props.Trust = nil
			cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props).AttachTo(role)
		}},
		{"own-bucket", nil, func(stack awscdk.Stack) {
			props := acme()
			props.S3 = &cipublisher.S3Props{Bucket: awss3.NewBucket(stack, jsii.String("Dist"), nil)}
			cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
		}},
		{"customized-role", ireland, with(func(p *cipublisher.CiPublisherProps) {
			p.PolicyName, p.PolicyPath = jsii.String("acme-release"), jsii.String("/pipelines/")
			p.Role = &cipublisher.RoleProps{
				Name:               jsii.String("acme-releaser"),
				Path:               jsii.String("/roles/"),
				Description:        jsii.String("Releases of Acme"),
				MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(2)),
			}
			p.Outputs = jsii.Bool(true)
		})},
		{"limited-role", ireland, func(stack awscdk.Stack) {
			props := acme()
			props.Role = &cipublisher.RoleProps{
				PermissionsBoundaryArn: jsii.String("ci/boundary"), MaxSessionDuration: awscdk.Duration_Hours(jsii.Number(1)),
			}
			publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), props)
			awscdk.Tags_Of(publisher).Add(jsii.String("team"), jsii.String("platform"), nil)
			awscdk.Tags_Of(publisher).Add(jsii.String("Cost"), jsii.String("42"), nil)
		}},
		{"claims", ireland, with(func(p *cipublisher.CiPublisherProps) {
			p.Trust.Subjects = &[]*cipublisher.TrustSubject{
				{
					Repositories: jsii.Strings("acme@1234/app@5678"), Branches: jsii.Strings("main"),
					Claims: &map[trust.Claim]*[]*string{"actor_id": jsii.Strings("42")},
				},
				{Repositories: jsii.Strings("acme@1234/lib@9012"), Tags: jsii.Strings("v*")},
			}
		})},
		{"china", environment("123456789012", "cn-north-1"), publisher(acme())},
		{"govcloud", environment("123456789012", "us-gov-west-1"), publisher(acme())},
		{"environment-agnostic", nil, publisher(acme())},
	} {
		t.Run(test.name, func(t *testing.T) {
			stack := newStack(test.environment)
			test.make(stack)
			requireGolden(t, test.name+".template.json", synthesize(t, stack))
		})
	}
}

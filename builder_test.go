package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// acmeBuilder is the builder of the made-up company.
func acmeBuilder() *cipublisher.CiBuilderProps {
	return &cipublisher.CiBuilderProps{
		CodeArtifact: &cipublisher.CodeArtifactReadProps{DomainName: jsii.String("acme"), EveryRepository: jsii.Bool(true)},
		Trust:        trusting(&cipublisher.TrustSubject{AnyRef: jsii.Bool(true), PullRequests: jsii.Bool(true)}),
	}
}

// service is the builder of a job that AWS runs.
func service(props *cipublisher.ServiceTrustProps) *cipublisher.CiBuilderProps {
	builder := acmeBuilder()
	builder.Trust, builder.Service = nil, props
	return builder
}

// Golden templates of builders, and of roles that AWS services assume.
func TestBuilderTemplates(t *testing.T) {
	builder := func(props *cipublisher.CiBuilderProps) func(awscdk.Stack) {
		return func(stack awscdk.Stack) { cipublisher.NewCiBuilder(stack, jsii.String("Builder"), props) }
	}
	for _, test := range []struct {
		name string
		make func(awscdk.Stack)
	}{
		{"builder", builder(acmeBuilder())},
		{"builder-of-everything", func(stack awscdk.Stack) {
			props := acmeBuilder()
			props.CodeArtifact.RepositoryNames, props.CodeArtifact.EveryRepository = jsii.Strings("packages", "vendor"), nil
			props.CodeArtifact.Describe = jsii.Bool(true)
			props.CodeArtifact.TokenDuration = awscdk.Duration_Hours(jsii.Number(1))
			key := awskms.NewKey(stack, jsii.String("Key"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)})
			props.S3 = &cipublisher.S3ReadProps{
				Bucket: awss3.NewBucket(stack, jsii.String("Dist"), &awss3.BucketProps{EncryptionKey: key}),
				Prefix: jsii.String("release/"), List: jsii.Bool(true),
			}
			props.Ecr = &cipublisher.EcrReadProps{
				RepositoryNames: jsii.Strings("base/go"),
				Repositories:    &[]awsecr.IRepository{awsecr.NewRepository(stack, jsii.String("Images"), nil)},
			}
			props.Outputs = jsii.Bool(true)
			builder(props)(stack)
		}},
		{"codebuild-role", builder(service(&cipublisher.ServiceTrustProps{CodeBuildProjects: jsii.Strings("app", "nightly-*")}))},
		{"pipeline-role", builder(service(&cipublisher.ServiceTrustProps{CodePipeline: jsii.Bool(true)}))},
		{"pipeline-action-role", builder(service(&cipublisher.ServiceTrustProps{
			PipelineRoleArns: jsii.Strings("arn:aws:iam::123456789012:role/pipeline-a", "arn:aws:iam::123456789012:role/pipeline-b"),
		}))},
		{"services-role", func(stack awscdk.Stack) {
			props := service(&cipublisher.ServiceTrustProps{
				CodeBuildProjects: jsii.Strings("app"), CodePipeline: jsii.Bool(true), Ec2: jsii.Bool(true),
				PipelineRoleArns: jsii.Strings("arn:aws:iam::210987654321:role/pipeline"),
			})
			props.Role = &cipublisher.RoleProps{Name: jsii.String("acme-builder"), Path: jsii.String("/roles/")}
			props.Outputs = jsii.Bool(true)
			builder(props)(stack)
		}},
		{"instance-role", builder(service(&cipublisher.ServiceTrustProps{Ec2: jsii.Bool(true)}))},
	} {
		t.Run(test.name, func(t *testing.T) {
			stack := newStack(environment("123456789012", "eu-west-1"))
			test.make(stack)
			requireGolden(t, test.name+".template.json", synthesize(t, stack))
		})
	}
}

func TestInvalidBuilderProps(t *testing.T) {
	type props = cipublisher.CiBuilderProps
	for _, test := range []struct {
		name   string
		change func(*props)
		want   string
	}{
		{"nothing to read", func(p *props) { p.CodeArtifact = nil }, `CodeArtifact, Ecr and S3 are all unset, so there is nothing to read; set at least one`},
		{"no domain", func(p *props) { p.CodeArtifact.DomainName = nil }, `CodeArtifact.DomainName is missing; name the domain, or leave CodeArtifact unset to grant nothing there`},
		{"a short token", func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Minutes(jsii.Number(5)) }, `CodeArtifact.TokenDuration "300" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`},
		{"a token for ever", func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Days(jsii.Number(1)) }, `CodeArtifact.TokenDuration "86400" is not a lifetime that CodeArtifact gives a token; choose 900 to 43,200 seconds`},
		{"a token of no lifetime", func(p *props) { p.CodeArtifact.TokenDuration = awscdk.Duration_Seconds(jsii.Number(0)) }, `CodeArtifact.TokenDuration "0 seconds" is not a lifetime that CodeArtifact gives a token; choose 15 minutes to 12 hours, in whole seconds`},
		{"an exact token without a lifetime", func(p *props) { p.CodeArtifact.TokenExact = jsii.Bool(true) }, `CodeArtifact.TokenExact "true" has no lifetime to hold tokens to; set CodeArtifact.TokenDuration`},
		{"two keys", func(p *props) {
			p.S3 = &cipublisher.S3ReadProps{BucketName: jsii.String("acme-dist"), KmsKeyArn: jsii.String("arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"), KmsKey: awskms.Key_FromKeyArn(newStack(nil), jsii.String("Key"), jsii.String(distKey))}
		}, `S3.KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000" and S3.KmsKey are two different keys; set one of them`},
		{"jobs and a service", func(p *props) { p.Service = &cipublisher.ServiceTrustProps{Ec2: jsii.Bool(true)} }, `Trust and Service are both set, and a role is for CI jobs or for a service; make a role for each`},
		{"a service without a kind", func(p *props) { p.Trust, p.Service = nil, &cipublisher.ServiceTrustProps{} }, `Service.CodeBuildProjects, Service.CodePipeline, Service.PipelineRoleArns and Service.Ec2 are all unset, so no service could assume the role; set the one that runs the jobs`},
		{"a project's ARN", func(p *props) {
			p.Trust, p.Service = nil, &cipublisher.ServiceTrustProps{CodeBuildProjects: jsii.Strings("arn:aws:codebuild:eu-west-1:123456789012:project/app")}
		}, `Service.CodeBuildProjects[0] "arn:aws:codebuild:eu-west-1:123456789012:project/app" is an ARN; write the project's name alone`},
		{"a pipeline's name", func(p *props) {
			p.Trust, p.Service = nil, &cipublisher.ServiceTrustProps{PipelineRoleArns: jsii.Strings("pipeline")}
		}, `Service.PipelineRoleArns[0] "pipeline" is not the ARN of a role; write the ARN of the pipeline's service role, such as "arn:aws:iam::123456789012:role/pipeline"`},
		{"a provider for a service", func(p *props) {
			p.Trust, p.Service = nil, &cipublisher.ServiceTrustProps{Ec2: jsii.Bool(true)}
			p.OidcProvider = &cipublisher.OidcProviderProps{Existing: jsii.Bool(true)}
		}, `OidcProvider is set, but without Trust there is no role that could use it; set Trust, or leave this unset`},
	} {
		t.Run(test.name, func(t *testing.T) {
			builder := acmeBuilder()
			test.change(builder)
			assert.EqualError(t, builder.Validate(), "cipublisher: "+test.want)
		})
	}
	require.NoError(t, acmeBuilder().Validate())
}

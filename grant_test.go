package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

const (
	artifactAccount = "111122223333"
	buildAccount    = "444455556666"
	distKey         = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
)

// artifacts are the stores of a company, in a stack of their own account.
type artifacts struct {
	stack      awscdk.Stack
	bucket     awss3.IBucket
	images     awsecr.IRepository
	domain     awscodeartifact.CfnDomain
	repository awscodeartifact.CfnRepository
	key        awskms.IKey
}

func newArtifacts(app awscdk.App, environment *awscdk.Environment) artifacts {
	stack := awscdk.NewStack(app, jsii.String("Artifacts"), &awscdk.StackProps{Env: environment})
	domain := awscodeartifact.NewCfnDomain(stack, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
	repository := awscodeartifact.NewCfnRepository(stack, jsii.String("Packages"), &awscodeartifact.CfnRepositoryProps{
		DomainName: jsii.String("acme"), RepositoryName: jsii.String("packages"),
	})
	return artifacts{
		stack:  stack,
		bucket: awss3.NewBucket(stack, jsii.String("Dist"), &awss3.BucketProps{BucketName: jsii.String("acme-dist")}),
		images: awsecr.NewRepository(stack, jsii.String("Images"), &awsecr.RepositoryProps{RepositoryName: jsii.String("app")}),
		domain: domain, repository: repository,
		key: awskms.NewKey(stack, jsii.String("Key"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)}),
	}
}

// builderOf is a builder that reads from all of them.
func builderOf(app awscdk.App, environment *awscdk.Environment) (awscdk.Stack, cipublisher.CiBuilder) {
	stack := awscdk.NewStack(app, jsii.String("Build"), &awscdk.StackProps{Env: environment})
	return stack, cipublisher.NewCiBuilder(stack, jsii.String("Builder"), &cipublisher.CiBuilderProps{
		CodeArtifact: &cipublisher.CodeArtifactReadProps{DomainName: jsii.String("acme"), EveryRepository: jsii.Bool(true)},
		Ecr:          &cipublisher.EcrReadProps{RepositoryNames: jsii.Strings("app")},
		S3:           &cipublisher.S3ReadProps{BucketName: jsii.String("acme-dist"), List: jsii.Bool(true), KmsKeyArn: jsii.String(distKey)},
		Trust:        trusting(&cipublisher.TrustSubject{AnyRef: jsii.Bool(true)}),
		AccountId:    jsii.String(artifactAccount),
	})
}

func newApp() awscdk.App { return awscdk.NewApp(&awscdk.AppProps{Context: cdkContext()}) }

func grantReadOnAll(a artifacts, builder cipublisher.CiBuilder) {
	cipublisher.GrantRead(a.bucket, builder)
	cipublisher.GrantRead(a.images, builder)
	cipublisher.GrantRead(a.domain, builder)
	cipublisher.GrantRead(a.repository, builder)
	cipublisher.GrantRead(a.key, builder)
}

func TestGrantsAcrossAccounts(t *testing.T) {
	app := newApp()
	a := newArtifacts(app, environment(artifactAccount, "eu-west-1"))
	build, builder := builderOf(app, environment(buildAccount, "eu-west-1"))
	grantReadOnAll(a, builder)
	publisher := cipublisher.NewCiPublisher(build, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
		Preset:       jsii.String("terraform-aws-ci-publisher"),
		S3:           &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
		CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String("acme")},
		Trust:        trusting(&cipublisher.TrustSubject{Environments: jsii.Strings("release")}),
		AccountId:    jsii.String(artifactAccount),
	})
	cipublisher.GrantPublish(a.bucket, publisher)
	cipublisher.GrantPublish(a.images, publisher)
	cipublisher.GrantPublish(a.domain, publisher)
	cipublisher.GrantPublish(a.repository, publisher)
	requireGolden(t, "grants-artifacts.template.json", synthesize(t, a.stack))
}

// A second grant finds nothing missing.
func TestGrantsChangeOnlyWhatIsMissing(t *testing.T) {
	app := newApp()
	a := newArtifacts(app, environment(artifactAccount, "eu-west-1"))
	_, builder := builderOf(app, environment(buildAccount, "eu-west-1"))
	grantReadOnAll(a, builder)
	grantReadOnAll(a, builder)
	twice := synthesize(t, a.stack)

	app = newApp()
	a = newArtifacts(app, environment(artifactAccount, "eu-west-1"))
	_, builder = builderOf(app, environment(buildAccount, "eu-west-1"))
	grantReadOnAll(a, builder)
	assert.Equal(t, synthesize(t, a.stack), twice)
}

// Within an account the builder's own policy is enough.
func TestGrantsWithinAnAccountChangeNothing(t *testing.T) {
	for name, env := range map[string]*awscdk.Environment{"known": environment(artifactAccount, "eu-west-1"), "unknown": nil} {
		t.Run(name, func(t *testing.T) {
			app := newApp()
			a := newArtifacts(app, env)
			before := synthesize(t, a.stack)

			app = newApp()
			a = newArtifacts(app, env)
			_, builder := builderOf(app, env)
			grantReadOnAll(a, builder)
			assert.Equal(t, before, synthesize(t, a.stack))
		})
	}
}

func TestGrantsReachAttachedRoles(t *testing.T) {
	app := newApp()
	a := newArtifacts(app, environment(artifactAccount, "eu-west-1"))
	stack := awscdk.NewStack(app, jsii.String("Build"), &awscdk.StackProps{Env: environment(buildAccount, "eu-west-1")})
	builder := cipublisher.NewCiBuilder(stack, jsii.String("Builder"), &cipublisher.CiBuilderProps{
		Ecr: &cipublisher.EcrReadProps{Repositories: &[]awsecr.IRepository{a.images}}, AccountId: jsii.String(artifactAccount),
	})
	message := panicMessage(t, func() { cipublisher.GrantRead(a.images, builder) })
	assert.Equal(t, `Artifacts/Images: cipublisher: GrantRead "Build/Builder" has no role to admit; set Trust or Service, or call AttachTo with your role before`, message)

	builder.AttachTo(awsiam.NewRole(stack, jsii.String("Role"), &awsiam.RoleProps{
		RoleName: jsii.String("codebuild"), AssumedBy: awsiam.NewServicePrincipal(jsii.String("codebuild.amazonaws.com"), nil),
	}))
	cipublisher.GrantRead(a.images, builder)
	assertions.Template_FromStack(a.stack, nil).HasResourceProperties(jsii.String("AWS::ECR::Repository"), map[string]any{
		"RepositoryPolicyText": map[string]any{"Statement": []any{map[string]any{
			"Sid": "EcrPullCodebuild" + buildAccount, "Effect": "Allow", "Action": []any{"ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"},
			"Principal": map[string]any{"AWS": "arn:aws:iam::" + buildAccount + ":role/codebuild"},
		}}},
	})
}

func TestGrantsOnImportedStoresWarn(t *testing.T) {
	app := newApp()
	stack, builder := builderOf(app, environment(buildAccount, "eu-west-1"))
	bucket := awss3.Bucket_FromBucketAttributes(stack, jsii.String("Dist"), &awss3.BucketAttributes{
		BucketName: jsii.String("acme-dist"), Account: jsii.String(artifactAccount),
	})
	cipublisher.GrantRead(bucket, builder)
	found := assertions.Annotations_FromStack(stack).FindWarning(jsii.String("/Build/Builder"), assertions.Match_StringLikeRegexp(jsii.String("Build/Dist is imported")))
	require.Len(t, *found, 1)
	assertions.Annotations_FromStack(stack).HasWarning(jsii.String("/Build/Builder"), assertions.Match_StringLikeRegexp(jsii.String("arn:aws:iam::"+buildAccount+":role/ci/builder")))
	assertions.Annotations_FromStack(stack).HasNoWarning(jsii.String("*"), assertions.Match_StringLikeRegexp(jsii.String(`Token\[`)))
}

func TestGrantsRefuse(t *testing.T) {
	app := newApp()
	a := newArtifacts(app, environment(artifactAccount, "eu-west-1"))
	stack, builder := builderOf(app, environment(buildAccount, "eu-west-1"))
	for _, test := range []struct {
		name string
		call func()
		want string
	}{
		{"a store that the policy says nothing of",
			func() {
				cipublisher.GrantRead(awss3.NewBucket(a.stack, jsii.String("Other"), &awss3.BucketProps{BucketName: jsii.String("other")}), builder)
			},
			`Artifacts/Other: cipublisher: GrantRead: the policy of Build/Builder allow nothing on bucket "other"; name the store in the options of a set, or grant on another one`},
		{"a builder that should publish",
			func() { cipublisher.GrantPublish(a.bucket, builder) },
			`Artifacts/Dist: cipublisher: GrantPublish: the policy of Build/Builder allow nothing on bucket "acme-dist"; name the store in the options of a set, or grant on another one`},
		{"something that is no store",
			func() { cipublisher.GrantRead(awssns.NewTopic(stack, jsii.String("Topic"), nil), builder) },
			`Build/Topic: cipublisher: GrantRead: the store is none that it knows; pass a bucket, an S3 CfnAccessPoint, an ECR repository, a CodeArtifact CfnDomain or CfnRepository, or a KMS key`},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, panicMessage(t, test.call))
		})
	}
}

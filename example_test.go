package cipublisher_test

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// A publisher for releases: the policy, the role that jobs in a protected
// environment of one repository may assume, and the account's OIDC provider.
func ExampleNewCiPublisher() {
	stack := newStack(environment("111122223333", "eu-west-1"))

	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
		S3:           &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
		CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")},
		Trust: &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{{
			Repositories: jsii.Strings("acme@1234/app@5678"),
			Environments: jsii.Strings("release"),
		}}},
	})

	fmt.Println(*publisher.Role().Node().Path())
	fmt.Println(*publisher.Policy().Node().Path())
	fmt.Println(*publisher.Provider().Node().Path())
	// Output:
	// Stack/Publisher/Role
	// Stack/Publisher/Policy
	// Stack/OidcProvider-token.actions.githubusercontent.com
}

// Without Trust there is only the policy, for a role of yours.
func ExampleNewCiPublisher_ownRole() {
	stack := newStack(nil)

	publisher := cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
		S3: &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
	})
	publisher.AttachTo(awsiam.NewRole(stack, jsii.String("Role"), &awsiam.RoleProps{
		AssumedBy: awsiam.NewServicePrincipal(jsii.String("codebuild.amazonaws.com"), nil),
	}))

	fmt.Println(publisher.Role() == nil)
	// Output:
	// true
}

// Every fault at once, each with what to write instead.
func ExampleCiPublisherProps_Validate() {
	props := &cipublisher.CiPublisherProps{
		S3:           &cipublisher.S3Props{BucketName: jsii.String("acme-dist"), Prefix: jsii.String("/release/")},
		CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String("Acme"), RepositoryNames: jsii.Strings("packages")},
	}
	fmt.Println(props.Validate())
	// Output:
	// cipublisher: 2 faults:
	//   - S3.Prefix "/release/" begins with "/", so it matches no object key; write "release/"
	//   - CodeArtifact.DomainName "Acme" is not a CodeArtifact domain name; use 2 to 50 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen
}

// A role with the permission sets that one job needs, and no more.
func ExampleNewCiRole() {
	stack := newStack(environment("111122223333", "eu-west-1"))

	role := cipublisher.NewCiRole(stack, jsii.String("Deploy"), &cipublisher.CiRoleProps{
		PolicyName: jsii.String("app-deploy"),
		Sets: &[]permission.Set{
			permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}, Describe: true}},
			deploy.TerraformState{Bucket: "acme-state", Keys: []string{"live/app.tfstate"}, ReadOnly: true},
		},
		Trust: &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{{
			Repositories: jsii.Strings("acme@1234/app@5678"),
			Environments: jsii.Strings("production"),
		}}},
	})

	fmt.Println(*role.Role().Node().Path(), len(role.Policies()))
	// Output:
	// Stack/Deploy/Role 1
}

// A builder reads what a publisher published.
func ExampleNewCiBuilder() {
	stack := newStack(environment("111122223333", "eu-west-1"))

	builder := cipublisher.NewCiBuilder(stack, jsii.String("Builder"), &cipublisher.CiBuilderProps{
		CodeArtifact: &cipublisher.CodeArtifactReadProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")},
		Trust: &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{{
			Repositories: jsii.Strings("acme@1234/app@5678"),
			AnyRef:       jsii.Bool(true),
		}}},
	})

	fmt.Println(*builder.Role().Node().Path())
	// Output:
	// Stack/Builder/Role
}

// A repository in which a released tag can't be moved.
func ExampleNewReleaseRepository() {
	stack := newStack(nil)

	repository := cipublisher.NewReleaseRepository(stack, jsii.String("Images"), &cipublisher.ReleaseRepositoryProps{
		RepositoryName: jsii.String("app"),
		FloatingTags:   jsii.Strings("latest", "1"),
	})
	cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
		Ecr: &cipublisher.EcrProps{Repositories: &[]awsecr.IRepository{repository}},
	})

	fmt.Println(*repository.Node().Path())
	// Output:
	// Stack/Images
}

// Objects of dev releases go away by themselves.
func ExampleExpireDevReleases() {
	stack := newStack(nil)

	bucket := awss3.NewBucket(stack, jsii.String("Dist"), nil)
	cipublisher.ExpireDevReleases(bucket, awscdk.Duration_Days(jsii.Number(14)))

	fmt.Println(*bucket.Node().Path())
	// Output:
	// Stack/Dist
}

// The account with the bucket lets the publisher of another account in.
func ExampleGrantPublish() {
	app := awscdk.NewApp(nil)
	build := awscdk.NewStack(app, jsii.String("Build"), &awscdk.StackProps{Env: environment("111122223333", "eu-west-1")})
	publisher := cipublisher.NewCiPublisher(build, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
		S3: &cipublisher.S3Props{BucketName: jsii.String("acme-dist")},
		Trust: &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{{
			Repositories: jsii.Strings("acme@1234/app@5678"),
			Environments: jsii.Strings("release"),
		}}},
	})

	artifacts := awscdk.NewStack(app, jsii.String("Artifacts"), &awscdk.StackProps{Env: environment("444455556666", "eu-west-1")})
	bucket := awss3.NewBucket(artifacts, jsii.String("Dist"), &awss3.BucketProps{BucketName: jsii.String("acme-dist")})
	cipublisher.GrantPublish(bucket, publisher)

	fmt.Println(bucket.Policy() != nil)
	// Output:
	// true
}

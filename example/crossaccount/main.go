// Command crossaccount is a CDK app with two accounts: one owns the stores,
// the other runs the builds. The roles of the build account use the stores of
// the artifact account, and the stores admit them, for what they do there and
// nothing else.
//
// It synthesizes without arguments and credentials, for accounts of a made-up
// company; pass your own:
//
//	npx aws-cdk deploy --all --app 'go run ./example/crossaccount' \
//	    -c artifactAccount=111122223333 -c buildAccount=444455556666 -c region=eu-west-1
//
// The stack of the build account is deployed first: AWS refuses a policy that
// names a role which does not exist.
package main

import (
	"fmt"
	"maps"
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
)

func main() {
	defer jsii.Close()
	props := &awscdk.AppProps{Context: context(nil)}
	if os.Getenv("CDK_OUTDIR") == "" {
		// Not run by the CDK command line, which names a folder of its own.
		props.Outdir = jsii.String("cdk.out")
	}
	app := awscdk.NewApp(props)
	if err := newStacks(app); err != nil {
		fmt.Fprintln(os.Stderr, err)
		jsii.Close()
		os.Exit(1)
	}
	app.Synth(nil)
}

// context returns more context together with the feature flag that writes
// partitions as they are, because the accounts and the region are known.
func context(more map[string]any) *map[string]any {
	all := map[string]any{"@aws-cdk/core:enablePartitionLiterals": true}
	maps.Copy(all, more)
	return &all
}

// Where everything is, unless the context says otherwise.
var defaults = map[string]string{
	"artifactAccount": "111122223333",
	"buildAccount":    "444455556666",
	"region":          "eu-west-1",
}

// setting returns a value of the context, which must be text: a number would
// have lost its leading zeros.
func setting(scope constructs.Construct, key string) (*string, error) {
	switch value := scope.Node().TryGetContext(&key).(type) {
	case nil:
		return jsii.String(defaults[key]), nil
	case string:
		return &value, nil
	default:
		return nil, fmt.Errorf("%s %v is not text; write it between quotes", key, value)
	}
}

// newStacks adds the stacks of the two accounts to the app.
func newStacks(app awscdk.App) error {
	artifactAccount, err := setting(app, "artifactAccount")
	if err != nil {
		return err
	}
	buildAccount, err := setting(app, "buildAccount")
	if err != nil {
		return err
	}
	region, err := setting(app, "region")
	if err != nil {
		return err
	}
	if *artifactAccount == *buildAccount {
		return fmt.Errorf("artifactAccount and buildAccount are both %q; within one account the stores need to say nothing: see ./example", *buildAccount)
	}

	build := awscdk.NewStack(app, jsii.String("Build"), &awscdk.StackProps{
		Description: jsii.String("Roles of the pipelines, in the account that runs the builds"),
		Env:         &awscdk.Environment{Account: buildAccount, Region: region},
	})
	publisher := cipublisher.NewCiPublisher(build, jsii.String("Publisher"), &cipublisher.CiPublisherProps{
		S3:           &cipublisher.S3Props{BucketName: jsii.String("acme-dist"), Prefix: jsii.String("release/")},
		Ecr:          &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app")},
		CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")},
		Trust:        trust(&cipublisher.TrustSubject{Environments: jsii.Strings("release")}),
		AccountId:    artifactAccount,
	})
	builder := cipublisher.NewCiBuilder(build, jsii.String("Builder"), &cipublisher.CiBuilderProps{
		S3:           &cipublisher.S3ReadProps{BucketName: jsii.String("acme-dist"), Prefix: jsii.String("release/")},
		Ecr:          &cipublisher.EcrReadProps{RepositoryNames: jsii.Strings("app")},
		CodeArtifact: &cipublisher.CodeArtifactReadProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")},
		Trust:        trust(&cipublisher.TrustSubject{Branches: jsii.Strings("main"), PullRequests: jsii.Bool(true)}),
		AccountId:    artifactAccount,
	})
	codeBuild := cipublisher.NewCiBuilder(build, jsii.String("CodeBuild"), &cipublisher.CiBuilderProps{
		PolicyName:   jsii.String("builder-codebuild"),
		CodeArtifact: &cipublisher.CodeArtifactReadProps{DomainName: jsii.String("acme"), RepositoryNames: jsii.Strings("packages")},
		Service:      &cipublisher.ServiceTrustProps{CodeBuildProjects: jsii.Strings("nightly")},
		AccountId:    artifactAccount,
	})

	artifacts := awscdk.NewStack(app, jsii.String("Artifacts"), &awscdk.StackProps{
		Description: jsii.String("Stores of artifacts, in an account of their own"),
		Env:         &awscdk.Environment{Account: artifactAccount, Region: region},
	})
	artifacts.AddStackDependency(build, jsii.String("the policies of the stores name the roles"))
	bucket := awss3.NewBucket(artifacts, jsii.String("Dist"), &awss3.BucketProps{
		BucketName:      jsii.String("acme-dist"),
		ObjectOwnership: awss3.ObjectOwnership_BUCKET_OWNER_ENFORCED, // what other accounts upload is ours
		EnforceSSL:      jsii.Bool(true),
	})
	images := awsecr.NewRepository(artifacts, jsii.String("Images"), &awsecr.RepositoryProps{RepositoryName: jsii.String("app")})
	domain := awscodeartifact.NewCfnDomain(artifacts, jsii.String("Domain"), &awscodeartifact.CfnDomainProps{DomainName: jsii.String("acme")})
	packages := awscodeartifact.NewCfnRepository(artifacts, jsii.String("Packages"), &awscodeartifact.CfnRepositoryProps{
		DomainName: jsii.String("acme"), RepositoryName: jsii.String("packages"),
	})
	packages.AddResourceDependency(domain, nil)

	for _, store := range []constructs.IConstruct{bucket, images, domain, packages} {
		cipublisher.GrantPublish(store, publisher)
		cipublisher.GrantRead(store, builder)
	}
	cipublisher.GrantRead(domain, codeBuild)
	cipublisher.GrantRead(packages, codeBuild)
	return nil
}

// trust is the trust in one repository of the company, by its ids.
func trust(subject *cipublisher.TrustSubject) *cipublisher.TrustProps {
	subject.Repositories = jsii.Strings("acme@1234/app@5678")
	return &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{subject}}
}

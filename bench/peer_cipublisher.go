package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
)

// makeCipublisher makes the publishers with this library.
func makeCipublisher(stack awscdk.Stack, publishers []publisher) {
	for _, p := range publishers {
		cipublisher.NewCiPublisher(stack, &p.id, &cipublisher.CiPublisherProps{
			PolicyName:   &p.name,
			Preset:       jsii.String("terraform-aws-ci-publisher"),
			S3:           &cipublisher.S3Props{BucketName: jsii.String(bucket), Prefix: &p.prefix},
			CodeArtifact: &cipublisher.CodeArtifactProps{DomainName: jsii.String(domain)},
			Trust: &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{{
				BothForms:    jsii.Bool(false), // as the others are written
				Repositories: jsii.Strings(p.repository),
				Environments: jsii.Strings(environment),
			}}},
		})
	}
}

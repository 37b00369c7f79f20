package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscodeartifact"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
)

// What is nil where a construct or a text is meant is a fault beside the
// others, in one message that names the place.
func TestNilElementsAreFaults(t *testing.T) {
	bad := acme()
	bad.S3.Buckets = &[]*cipublisher.S3BucketProps{nil}
	bad.Ecr = &cipublisher.EcrProps{
		RepositoryNames: jsii.Strings("app"), Repositories: &[]awsecr.IRepository{nil}, DevRepositories: &[]awsecr.IRepository{nil},
	}
	bad.EcrPublic = &cipublisher.EcrPublicProps{RepositoryNames: jsii.Strings("app"), Repositories: &[]awsecr.CfnPublicRepository{nil}}
	bad.CodeArtifact.Repositories = &[]awscodeartifact.CfnRepository{nil}
	bad.CodeArtifact.RepositoryNames = &[]*string{nil}
	bad.Trust.Subjects = &[]*cipublisher.TrustSubject{nil}
	stack := newStack(nil)
	require.Equal(t, `Stack/Publisher: cipublisher: 7 faults:
  - Ecr.Repositories[0] is nil; set it to a construct, or leave it out
  - Ecr.DevRepositories[0] is nil; set it to a construct, or leave it out
  - EcrPublic.Repositories[0] is nil; set it to a construct, or leave it out
  - CodeArtifact.Repositories[0] is nil; set it to a construct, or leave it out
  - S3.Buckets[0].BucketName is missing; name the bucket, or leave it out
  - CodeArtifact.RepositoryNames[0] is empty; name one, or leave it out; perhaps a variable is not set
  - Trust.Subjects[0] names no repository, and a trust without one would accept everybody; name one in Trust.Subjects[0].Repositories`,
		panicMessage(t, func() { cipublisher.NewCiPublisher(stack, jsii.String("Publisher"), bad) }))

	builder := acmeBuilder()
	builder.Ecr = &cipublisher.EcrReadProps{RepositoryNames: jsii.Strings("app"), Repositories: &[]awsecr.IRepository{nil}}
	builder.CodeArtifact.Domains = &[]*cipublisher.CodeArtifactDomainProps{nil}
	require.EqualError(t, builder.Validate(), `cipublisher: 2 faults:
  - Ecr.Repositories[0] is nil; set it to a construct, or leave it out
  - CodeArtifact.Domains[0].DomainName is missing; name the domain, or leave it out`)

	require.ErrorContains(t, service(&cipublisher.ServiceTrustProps{PipelineRoles: &[]awsiam.IRole{nil}}).Validate(),
		"Service.PipelineRoles[0] is nil; set it to a construct, or leave it out")
}

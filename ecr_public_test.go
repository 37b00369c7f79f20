package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
)

func TestPublicRepositoriesAsConstructs(t *testing.T) {
	stack := newStack(nil)
	made := awsecr.NewCfnPublicRepository(stack, jsii.String("Public"), nil)
	publisher, faults := (&props{EcrPublic: &cipublisher.EcrPublicProps{
		RepositoryNames: jsii.Strings("app"), Repositories: &[]awsecr.CfnPublicRepository{made},
	}}).Core()
	require.Empty(t, faults)
	require.Equal(t, []string{"app", *made.Ref()}, publisher.Sets[0].(permission.Publisher).ECRPublic.RepositoryNames)
	require.ErrorContains(t, (&props{EcrPublic: &cipublisher.EcrPublicProps{}}).Validate(), "EcrPublic.RepositoryNames is missing")
}

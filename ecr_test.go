package cipublisher_test

import (
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsecr"
	"github.com/aws/jsii-runtime-go"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
)

func TestInvalidEcrProps(t *testing.T) {
	requireRefused(t, []invalid{
		{"repositories that nobody names",
			func(p *props) { p.Preset, p.Ecr = nil, &cipublisher.EcrProps{} },
			"2 faults:\n  - Ecr.RepositoryNames is missing; name the repositories, or set Ecr.EveryRepository for all of them\n" +
				"  - CodeArtifact.RepositoryNames is missing; name the repositories, or set CodeArtifact.EveryRepository for all of them"},
		{"repositories that a filter did not find",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{RepositoryNames: &[]*string{}} },
			`Ecr.RepositoryNames is empty; name at least one, or leave it unset`},
		{"repositories as constructs that a filter did not find",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{Repositories: &[]awsecr.IRepository{}} },
			`Ecr.Repositories is empty; name at least one, or leave it unset`},
		{"a repository that is nil",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{RepositoryNames: &[]*string{nil}} },
			`Ecr.RepositoryNames[0] is empty; name one, or leave it out; perhaps a variable is not set`},
		{"no repository beside a preset of every one",
			func(p *props) { p.Ecr = &cipublisher.EcrProps{EveryRepository: jsii.Bool(false)} },
			`Ecr.EveryRepository "false" leaves no repository, and Ecr.RepositoryNames names none; name the repositories there, or leave Ecr.EveryRepository out`},
		{"names, and every one",
			func(p *props) {
				p.Ecr = &cipublisher.EcrProps{RepositoryNames: jsii.Strings("app"), EveryRepository: jsii.Bool(true)}
			},
			`Ecr.EveryRepository "true" and Ecr.RepositoryNames exclude each other; leave one of them out`},
	})
}

// Repositories as constructs are added to those that are named.
func TestRepositoriesAsConstructs(t *testing.T) {
	stack := newStack(nil)
	images := &[]awsecr.IRepository{awsecr.Repository_FromRepositoryName(stack, jsii.String("App"), jsii.String("app"))}
	dev := &[]awsecr.IRepository{awsecr.Repository_FromRepositoryName(stack, jsii.String("Dev"), jsii.String("dev/app"))}
	publisher, faults := (&props{Ecr: &cipublisher.EcrProps{
		RepositoryNames: jsii.Strings("named"), Repositories: images, DevRepositoryNames: jsii.Strings("dev/named"), DevRepositories: dev,
	}}).Core()
	require.Empty(t, faults)
	ecr := publisher.Sets[0].(permission.Publisher).ECR
	require.Equal(t, []string{"named", "app"}, ecr.RepositoryNames)
	require.Equal(t, []string{"dev/named", "dev/app"}, ecr.DevRepositoryNames)

	builder, faults := (&cipublisher.CiBuilderProps{Ecr: &cipublisher.EcrReadProps{RepositoryNames: jsii.Strings("named"), Repositories: images}}).Core()
	require.Empty(t, faults)
	require.Equal(t, []string{"named", "app"}, builder.Sets[0].(permission.Builder).ECR.RepositoryNames)
}

// A store that is set is asked for, whatever is said of it: that it names
// nothing is then a fault, and not the same as no store.
func TestEcrThatNamesNothing(t *testing.T) {
	require.ErrorContains(t, (&props{Ecr: &cipublisher.EcrProps{}}).Validate(), "Ecr.RepositoryNames is missing")
	require.ErrorContains(t, (&cipublisher.CiBuilderProps{Ecr: &cipublisher.EcrReadProps{}}).Validate(), "Ecr.RepositoryNames is missing")
}

// Command deploy is a CDK app that gives one repository three roles: to
// publish images, to deploy them to staging, and to deploy them to production.
// Each is for one job, and trusts that job alone:
//
//	role                    who may assume it
//	app-publish             jobs on the branch main
//	app-deploy-staging      jobs that name the environment staging
//	app-deploy-production   jobs that name the environment production, on main
//
// Whoever can write to the repository can name an environment. What keeps them
// from production is its protection: set required reviewers, and main as the
// only deployment branch.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments
//
// Edit the names, then deploy with
//
//	npx aws-cdk deploy --app "go run ./example/deploy"
package main

import (
	"os"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/trust"
)

const (
	// repository with the ids that GitHub knows it by, which nobody gets by
	// taking over a name.
	repository = "acme@1234567/app@7654321"
	images     = "app"
	state      = "acme-terraform-state"
)

func main() {
	defer jsii.Close()
	props := &awscdk.AppProps{}
	if os.Getenv("CDK_OUTDIR") == "" {
		// Not run by the CDK command line, which names a folder of its own.
		props.Outdir = jsii.String("cdk.out")
	}
	app := awscdk.NewApp(props)
	newStack(app)
	app.Synth(nil)
}

// newStack adds the stack with the three roles to the app.
func newStack(app awscdk.App) awscdk.Stack {
	stack := awscdk.NewStack(app, jsii.String("CiRoles"), &awscdk.StackProps{
		Description: jsii.String("Roles that the repository app publishes and deploys with"),
	})
	cipublisher.NewCiRole(stack, jsii.String("Publish"), &cipublisher.CiRoleProps{
		PolicyName: jsii.String("app-publish"),
		Sets:       &[]permission.Set{permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{images}, Describe: true}}},
		Trust:      trusting(&cipublisher.TrustSubject{Branches: jsii.Strings("main")}),
		Outputs:    jsii.Bool(true),
	})
	cipublisher.NewCiRole(stack, jsii.String("DeployStaging"), &cipublisher.CiRoleProps{
		PolicyName: jsii.String("app-deploy-staging"),
		Sets:       deploying("staging"),
		Trust:      trusting(&cipublisher.TrustSubject{Environments: jsii.Strings("staging")}),
		Outputs:    jsii.Bool(true),
	})
	cipublisher.NewCiRole(stack, jsii.String("DeployProduction"), &cipublisher.CiRoleProps{
		PolicyName: jsii.String("app-deploy-production"),
		Sets:       deploying("production"),
		Trust: trusting(&cipublisher.TrustSubject{
			Environments: jsii.Strings("production"),
			// Holds even where somebody lifts the environment's protection.
			Claims: &map[trust.Claim]*[]*string{trust.ClaimRef: jsii.Strings("refs/heads/main")},
		}),
		Outputs: jsii.Bool(true),
	})
	return stack
}

// deploying is what a job needs to deploy to an environment: to update the
// service, and to read where the infrastructure is from Terraform's outputs.
// The infrastructure itself is no business of this job.
func deploying(environment string) *[]permission.Set {
	return &[]permission.Set{
		deploy.ECS{
			Services:     []deploy.ECSService{{Cluster: environment, Name: "app"}},
			TaskFamilies: []string{"app-" + environment},
			PassRoles:    []string{"app-" + environment + "-task", "app-" + environment + "-execution"},
		},
		deploy.TerraformState{
			Bucket:   state,
			Keys:     []string{environment + "/app.tfstate"},
			ReadOnly: true,
		},
	}
}

func trusting(subject *cipublisher.TrustSubject) *cipublisher.TrustProps {
	subject.Repositories = jsii.Strings(repository)
	return &cipublisher.TrustProps{Subjects: &[]*cipublisher.TrustSubject{subject}}
}

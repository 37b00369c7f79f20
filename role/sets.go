package role

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// NamedSet is a permission set as users choose one.
type NamedSet struct {
	// Name is what they write.
	Name string
	// About completes the sentence "the set is there to …".
	About string
	// New returns its options, unset.
	New func() *permission.Options
}

// Sets are the permission sets that the command line takes, the default first.
var Sets = []NamedSet{
	{"publisher", "publish artifacts to S3, ECR and CodeArtifact", permission.PublisherOptions},
	{"builder", "read artifacts from CodeArtifact, and from S3 and ECR on request", permission.BuilderOptions},
	{"ecr-push", "push images to ECR and see which are there", deploy.ECRPushOptions},
	{"cdk-deploy", "run cdk deploy, by way of the bootstrap roles", deploy.CDKOptions},
	{"ecs-deploy", "deploy new images to ECS services", deploy.ECSOptions},
	{"lambda-deploy", "bring new code to Lambda functions", deploy.LambdaOptions},
	{"pull-through", "pull images through a pull-through cache of ECR", deploy.PullThroughOptions},
	{"static-site", "publish a static site to S3 and invalidate what CloudFront has cached", deploy.SiteOptions},
	{"terraform-state", "use a Terraform state in S3", deploy.TerraformStateOptions},
	{"terragrunt", "run Terragrunt with its state in S3", deploy.TerragruntOptions},
	{"audit", "read an account for cipublisher audit --live", deploy.AuditOptions},
	{"verify", "ask AWS about policies with cipublisher verify", deploy.VerifyOptions},
}

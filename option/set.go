package option

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
)

// Set is the options of a permission set, while a front end gives them their
// values.
type Set struct {
	Table
	// Make returns the permission set of the options as they are now, and reports
	// what is wrong with them together that the core does not see. Unmet is not
	// among that, since sets may share an option. What it has returned stays as
	// it is when the options get other values.
	Make func(*fault.List) permission.Set
}

// NamedSet is a permission set as users choose one.
type NamedSet struct {
	// Name is what they write.
	Name string
	// About completes the sentence "the set is there to …".
	About string
	// New returns its options, unset.
	New func() *Set
}

// Sets are the permission sets that the command line takes, the default first.
var Sets = []NamedSet{
	{"publisher", "publish artifacts to S3, ECR and CodeArtifact", Publisher},
	{"builder", "read artifacts from CodeArtifact, and from S3 and ECR on request", Builder},
	{"ecr-push", "push images to ECR and see which are there", EcrPush},
	{"cdk-deploy", "run cdk deploy, by way of the bootstrap roles", CDK},
	{"ecs-deploy", "deploy new images to ECS services", ECS},
	{"lambda-deploy", "bring new code to Lambda functions", Lambda},
	{"pull-through", "pull images through a pull-through cache of ECR", PullThrough},
	{"static-site", "publish a static site to S3 and invalidate what CloudFront has cached", Site},
	{"terraform-state", "use a Terraform state in S3", TerraformState},
	{"terragrunt", "run Terragrunt with its state in S3", Terragrunt},
	{"audit", "read an account for cipublisher audit --live", Audit},
	{"verify", "ask AWS about policies with cipublisher verify", Verify},
}

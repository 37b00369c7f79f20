package permission

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// EcrPush is what a CI job needs to push images to ECR, and to see beforehand
// which are there. It deletes nothing and pulls no layers.
type EcrPush struct {
	// RepositoryNames are the repositories that images go to. A name may end
	// with "*", for every repository whose name begins so; "*" is every
	// repository of the environment's account and region. Required.
	RepositoryNames []string
}

var _ Set = EcrPush{}
var _ Noticer = EcrPush{}

// Signing in has the Sid, resource and action that it has for a Publisher, so
// that a role with both sets says it once.
var ecrPushParts = []part{
	{
		sid: "EcrLogin", resource: "*",
		actions: []Action{
			{"ecr:GetAuthorizationToken", "aws ecr get-login-password, aws-actions/amazon-ecr-login", ecrLoginPage},
		},
	},
	{
		// AWS's own list for pushing an image, in the order of the calls.
		sid: "EcrPush", resource: "arn:{partition}:ecr:{region}:{account}:repository/{repository}",
		actions: []Action{
			{"ecr:BatchCheckLayerAvailability", "docker push asks which layers are there: HEAD /v2/NAME/blobs/DIGEST", ecrPushPage},
			{"ecr:InitiateLayerUpload", "docker push starts a layer: POST /v2/NAME/blobs/uploads/", ecrPushPage},
			{"ecr:UploadLayerPart", "docker push sends a layer: PATCH /v2/NAME/blobs/uploads/ID", ecrPushPage},
			{"ecr:CompleteLayerUpload", "docker push ends a layer: PUT /v2/NAME/blobs/uploads/ID", ecrPushPage},
			{"ecr:PutImage", "docker push writes the manifest and its tag: PUT /v2/NAME/manifests/TAG", ecrPushPage},
			{"ecr:BatchGetImage", "docker push, crane and buildx ask whether the manifest is there: HEAD /v2/NAME/manifests/TAG", ecrPushPage},
		},
	},
	{
		sid: "EcrSee", resource: "arn:{partition}:ecr:{region}:{account}:repository/{repository}",
		actions: []Action{
			{"ecr:DescribeImages", "aws ecr describe-images --image-ids imageTag=TAG, aws ecr wait image-scan-complete", ecrActionsPage},
			{"ecr:ListImages", "aws ecr list-images", ecrActionsPage},
			{"ecr:DescribeRepositories", "aws ecr describe-repositories --repository-names NAME", ecrActionsPage},
		},
	},
}

// Validate reports every fault of the options.
func (e EcrPush) Validate(env Environment) error {
	var faults fault.List
	env.validateFor(&faults, "ECR")
	if len(e.RepositoryNames) == 0 {
		faults.Add("RepositoryNames", "", "is missing", `name the repositories, or write "*" for every one of the account and region`)
	}
	aws.ECRRepository.CheckPatterns(&faults, "RepositoryNames", e.RepositoryNames)
	return faults.Err()
}

// Statements returns the statements of the set.
func (e EcrPush) Statements(env Environment) []policy.Statement {
	f := newFilling(env)
	f.values["repository"] = e.RepositoryNames
	return f.statements(ecrPushParts)
}

// Notices returns what a reviewer should know of legal options.
func (e EcrPush) Notices(Environment) []fault.Notice {
	if slices.Contains(e.RepositoryNames, "*") {
		return []fault.Notice{{ID: "ecr-every-repository", Text: "the policy covers every ECR repository of the account in the region, because {RepositoryNames} asks for \"*\"", Note: true}}
	}
	return lookAlikeNames("ecr-repository-no-slash", "RepositoryNames", e.RepositoryNames, "/*")
}

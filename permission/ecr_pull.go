package permission

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// ECRPull is what pulling images needs, from the private image registry of
// the environment's account and region.
type ECRPull struct {
	// RepositoryNames are the only repositories that images come from. A name
	// may end with "*". Nil is every repository.
	RepositoryNames []string
}

const ecrPullOnlyPage = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html#security-iam-awsmanpol-AmazonEC2ContainerRegistryPullOnly"

// ecrPullGrants leave out ecr:BatchCheckLayerAvailability, which examples of
// pulling often have: it is what a push asks before it sends a layer.
var ecrPullGrants = []grant{
	{
		sid: "EcrLogin", modes: bothModes,
		resource: "*",
		actions: []Action{
			{"ecr:GetAuthorizationToken", "aws ecr get-login-password, aws-actions/amazon-ecr-login", ecrLoginPage},
		},
	},
	{
		sid: "EcrPull", modes: bothModes,
		resource: "arn:{partition}:ecr:{region}:{account}:repository/{repository}",
		actions: []Action{
			{"ecr:BatchGetImage", "docker pull reads the manifest: GET /v2/NAME/manifests/TAG", ecrPullOnlyPage},
			{"ecr:GetDownloadUrlForLayer", "docker pull reads the layers: GET /v2/NAME/blobs/DIGEST", ecrPullOnlyPage},
		},
	},
}

func (e *ECRPull) validate(faults *fault.List) {
	aws.ECRRepository.CheckPatterns(faults, "Ecr.RepositoryNames", e.RepositoryNames)
}

func (e *ECRPull) statements(env Environment) []policy.Statement {
	var fills []fill
	for _, name := range orEvery(e.RepositoryNames) {
		fills = append(fills, env.fill("{repository}", name))
	}
	return readStatements(ecrPullGrants, fills...)
}

func (e *ECRPull) notices() []fault.Notice {
	if len(e.RepositoryNames) > 0 {
		return nil
	}
	return []fault.Notice{{ID: "ecr-pull-every-repository", Text: "the policy lets the builder pull from every ECR repository of the account in the region, because {Ecr.RepositoryNames} names none", Note: true}}
}

package permission

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// ECRRead is what pulling images needs, from the private image registry of
// the environment's account and region.
type ECRRead struct {
	// RepositoryNames are the only repositories that images come from. A name
	// may end with "*". Nil is every repository.
	RepositoryNames []string
}

const ecrPullOnlyPage = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html#security-iam-awsmanpol-AmazonEC2ContainerRegistryPullOnly"

// ecrReadTable leaves out ecr:BatchCheckLayerAvailability, which examples of
// pulling often have: it is what a push asks before it sends a layer.
var ecrReadTable = table.New("Builder", "ECR", nil, []table.Row{
	ecrLogin,
	{Sid: "EcrPull", Resource: ecrRepository, Actions: []table.Action{
		{"ecr:BatchGetImage", "docker pull reads the manifest: GET /v2/NAME/manifests/TAG", ecrPullOnlyPage},
		{"ecr:GetDownloadUrlForLayer", "docker pull reads the layers: GET /v2/NAME/blobs/DIGEST", ecrPullOnlyPage},
	}},
})

func (e *ECRRead) validate(faults *fault.List, _ Environment) {
	aws.ECRRepository.CheckPatterns(faults, "Ecr.RepositoryNames", e.RepositoryNames)
}

func (e *ECRRead) statements(env Environment) []policy.Statement {
	return ecrReadTable.Statements(nil, table.At(env.place().With("repository", orEvery(e.RepositoryNames)...)))
}

func (e *ECRRead) notices() []fault.Notice {
	if len(e.RepositoryNames) > 0 {
		return nil
	}
	return []fault.Notice{{ID: "ecr-pull-every-repository", Text: "the policy lets the builder pull from every ECR repository of the account in the region, because {Ecr.RepositoryNames} names none", Note: true}}
}

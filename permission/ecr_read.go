package permission

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// ECRRead is what pulling images needs, from the private image registry of
// the environment's account and region.
type ECRRead struct {
	// RepositoryNames are the repositories that images come from. A name may end
	// with "*". Required without EveryRepository.
	RepositoryNames []string
	// EveryRepository is every repository of the account and region.
	EveryRepository bool
}

const ecrPullOnlyPage = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html#security-iam-awsmanpol-AmazonEC2ContainerRegistryPullOnly"

// ecrReadTable leaves out ecr:BatchCheckLayerAvailability, which examples of
// pulling often have: it is what a push asks before it sends a layer.
var ecrReadTable = table.New("Builder", "ECR", nil, []table.Row{
	ecrLogin(),
	{Sid: "EcrPull", Resource: ecrRepository, Actions: []table.Action{
		{"ecr:BatchGetImage", "docker pull reads the manifest: GET /v2/NAME/manifests/TAG", ecrPullOnlyPage},
		{"ecr:GetDownloadUrlForLayer", "docker pull reads the layers: GET /v2/NAME/blobs/DIGEST", ecrPullOnlyPage},
	}},
})

func (e *ECRRead) options() option.Table {
	return option.Table{
		{Path: "Ecr.RepositoryNames", Value: "NAME", Example: "app,team/*", Unset: "nothing is granted in ECR", Field: &e.RepositoryNames,
			About: "repository that images come from, where * at the end is any characters"},
		{Path: "Ecr.EveryRepository", Field: &e.EveryRepository, About: "let images come from every repository of the account and region, without {Ecr.RepositoryNames}"},
	}
}

func (*ECRRead) tables() []table.Table { return []table.Table{ecrReadTable} }

func (e *ECRRead) repositories() repositories {
	return repositories{store: "Ecr", names: e.RepositoryNames, every: e.EveryRepository}
}

func (e *ECRRead) need(faults *fault.List, env Environment) { env.needIn(faults, perRegion) }

func (e *ECRRead) validate(faults *fault.List, _ Environment, _ bool) {
	e.repositories().validate(faults, aws.ECRRepository, true)
}

func (e *ECRRead) statements(env Environment, _, _ bool) []policy.Statement {
	return ecrReadTable.Statements(nil, table.At(env.place().With("repository", e.repositories().patterns()...)))
}

func (e *ECRRead) notices(all *fault.Notices, _ bool) {
	e.repositories().notices(all, "ecr-pull-every-repository", everyImage)
	lookalike.Names(all, "ecr-pull-repository-no-slash", "Ecr.RepositoryNames", e.RepositoryNames, "/*")
}

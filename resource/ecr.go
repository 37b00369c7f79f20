package resource

import (
	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// ECRRepository is a repository of the private image registry of the
// environment's account and region. Registry tokens need no grant: a client
// gets them from its own account.
//
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
type ECRRepository struct {
	// RepositoryName is the name of the repository. Required.
	RepositoryName string
}

func (r ECRRepository) validate(_ permission.Environment, faults *fault.List) {
	aws.ECRRepository.CheckNeeded(faults, "Store.RepositoryName", r.RepositoryName, nameRepository)
}

const nameRepository = "name the repository; each has a policy of its own"

func (r ECRRepository) restrict(env permission.Environment, s policy.Statement) []policy.Statement {
	if !ofService(s, "ecr") || !covers(s, arn(env, "ecr", "repository/"+r.RepositoryName)) {
		return nil
	}
	return []policy.Statement{withResources(s)}
}

func (r ECRRepository) owners(env permission.Environment) []string { return []string{env.AccountID} }

func (r ECRRepository) describe() string {
	return "ECR repository " + quoted([]string{r.RepositoryName})
}

func (r ECRRepository) notices(*fault.Notices, []string) {}

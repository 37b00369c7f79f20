package permission

import (
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// ECRPull is what pulling images needs, from the private image registry of
// the environment's account and region.
type ECRPull struct {
	// Repositories are the names of the repositories. One "*" is allowed, at
	// the end. Default: every repository.
	Repositories []string
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

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
var (
	ecrRepositoryShape      = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)
	ecrRepositoryCharacters = regexp.MustCompile(`^[a-z0-9._/-]*$`)
)

func (e *ECRPull) validate(faults *fault.List) {
	for i, name := range e.Repositories {
		validateEcrRepositoryPattern(faults, indexed("Ecr.Repositories", i), name)
	}
}

// validateEcrRepositoryPattern accepts the name of a repository, or the
// beginning of names and "*".
func validateEcrRepositoryPattern(faults *fault.List, option, name string) {
	beginning, pattern := strings.CutSuffix(name, "*")
	sample := beginning
	if pattern {
		sample += "x" // a beginning is well formed when some continuation of it is
	}
	length := len(policy.WithoutTokens(name))
	switch {
	case name == "":
		faults.Add(option, "", "is empty", "name the repository")
	case strings.Contains(policy.WithoutTokens(beginning), "*"):
		faults.Add(option, name, "has \"*\" before its end", "end the name in one \"*\", or name each repository")
	case !fits(sample, ecrRepositoryShape, ecrRepositoryCharacters), length > 256, length < 2 && !pattern && !policy.HasToken(name):
		faults.Add(option, name, "is not the name of an ECR repository",
			"use 2 to 256 lower-case letters, digits and the separators . _ - /, and leave out the registry and the tag")
	}
}

func (e *ECRPull) statements(env Environment) []policy.Statement {
	repositories := e.Repositories
	if len(repositories) == 0 {
		repositories = []string{"*"}
	}
	var fills []*strings.Replacer
	for _, name := range repositories {
		fills = append(fills, env.replacer("{repository}", name))
	}
	return readStatements(ecrPullGrants, fills...)
}

func (e *ECRPull) notices() []fault.Notice {
	if len(e.Repositories) > 0 {
		return nil
	}
	return []fault.Notice{{ID: "ecr-pull-every-repository", Text: "the policy lets the builder pull from every ECR repository of the account in the region, because {Ecr.Repositories} names none", Note: true}}
}

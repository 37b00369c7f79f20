package permission

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// maxRepositoryName is the longest name of an ECR repository, in characters.
const maxRepositoryName = 256

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
var (
	repositoryShape      = regexp.MustCompile(`^([a-z0-9]+([._-][a-z0-9]+)*/)*[a-z0-9]+([._-][a-z0-9]+)*$`)
	repositoryBeginning  = regexp.MustCompile(`^([a-z0-9][a-z0-9._/-]*)?$`)
	repositoryCharacters = regexp.MustCompile(`^[a-z0-9._/-]*$`)
)

// validateRepositoryName accepts the name of an ECR repository, or the
// beginning of names with one "*" at its end. "*" alone is every repository.
func validateRepositoryName(faults *fault.List, option, name string) {
	add := func(problem, remedy string) { faults.Add(option, name, problem, remedy) }
	literal := policy.WithoutTokens(name)
	beginning, isPattern := strings.CutSuffix(name, "*")
	switch {
	case name == "":
		add("is empty", `name the repository, or write "*" for every one of the account and region`)
	case strings.HasPrefix(name, "arn:"):
		add("is an ARN", "write the repository's name alone")
	case strings.Contains(literal, ".dkr.ecr"):
		add("is an address", `write the repository's name alone, which follows the first "/"`)
	case strings.ContainsAny(literal, ":@"):
		add("names an image", "write the repository's name alone: IAM can't tell tags apart")
	case strings.ContainsAny(strings.TrimSuffix(literal, "*"), "*?"):
		add("has a wildcard before its end", `use one "*", at the end`)
	case isPattern && !fits(beginning, repositoryBeginning, repositoryCharacters), !isPattern && !fits(name, repositoryShape, repositoryCharacters):
		add("is not the name of an ECR repository", `use lower-case letters and digits, with single ".", "_", "-" or "/" between them`)
	case len(literal) > maxRepositoryName || len(name) == 1 && !isPattern:
		add("has "+strconv.Itoa(len(literal))+" characters", "ECR's names have 2 to "+strconv.Itoa(maxRepositoryName))
	}
}

package deploy

import (
	"strings"

	"github.com/cipublisher/cipublisher/aws"
)

var (
	clusterRule = ecsRule("the name of an ECS cluster").Literal()
	serviceRule = ecsRule("the name of an ECS service")
	familyRule  = ecsRule("the family of task definitions").WithMistake(revisionMistake)

	applicationRule      = codeDeployRule("the name of a CodeDeploy application")
	deploymentGroupRule  = codeDeployRule("the name of a CodeDeploy deployment group")
	deploymentConfigRule = codeDeployRule("the name of a CodeDeploy deployment configuration")
)

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
func ecsRule(thing string) aws.Rule {
	return aws.NewRule(thing, "use 1 to 255 letters, digits, hyphens and underscores", `[A-Za-z0-9_-]{1,255}`, `[A-Za-z0-9_-]*`, `[A-Za-z0-9_-]*`)
}

// revisionMistake recognizes one revision of a task definition.
func revisionMistake(name string) (problem, remedy string) {
	if family, number, found := strings.Cut(name, ":"); found && serviceRule.Accepts(family) && serviceRule.Accepts(number) {
		return "is one revision", "write the family alone, which stands before the colon"
	}
	return "", ""
}

// https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
func codeDeployRule(thing string) aws.Rule {
	return aws.NewRule(thing, "use 1 to 100 letters, digits and ._+=,@-", `[A-Za-z0-9._+=,@-]{1,100}`, `[A-Za-z0-9._+=,@-]*`, `[A-Za-z0-9._+=,@-]*`).Literal()
}

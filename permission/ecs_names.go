package permission

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
var (
	ecsShape      = lazyregexp.New(`^[A-Za-z0-9_-]{1,255}$`)
	ecsCharacters = lazyregexp.New(`^[A-Za-z0-9_-]*$`)
)

const ecsRemedy = "use 1 to 255 letters, digits, hyphens and underscores"

var (
	clusterRule = nameRule{thing: "the name of an ECS cluster", shape: ecsShape, beginning: ecsCharacters, characters: ecsCharacters, remedy: ecsRemedy, literal: true}
	serviceRule = nameRule{thing: "the name of an ECS service", shape: ecsShape, beginning: ecsCharacters, characters: ecsCharacters, remedy: ecsRemedy}
	familyRule  = nameRule{thing: "the family of task definitions", shape: ecsShape, beginning: ecsCharacters, characters: ecsCharacters, remedy: ecsRemedy, mistake: revisionMistake}
)

// revisionMistake recognizes one revision of a task definition.
func revisionMistake(name string) (problem, remedy string) {
	if family, number, found := strings.Cut(name, ":"); found && ecsShape.MatchString(family) && ecsShape.MatchString(number) {
		return "is one revision", "write the family alone, which stands before the colon"
	}
	return "", ""
}

// https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
var (
	codeDeployShape      = lazyregexp.New(`^[A-Za-z0-9._+=,@-]{1,100}$`)
	codeDeployCharacters = lazyregexp.New(`^[A-Za-z0-9._+=,@-]*$`)
)

func codeDeployRule(thing string) nameRule {
	return nameRule{thing: thing, shape: codeDeployShape, beginning: codeDeployCharacters, characters: codeDeployCharacters,
		remedy: "use 1 to 100 letters, digits and ._+=,@-", literal: true}
}

var (
	applicationRule      = codeDeployRule("the name of a CodeDeploy application")
	deploymentGroupRule  = codeDeployRule("the name of a CodeDeploy deployment group")
	deploymentConfigRule = codeDeployRule("the name of a CodeDeploy deployment configuration")
)

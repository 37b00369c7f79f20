package permission

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// https://docs.aws.amazon.com/codeartifact/latest/APIReference/API_CreateRepository.html
var (
	codeArtifactRepositoryShape      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$`)
	codeArtifactRepositoryBeginning  = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]{0,99})?$`)
	codeArtifactRepositoryCharacters = regexp.MustCompile(`^[A-Za-z0-9._-]*$`)
)

// validateRepositoryPattern accepts the name of a repository, or the beginning
// of names and "*".
func validateRepositoryPattern(faults *fault.List, option, name string) {
	beginning, pattern := strings.CutSuffix(name, "*")
	shape := codeArtifactRepositoryShape
	if pattern {
		shape = codeArtifactRepositoryBeginning
	}
	switch {
	case name == "":
		faults.Add(option, "", "is empty", "name the repository")
	case strings.Contains(policy.WithoutTokens(beginning), "*"):
		faults.Add(option, name, "has \"*\" before its end", "end the name in one \"*\", or name each repository")
	case !fits(beginning, shape, codeArtifactRepositoryCharacters):
		faults.Add(option, name, "is not the name of a CodeArtifact repository",
			"use 2 to 100 letters, digits and the characters . _ -, beginning with a letter or digit")
	}
}

// indexed returns the path of an element of a list.
func indexed(option string, i int) string {
	return option + "[" + strconv.Itoa(i) + "]"
}

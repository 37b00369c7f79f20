package permission

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Longest names, in characters.
//
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
// https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
const (
	maxEcsName        = 255
	maxCodeDeployName = 100
)

var (
	ecsCharacters        = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
	codeDeployCharacters = regexp.MustCompile(`^[A-Za-z0-9._+=,@-]*$`)
)

// validateEcsName accepts the name of a cluster.
func validateEcsName(faults *fault.List, option, name, kind string) {
	validateShort(faults, option, name, kind, ecsCharacters, maxEcsName, "letters, digits, hyphens and underscores")
}

// validateEcsPattern accepts the name of a service or family, or the beginning
// of names with one "*" at its end.
func validateEcsPattern(faults *fault.List, option, name, kind string) {
	if name == "*" {
		return
	}
	if strings.ContainsAny(policy.WithoutTokens(strings.TrimSuffix(name, "*")), "*?") {
		faults.Add(option, name, "has a wildcard before its end", `use one "*", at the end`)
		return
	}
	if kind == "task-definition family" && strings.Contains(policy.WithoutTokens(name), ":") && !strings.HasPrefix(name, "arn:") {
		faults.Add(option, name, "names a revision", "write the family alone, without the colon and the number")
		return
	}
	literal, _ := strings.CutSuffix(name, "*")
	var found fault.List
	validateEcsName(&found, option, literal, kind)
	for _, f := range found {
		faults.Add(f.Option, name, f.Problem, f.Remedy)
	}
}

// validateCodeDeployName accepts the name of an application, a deployment
// group or a deployment configuration.
func validateCodeDeployName(faults *fault.List, option, name, kind string) {
	validateShort(faults, option, name, kind, codeDeployCharacters, maxCodeDeployName, "letters, digits and ._+=,@-")
}

func validateShort(faults *fault.List, option, name, kind string, characters *regexp.Regexp, limit int, allowed string) {
	literal := policy.WithoutTokens(name)
	switch {
	case name == "":
		faults.Add(option, "", "is missing", "name the "+kind)
	case strings.HasPrefix(name, "arn:"):
		faults.Add(option, name, "is an ARN", "write the name alone")
	case !characters.MatchString(literal):
		faults.Add(option, name, "is not the name of a "+kind, "use "+allowed)
	case len(literal) > limit:
		faults.Add(option, name, "has "+strconv.Itoa(len(literal))+" characters", "a name has "+strconv.Itoa(limit)+" at most")
	}
}

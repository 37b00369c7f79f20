package permission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

// nameRule is what the names of one kind of thing look like, where a name may
// end with "*" for all names that begin so.
type nameRule struct {
	// thing completes "is not …".
	thing string
	// shape is that of a whole name, beginning that of what stands before "*",
	// characters that of what may stand beside a CDK token.
	shape, beginning, characters *lazyregexp.Regexp
	// remedy says what names look like.
	remedy string
	// mistake recognizes what people write instead of such a name, if set.
	mistake func(name string) (problem, remedy string)
	// literal is true where "*" is not allowed at all.
	literal bool
}

// validateNames holds a list of names against their rule, and against each
// other: a name that another one covers says less than it seems to.
func validateNames(faults *fault.List, option string, list []string, rule nameRule) {
	for i, name := range list {
		path := option + "[" + strconv.Itoa(i) + "]"
		if validateNamePattern(faults, path, name, rule) {
			for j, other := range list {
				if i != j && other != "" && coversName(other, name) && (name != other || j < i) {
					faults.Add(path, name, "is covered by {"+option+"["+strconv.Itoa(j)+"]} "+strconv.Quote(other), "leave it out")
				}
			}
		}
	}
}

// validateNamePattern reports whether a name is right.
func validateNamePattern(faults *fault.List, option, name string, rule nameRule) bool {
	before := len(*faults)
	if rule.mistake != nil && !policy.HasToken(name) {
		if problem, remedy := rule.mistake(name); problem != "" {
			faults.Add(option, name, problem, remedy)
			return false
		}
	}
	add := func(problem, remedy string) { faults.Add(option, name, problem, remedy) }
	literal := policy.WithoutTokens(name)
	beginning, isPattern := strings.CutSuffix(literal, "*")
	switch {
	case name == "":
		add("is empty", "name one, or leave it out; perhaps a variable is not set")
	case strings.HasPrefix(literal, "arn:"):
		add("is an ARN", "write the name alone")
	case strings.Contains(literal, "${"):
		add("holds \"${\", which begins an IAM policy variable", "write the name itself")
	case strings.Contains(literal, "?"):
		add("holds \"?\", which IAM reads as any one character", "write the names out")
	case rule.literal && strings.Contains(literal, "*"):
		add("holds \"*\", where one name is meant", "write the names out")
	case strings.Contains(beginning, "*"):
		add("holds \"*\" before its end", "end with \"*\", or write the names out")
	case policy.HasToken(name):
		if !rule.characters.MatchString(beginning) {
			add("is not "+rule.thing, rule.remedy)
		}
	case isPattern && !rule.beginning.MatchString(beginning), !isPattern && !rule.shape.MatchString(literal):
		add("is not "+rule.thing, rule.remedy)
	}
	return len(*faults) == before
}

// coversName reports whether a name or pattern stands for all that another
// one stands for.
func coversName(wide, narrow string) bool {
	beginning, isPattern := strings.CutSuffix(wide, "*")
	if !isPattern {
		return wide == narrow
	}
	return strings.HasPrefix(strings.TrimSuffix(narrow, "*"), beginning)
}

// overlap returns a name of a list that one of another covers, or that covers
// one.
func overlap(list, others []string) (name string, found bool) {
	i := slices.IndexFunc(list, func(name string) bool {
		return slices.ContainsFunc(others, func(other string) bool { return coversName(name, other) || coversName(other, name) })
	})
	if i < 0 {
		return "", false
	}
	return list[i], true
}

package permission

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// Combine returns the statements of several sets as one list: what two sets
// grant alike stands once, and a Sid that two sets use for different things
// gets a number, because a Sid is unique within a document.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
func Combine(env Environment, sets ...Set) []policy.Statement {
	var all []policy.Statement
	for _, set := range sets {
		statements := set.Statements(env)
		all = slices.Grow(all, len(statements))
		for _, statement := range statements {
			all = appendStatement(all, statement)
		}
	}
	return all
}

func appendStatement(all []policy.Statement, statement policy.Statement) []policy.Statement {
	sid := statement.Sid
	for n := 2; ; n++ {
		i := slices.IndexFunc(all, func(s policy.Statement) bool { return s.Sid == statement.Sid })
		if i < 0 || statement.Sid == "" {
			return append(all, statement)
		}
		if reflect.DeepEqual(all[i], statement) {
			return all
		}
		statement.Sid = sid + strconv.Itoa(n)
	}
}

// ValidateAll returns the faults of several sets together, each fault once.
// The options of a set that is not alone have its index before them:
// "Sets[1].S3.Prefix".
func ValidateAll(env Environment, sets ...Set) error {
	var faults fault.List
	for i, set := range sets {
		if set == nil {
			faults.Add("Sets["+strconv.Itoa(i)+"]", "", "is nil", "leave it out")
			continue
		}
		var list fault.List
		list.Append("", set.Validate(env))
		for _, f := range list.Rename(inSet(i, len(sets))) {
			if !slices.Contains(faults, f) {
				faults = append(faults, f)
			}
		}
	}
	return faults.Err()
}

// NoticesOfAll returns the notices of several sets together and of the
// environment that they share, each once.
func NoticesOfAll(env Environment, sets ...Set) []fault.Notice {
	all := env.Notices()
	for i, set := range sets {
		for _, notice := range noticesOf(set, env) {
			if len(sets) > 1 {
				notice = notice.Rename(inSet(i, len(sets)))
			}
			if !slices.Contains(all, notice) {
				all = append(all, notice)
			}
		}
	}
	return append(all, denials(env, sets)...)
}

func noticesOf(set Set, env Environment) []fault.Notice {
	if noticer, ok := set.(Noticer); ok {
		return noticer.Notices(env)
	}
	return nil
}

// denials tells of what one set allows and another one denies: a Deny holds for
// the whole role. One with conditions is left out, because it may be about other
// requests.
func denials(env Environment, sets []Set) []fault.Notice {
	if len(sets) < 2 {
		return nil
	}
	statements := make([][]policy.Statement, len(sets))
	for i, set := range sets {
		statements[i] = set.Statements(env)
	}
	var all fault.Notices
	for i, own := range statements {
		var denied []policy.Statement
		for _, s := range own {
			if s.Effect == policy.Deny && len(s.Conditions) == 0 {
				denied = append(denied, s)
			}
		}
		for j, others := range statements {
			if resource, found := deniedOf(others, denied); i != j && found {
				all.Warn("sets-denied", "{"+inSet(i, len(sets))("")+"} denies what {"+inSet(j, len(sets))("")+"} allows, on "+strconv.Quote(resource)+
					", because a Deny holds for the whole role; give each of them a role of its own")
			}
		}
	}
	return all
}

// deniedOf returns the first resource of allowing statements on which other
// statements deny one of the actions.
func deniedOf(statements, denied []policy.Statement) (resource string, found bool) {
	if len(denied) == 0 {
		return "", false
	}
	document := policy.New(denied...)
	for _, s := range statements {
		for _, action := range s.Actions {
			for _, resource := range s.Resources {
				// One of those that a pattern stands for.
				request := policy.Request{Action: action, Resource: strings.NewReplacer("*", "x", "?", "x").Replace(resource)}
				decision, err := document.Evaluate(request)
				if err == nil && s.Effect == policy.Allow && decision.Outcome == policy.ExplicitlyDenied {
					return resource, true
				}
			}
		}
	}
	return "", false
}

// inSet returns what the options of a set are called among those of several sets.
func inSet(i, sets int) func(option string) string {
	if sets == 1 {
		return func(option string) string { return option }
	}
	return Below("Sets[" + strconv.Itoa(i) + "]")
}

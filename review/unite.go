package review

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

// mostUnited bounds the statements under conditions of the deployment that are
// compared with each other.
const mostUnited = 500

// united takes statements that differ in one condition of the deployment alone
// for one without it, where they are there whatever that is: both branches of
// an Fn::If, or two resources under a condition and its contrary.
func united(documents []policy.Document) []policy.Document {
	for {
		next, changed := unitedOnce(documents)
		if !changed {
			return next
		}
		documents = next
	}
}

// branch is where a statement stands, and its condition of the deployment.
type branch struct {
	document, statement int
	key                 string
}

func unitedOnce(documents []policy.Document) ([]policy.Document, bool) {
	groups, count := map[string][]branch{}, 0
	for i, d := range documents {
		for j, s := range d.Statements {
			for _, key := range deploymentKeys(s) {
				text, err := json.Marshal(policy.Document{Version: d.Version, Statements: []policy.Statement{withoutKey(s, key)}})
				if count++; err != nil || count > mostUnited {
					return documents, false
				}
				signature := key + " " + string(text)
				groups[signature] = append(groups[signature], branch{i, j, key})
			}
		}
	}
	for _, signature := range slices.Sorted(maps.Keys(groups)) {
		if group := groups[signature]; always(documents, group) {
			return merged(documents, group), true
		}
	}
	return documents, false
}

// deploymentKeys are the keys of a statement's conditions of the deployment.
func deploymentKeys(s policy.Statement) (all []string) {
	for _, operator := range []string{isOneOf, isNone} {
		for key := range s.Conditions[operator] {
			if strings.HasPrefix(policy.ShowUnknown(key), "<"+deploymentKey) && !slices.Contains(all, key) {
				all = append(all, key)
			}
		}
	}
	slices.Sort(all)
	return all
}

func withoutKey(s policy.Statement, key string) policy.Statement {
	conditions := policy.Conditions{}
	for operator, keys := range s.Conditions {
		rest := maps.Clone(keys)
		if operator == isOneOf || operator == isNone {
			delete(rest, key)
		}
		if len(rest) > 0 {
			conditions[operator] = rest
		}
	}
	s.Conditions = conditions
	if len(conditions) == 0 {
		s.Conditions = nil
	}
	return s
}

// always reports whether one of the branches is there, whatever the deployment
// decides: a condition holds or fails, and a parameter is one of what it is
// compared with or none of them.
func always(documents []policy.Document, group []branch) bool {
	var options []string
	for _, b := range group {
		options = append(options, documents[b.document].Statements[b.statement].Conditions[isOneOf][b.key]...)
	}
	if slices.Contains(options, cfn.Holds) && slices.Contains(options, cfn.Fails) {
		return true
	}
	return slices.ContainsFunc(group, func(b branch) bool {
		conditions := documents[b.document].Statements[b.statement].Conditions
		excluded := conditions[isNone][b.key]
		return len(conditions[isOneOf][b.key]) == 0 && len(excluded) > 0 &&
			!slices.ContainsFunc(excluded, func(o string) bool { return !slices.Contains(options, o) })
	})
}

// merged puts one statement without the condition in place of the branches.
func merged(documents []policy.Document, group []branch) []policy.Document {
	all := slices.Clone(documents)
	for n, b := range slices.Backward(group) {
		statements := slices.Clone(all[b.document].Statements)
		if n == 0 {
			statements[b.statement] = withoutKey(statements[b.statement], b.key)
		} else {
			statements = slices.Delete(statements, b.statement, b.statement+1)
		}
		all[b.document].Statements = statements
	}
	return slices.DeleteFunc(all, func(d policy.Document) bool { return len(d.Statements) == 0 })
}

package clients

import (
	"slices"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// documented is the policy of a client.
func documented(c client) policy.Document {
	return policy.New(permission.Combine(environment, c.sets...)...)
}

// allowed returns the actions that documents allow, sorted.
func allowed(documents ...policy.Document) []string {
	var actions []string
	for _, d := range documents {
		for _, s := range d.Statements {
			if s.Effect == policy.Allow {
				actions = append(actions, s.Actions...)
			}
		}
	}
	slices.Sort(actions)
	return slices.Compact(actions)
}

// without returns documents that no longer allow an action.
func without(action string, documents ...policy.Document) []policy.Document {
	var rest []policy.Document
	for _, d := range documents {
		var statements []policy.Statement
		for _, s := range d.Statements {
			if s.Effect == policy.Allow {
				s.Actions = slices.DeleteFunc(slices.Clone(s.Actions), func(a string) bool { return a == action })
				if len(s.Actions) == 0 {
					continue
				}
			}
			statements = append(statements, s)
		}
		if len(statements) > 0 {
			rest = append(rest, policy.New(statements...))
		}
	}
	return rest
}

package permission

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// Limit is one line of the list of conditions that options add to the
// statements of a publisher.
type Limit struct {
	// Store is "S3", "ECR", "ECR Public" or "CodeArtifact".
	Store string
	// Option is the path of the option that adds the condition, such as
	// "S3.RequireReleaseTag".
	Option string
	// Actions that the condition is added to, wherever they are allowed. The
	// requests of others have no such key.
	Actions []string
	// Operator and Key are those of the condition.
	Operator, Key string
	// Values of the condition; a name between braces stands for an option's.
	Values []string
	// Source is the address of the page that describes the key.
	Source string
}

// limit is a Limit in a store's table.
type limit struct {
	option        string
	actions       []string
	operator, key string
	values        []string
	source        string
	// sids are the only statements it is added to; nil means all.
	sids []string
}

// holdsFor reports whether a limit is about an action of a grant.
func (l limit) holdsFor(g grant, action Action) bool {
	return !g.deny && slices.Contains(l.actions, action.Name) && (l.sids == nil || slices.Contains(l.sids, g.sid))
}

func sameLimit(a, b limit) bool { return a.operator == b.operator && a.key == b.key }

// add returns the conditions with the limit among them. A limit whose list is
// empty in a place limits nothing there.
func (l limit) add(conditions policy.Conditions, p place) policy.Conditions {
	values := slices.Clone(l.values)
	if len(l.values) == 1 && strings.HasPrefix(l.values[0], "{") {
		values = slices.Clone(p.lists[l.values[0]])
	}
	if len(values) == 0 {
		return conditions
	}
	if conditions == nil {
		conditions = policy.Conditions{}
	}
	if conditions[l.operator] == nil {
		conditions[l.operator] = map[string][]string{}
	}
	conditions[l.operator][l.key] = values
	return conditions
}

// Limits returns every condition that an option of Publisher can add, store
// by store.
func Limits() []Limit {
	var all []Limit
	for _, store := range stores {
		for _, l := range store.limits {
			all = append(all, Limit{
				Store: store.name, Option: l.option, Actions: slices.Clone(l.actions), Operator: l.operator, Key: l.key,
				Values: slices.Clone(l.values), Source: l.source,
			})
		}
	}
	return all
}

// cloneConditions returns a copy that a caller may change without changing
// the table.
func cloneConditions(c policy.Conditions) policy.Conditions {
	if c == nil {
		return nil
	}
	copied := make(policy.Conditions, len(c))
	for operator, keys := range c {
		copied[operator] = make(map[string][]string, len(keys))
		for key, values := range keys {
			copied[operator][key] = slices.Clone(values)
		}
	}
	return copied
}

func equalConditions(a, b policy.Conditions) bool {
	return maps.EqualFunc(a, b, func(x, y map[string][]string) bool { return maps.EqualFunc(x, y, slices.Equal[[]string]) })
}

package permission

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// Action is one row of a permission table: an IAM action, and why it is there.
type Action struct {
	// Name is the IAM action, such as "ecr:PutImage".
	Name string
	// Call is the client's call that fails without the action; for a denied
	// action, the call that it stops.
	Call string
	// Source is the address of the page that says so.
	Source string
}

// grant is one statement of a store's table, before the options are known.
type grant struct {
	// sid names the statement.
	sid string
	// modes in which the statement stands.
	modes mode
	// deny is true for a statement that takes away.
	deny bool
	// resource is the resource of the statement; a name between braces stands
	// for an option's value, every "*" for itself. An option with several
	// values makes a resource of each.
	resource string
	// conditions may name options as resource does.
	conditions policy.Conditions
	// actions of the statement.
	actions []Action
	// deletes are its further actions where deleting is allowed, which is
	// never in dev mode.
	deletes []Action
}

// mode is a set of publisher modes.
type mode uint8

const (
	normal mode = 1 << iota
	dev
	bothModes = normal | dev
)

// statements returns the statements of a table in one mode. fills put the
// values of the options into the resources and conditions, one fill for each
// value of an option that has several.
func statements(table []grant, in mode, deletes bool, fills ...*strings.Replacer) []policy.Statement {
	var all []policy.Statement
	for _, g := range table {
		if g.modes&in == 0 {
			continue
		}
		actions := names(g.actions)
		if deletes && in == normal {
			actions = append(actions, names(g.deletes)...)
		}
		all = append(all, policy.Statement{
			Sid:        g.sid,
			Effect:     g.effect(),
			Actions:    actions,
			Resources:  fillAll(g.resource, fills),
			Conditions: fillConditions(g.conditions, fills),
		})
	}
	return all
}

func (g grant) effect() policy.Effect {
	if g.deny {
		return policy.Deny
	}
	return policy.Allow
}

// fillAll returns a text of a table with the values of the options in it,
// once for each that differs.
func fillAll(text string, fills []*strings.Replacer) []string {
	var all []string
	for _, fill := range fills {
		if filled := fill.Replace(text); !slices.Contains(all, filled) {
			all = append(all, filled)
		}
	}
	return all
}

// fillConditions is fillAll for every value of conditions.
func fillConditions(c policy.Conditions, fills []*strings.Replacer) policy.Conditions {
	filled := cloneConditions(c)
	for _, keys := range filled {
		for key, values := range keys {
			var all []string
			for _, value := range values {
				all = append(all, fillAll(value, fills)...)
			}
			keys[key] = all
		}
	}
	return filled
}

// names returns the IAM actions of rows.
func names(rows []Action) []string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = row.Name
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

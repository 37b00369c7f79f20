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
	// resource is the one resource of the statement; a name between braces
	// stands for an option's value, every "*" for itself.
	resource string
	// conditions are written as they are.
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

// statements returns the statements of a table in one mode. fill puts the
// values of the options into the resources.
func statements(table []grant, in mode, deletes bool, fill *strings.Replacer) []policy.Statement {
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
			Resources:  []string{fill.Replace(g.resource)},
			Conditions: cloneConditions(g.conditions),
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

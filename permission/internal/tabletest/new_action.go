// Package tabletest checks the tables of permission sets.
package tabletest

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// NewActionsAreLimited adds an action to each row of each table in turn, and
// asks the sets, which use the tables, for their statements. The new action
// comes out under every limit of its service and no other, with the conditions
// of its row; nothing else changes. Every row is in the statements of one of the sets.
func NewActionsAreLimited(t *testing.T, tables []*table.Table, sets map[string]func() []policy.Statement) {
	for _, current := range tables {
		for i, row := range current.Rows {
			used := false
			for name, statements := range sets {
				t.Run(current.Set+" "+row.Sid+" "+name, func(t *testing.T) {
					used = newActionIsLimited(t, current, i, statements) || used
				})
			}
			assert.True(t, used, "%s: no set has the row of %s", current.Set, row.Sid)
		}
	}
}

func newActionIsLimited(t *testing.T, current *table.Table, i int, statements func() []policy.Statement) (used bool) {
	original := *current
	defer func() { *current = original }()
	before := statements()

	row := original.Rows[i]
	service, _, _ := strings.Cut(row.Actions[0].Name(), ":")
	action := service + ":NewAction"
	row.Actions = append(slices.Clone(row.Actions), table.Action{action})
	if row.Apart == "" {
		row.Apart = row.Sid + "Apart"
	}
	rows := slices.Clone(original.Rows)
	rows[i] = row
	*current = table.New(original.Set, original.Store, original.Limits, rows).Through(original.Ways...)

	var others []policy.Statement
	for _, s := range statements() {
		if !slices.Contains(s.Actions, action) {
			others = append(others, s)
			continue
		}
		used = true
		sid := strings.TrimRight(s.Sid, "0123456789")
		assert.Contains(t, []string{row.Sid, row.Apart}, sid)
		assert.Equal(t, row.Deny, s.Effect == policy.Deny)
		assert.Equal(t, wanted(original, row, service, before), keysOf(s.Conditions))
		s.Actions = slices.DeleteFunc(s.Actions, func(a string) bool { return a == action })
		if len(s.Actions) > 0 {
			others = append(others, s)
		}
	}
	assert.Equal(t, before, others, "the other actions are as before")
	return used
}

// wanted returns the conditions of an action that is new to a service: those of
// its row, and those of the limits of the whole service that the options ask
// for, which are known by the statements before.
func wanted(t table.Table, row table.Row, service string, before []policy.Statement) []string {
	keys := keysOf(row.Conditions)
	for _, l := range t.Limits {
		asked := slices.ContainsFunc(before, func(s policy.Statement) bool {
			ofService := slices.ContainsFunc(s.Actions, func(action string) bool { return strings.HasPrefix(action, service+":") })
			return ofService && s.Effect == policy.Allow && s.Conditions[l.Operator][l.Key] != nil
		})
		if asked && !row.Deny && slices.Contains(l.Actions, service+":*") {
			keys = append(keys, l.Operator+" "+l.Key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func keysOf(conditions policy.Conditions) []string {
	keys := []string{}
	for operator, all := range conditions {
		for key := range all {
			keys = append(keys, operator+" "+key)
		}
	}
	slices.Sort(keys)
	return keys
}

package table

import (
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// ListedRow is one action of a row, for review. Its fields are those of
// permission.Row, which says what they are.
type ListedRow struct {
	Set, Store string
	When       []string
	Sid, Apart string
	Effect     policy.Effect
	Action     string
	Call       string
	Source     string
	Resource   string
	Conditions policy.Conditions
}

// ListedLimit is a limit, for review. Its fields are those of
// permission.Limit, which says what they are.
type ListedLimit struct {
	Set, Store    string
	When          []string
	Actions       []string
	Operator, Key string
	Values        []string
	Source        string
}

// List returns the rows of the table, one for each action, and its limits. The
// caller may change them.
func (t Table) List() ([]ListedRow, []ListedLimit) {
	var rows []ListedRow
	for _, r := range t.rows {
		for _, a := range r.Actions {
			rows = append(rows, ListedRow{
				Set: t.set, Store: t.store, When: slices.Clone(r.When), Sid: r.Sid, Apart: r.Apart, Effect: r.effect(),
				Action: a.Name(), Call: a[1], Source: a[2], Resource: r.Resource, Conditions: clone(r.Conditions),
			})
		}
	}
	var limits []ListedLimit
	for _, l := range t.limits {
		limits = append(limits, ListedLimit{
			Set: t.set, Store: t.store, When: slices.Clone(l.When), Actions: slices.Clone(l.Actions),
			Operator: l.Operator, Key: l.Key, Values: slices.Clone(l.Values), Source: l.Source,
		})
	}
	return rows, limits
}

func clone(conditions policy.Conditions) policy.Conditions {
	if conditions == nil {
		return nil
	}
	all := make(policy.Conditions, len(conditions))
	for operator, keys := range conditions {
		all[operator] = make(map[string][]string, len(keys))
		for key, values := range keys {
			all[operator][key] = slices.Clone(values)
		}
	}
	return all
}

package table

import (
	"reflect"
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

// ListedWay is another way to the resources of rows, for review. Its fields are
// those of permission.Way, which says what they are.
type ListedWay struct {
	Set, Store           string
	When, Of, As, Source string
}

// ListWays returns the other ways of tables, as a package shows them.
func ListWays[W any](tables []Table, as func(ListedWay) W) []W {
	var all []W
	for _, t := range tables {
		for _, w := range t.Ways {
			all = append(all, as(ListedWay{t.Set, t.Store, w.When, w.Of, w.As, w.Source}))
		}
	}
	return all
}

// ListRows returns the rows of tables, one for each action, as a package shows
// them. The caller may change them.
func ListRows[R any](tables []Table, as func(ListedRow) R) []R {
	var all []R
	for _, t := range tables {
		for _, r := range t.Rows {
			for _, a := range r.Actions {
				all = append(all, as(ListedRow{
					Set: t.Set, Store: t.Store, When: slices.Clone(r.When), Sid: r.Sid, Apart: r.Apart, Effect: r.effect(),
					Action: a[0], Call: a[1], Source: a[2], Resource: r.Resource, Conditions: clone(r.Conditions),
				}))
			}
		}
	}
	return all
}

// ListLimits returns the limits of tables, as a package shows them; one that
// several tables of a store have stands once.
func ListLimits[L any](tables []Table, as func(ListedLimit) L) []L {
	var all []L
	var listed []ListedLimit
	for _, t := range tables {
		for _, l := range t.Limits {
			one := ListedLimit{
				Set: t.Set, Store: t.Store, When: slices.Clone(l.When), Actions: slices.Clone(l.Actions),
				Operator: l.Operator, Key: l.Key, Values: slices.Clone(l.Values), Source: l.Source,
			}
			if !slices.ContainsFunc(listed, func(other ListedLimit) bool { return reflect.DeepEqual(one, other) }) {
				listed, all = append(listed, one), append(all, as(one))
			}
		}
	}
	return all
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

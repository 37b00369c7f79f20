// Package table makes policy statements of tables: rows of actions, each on one
// resource, and the limits that options put on them. A permission set is a
// Table and the code that says what the names in it stand for.
package table

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// Action is an IAM action, such as "ecr:PutImage"; the client's call that fails
// without it (for a denied action, the call that it stops); the address of the
// page that says so; and, where it needs options beside those of its row, these,
// separated by commas. In this order, so that tables read as such.
type Action [4]string

// Name returns the IAM action.
func (a Action) Name() string { return a[0] }

// WhenOf returns the options that must be set for an action of the row.
func (r *Row) WhenOf(a Action) []string {
	if a[3] == "" {
		return slices.Clone(r.When)
	}
	return slices.Concat(r.When, strings.Split(a[3], ", "))
}

// If returns the action for a row in which it needs other options too.
func (a Action) If(when string) Action {
	a[3] = when
	return a
}

// Row is actions on the same resource under the same conditions.
type Row struct {
	// Sid names the statement. Rows of one Sid that come out with the same
	// resources and conditions are one statement. Apart is the Sid of the
	// actions of the row that come out otherwise, because a limit concerns some
	// actions of the Sid and not these.
	Sid, Apart string
	// When are the options that must be set, "!" before one that must not, "|"
	// between alternatives; none is always.
	When []string
	// Deny is true for a row that takes away. No limit concerns it.
	Deny bool
	// Each is the kind of place that the row is about.
	Each string
	// Resource and the values of Conditions are patterns: a name between braces
	// stands for its values in the place, every "*" for itself. A name with
	// several values makes several texts. A resource with a name that has none
	// makes no statement.
	Resource   string
	Conditions policy.Conditions
	Actions    []Action
}

// Limit is a condition that options add to every row that allows one of its
// actions.
type Limit struct {
	// Set and Store are those of the table, which New fills in.
	Set, Store string
	// When is that of a Row, such as "S3.RequireReleaseTag".
	When []string
	// Actions are patterns, "!" before one that takes out: "s3:*",
	// "!s3:CreateBucket". So a new action is under the limits of its service
	// until the table takes it out.
	Actions []string
	// Operator, Key and Values are the condition; the values are patterns.
	Operator, Key string
	Values        []string
	// PerPlace is true for a limit that concerns only the places that have
	// values for it.
	PerPlace bool
	// Source is the address of the page that describes the key.
	Source string
}

// Options says which options are set, by the names that the table has for
// them. Every name of the table is there.
type Options map[string]bool

// Places are what the rows are about, by kind. Every kind of the table is there,
// perhaps with no place.
type Places map[string][]Place

// Table is what a store, or a whole set, can grant: rows and limits, as New made
// them ready.
type Table struct {
	Set, Store string
	Rows       []Row
	Limits     []Limit
	// Writing is what its actions change; without actions, nothing.
	Writing Writing
	// Ways are other ways to the resources of its rows.
	Ways []Way

	rows   []cutRow
	limits []cutLimit
}

// Way is another way to the resources of rows: where an option is set, and a
// place has a text for every name in As, resources that begin with Of begin with
// As instead. What a row denies is denied on either way.
type Way struct {
	// Set and Store are those of the table, which Through fills in.
	Set, Store string
	// When is the option that must be set.
	When string
	// Of and As are patterns.
	Of, As string
	// Source is the address of the page that describes the way.
	Source string
}

// Through returns the table with other ways to its resources. Of several that a
// resource begins with, the first counts.
func (t Table) Through(ways ...Way) Table {
	t.Ways, t.rows = slices.Clone(ways), slices.Clone(t.rows)
	for i := range t.Ways {
		t.Ways[i].Set, t.Ways[i].Store = t.Set, t.Store
	}
	for i, r := range t.rows {
		for j, way := range ways {
			if rest, ok := strings.CutPrefix(r.Resource, way.Of); ok {
				t.rows[i].way, t.rows[i].other = &t.Ways[j], cut(way.As+rest)
				break
			}
		}
	}
	return t
}

// Writing is what the actions of a table change in a store.
type Writing struct {
	// Store is that of the table, which Writes fills in, and Path what the paths of
	// its options begin with: "ECR Public", "EcrPublic".
	Store, Path string
	// Kind is what the resources begin with that say what is changed, behind the
	// account: "repository/". Empty is all resources.
	Kind string
	// Levels is how many parts such a resource has, Kind included. The last one
	// may hold "/".
	Levels int
	// Actions are those that change something.
	Actions []string
}

// Writes returns the table of a store with what its actions change.
func (t Table) Writes(writes Writing) Table {
	writes.Store = t.Store
	t.Writing = writes
	return t
}

// cutRow is a row, or the part of one whose actions are under the same limits and
// need the same options, made ready.
type cutRow struct {
	*Row
	needs      []string
	when       []alternatives
	actions    []string
	resource   pattern
	conditions []condition
	limits     []int
	// way is the other way to the resource, nil for none, and other the resource
	// on it.
	way   *Way
	other pattern
}

type cutLimit struct {
	*Limit
	when   []alternatives
	values []pattern
}

type condition struct {
	operator, key string
	values        []pattern
}

// New makes a table ready. It panics where a Sid has actions under different
// limits, or on different resources, and the later row has no Sid for them.
func New(set, store string, limits []Limit, rows []Row) Table {
	t := Table{Set: set, Store: store, Rows: rows, Limits: slices.Clone(limits)}
	for i := range t.Limits {
		l := &t.Limits[i]
		l.Set, l.Store = set, store
		t.limits = append(t.limits, cutLimit{l, cutWhen(l.When), cutAll(l.Values)})
	}
	for i := range rows {
		for _, part := range t.cut(&rows[i]) {
			for _, earlier := range t.rows {
				if part.Sid == earlier.Sid && part.Apart == "" && !part.alike(earlier) {
					panic(fmt.Sprintf("table %s %s: Sid %s: %s is under other limits or conditions, or on another resource, than %s; give its row an Apart Sid",
						set, store, part.Sid, part.actions[0], earlier.actions[0]))
				}
			}
			t.rows = append(t.rows, part)
		}
	}
	return t
}

// cut parts a row by the limits that its actions are under, and the options that
// they need.
func (t Table) cut(r *Row) []cutRow {
	var all []cutRow
	for _, action := range r.Actions {
		limits, needs := t.limitsOf(r, action.Name()), r.WhenOf(action)
		i := slices.IndexFunc(all, func(part cutRow) bool { return slices.Equal(part.limits, limits) && slices.Equal(part.needs, needs) })
		if i < 0 {
			i = len(all)
			all = append(all, cutRow{Row: r, needs: needs, when: cutWhen(needs), resource: cut(r.Resource), conditions: cutConditions(r.Conditions), limits: limits})
		}
		all[i].actions = append(all[i].actions, action.Name())
	}
	return all
}

func (t Table) limitsOf(r *Row, action string) []int {
	var all []int
	for i := range t.Limits {
		if !r.Deny && t.Limits[i].concerns(action) {
			all = append(all, i)
		}
	}
	return all
}

// LimitsOf returns the limits of tables; one that several tables of a store have
// stands once. The caller may change them.
func LimitsOf(tables ...Table) []Limit {
	var all []Limit
	for _, t := range tables {
		for _, l := range t.Limits {
			if !slices.ContainsFunc(all, func(other Limit) bool { return reflect.DeepEqual(l, other) }) {
				l.When, l.Actions, l.Values = slices.Clone(l.When), slices.Clone(l.Actions), slices.Clone(l.Values)
				all = append(all, l)
			}
		}
	}
	return all
}

// alike reports whether two rows come out with the same resources and
// conditions in every place.
func (r cutRow) alike(other cutRow) bool {
	return r.Deny == other.Deny && r.Each == other.Each && r.Resource == other.Resource &&
		r.Conditions.Equal(other.Conditions) && slices.Equal(r.limits, other.limits)
}

// Effect returns that of the row's statements.
func (r *Row) Effect() policy.Effect {
	if r.Deny {
		return policy.Deny
	}
	return policy.Allow
}

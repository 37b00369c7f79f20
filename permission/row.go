package permission

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Row is one line of the list that a security reviewer reads: an action that a
// set may allow (or denies), on what, when, and why.
type Row struct {
	// Set is the set that has the row, such as "Publisher". Store is the part of
	// it: "S3", "ECR", "ECR Public" or "CodeArtifact"; empty for a set of one
	// part.
	Set, Store string
	// When are the paths of the options that must be set for the row to apply,
	// such as "Ecr.Pull": "!" before one that must not, "|" between
	// alternatives. All elements must hold; none is always.
	When []string
	// Sid is the Sid of the statement that the row is part of. Apart is its Sid
	// where a limit concerns other actions of the statement and not this one;
	// empty where that can't be.
	Sid, Apart string
	// Effect is policy.Deny for an action taken away.
	Effect policy.Effect
	// Action is the IAM action, such as "ecr:PutImage".
	Action string
	// Call is the client's call that fails without the action; for a denied
	// action, the call that it stops.
	Call string
	// Source is the address of the page that says so.
	Source string
	// Resource is the resource with the options' names between braces, such as
	// {account}, {bucket} and {prefix}. Every "*" is one that is in the
	// document; {repository} and {package} are "*" unless options name some. An
	// option of several values makes several resources.
	Resource string
	// Conditions of the statement, except those of Limits, with the options'
	// names between braces; nil means none.
	Conditions policy.Conditions
}

// Limit is one line of the list of conditions that options add to the rows of a
// set, Way another way to their resources, such as an access point to a bucket,
// and Writing what a publisher may change in a store, for those who compare what
// publishers share.
type (
	Limit   = table.Limit
	Way     = table.Way
	Writing = table.Writing
)

// Rows returns every row of Publisher and Builder, in the order of their
// statements. Package deploy lists those of its sets.
func Rows() []Row { return RowsOf(tables()...) }

// Limits returns every condition that the options of Publisher and Builder can
// add.
func Limits() []Limit { return table.LimitsOf(tables()...) }

// RowsOf returns the rows of tables, one for each action, for the packages below
// this one that have tables. The caller may change them.
func RowsOf(tables ...table.Table) []Row {
	var all []Row
	for _, t := range tables {
		for _, r := range t.Rows {
			for _, a := range r.Actions {
				all = append(all, Row{
					Set: t.Set, Store: t.Store, When: r.WhenOf(a), Sid: r.Sid, Apart: r.Apart, Effect: r.Effect(),
					Action: a[0], Call: a[1], Source: a[2], Resource: r.Resource, Conditions: clone(r.Conditions),
				})
			}
		}
	}
	return all
}

// Ways returns every other way to the resources of Publisher and Builder.
func Ways() []Way {
	var all []Way
	for _, t := range tables() {
		all = append(all, t.Ways...)
	}
	return all
}

// Writings returns what each store's publishers may change, by the service of
// the actions, such as "ecr-public".
func Writings() map[string]Writing {
	all := map[string]Writing{}
	for _, t := range tables() {
		if w := t.Writing; len(w.Actions) > 0 {
			service, _, _ := strings.Cut(w.Actions[0], ":")
			w.Actions = slices.Clone(w.Actions)
			all[service] = w
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

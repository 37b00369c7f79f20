package permission

import (
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// Row is one line of the list that a security reviewer reads: an action that a
// publisher may be allowed (or is denied), on what, when, and why.
type Row struct {
	// Store is "S3", "ECR", "ECR Public" or "CodeArtifact".
	Store string
	// Normal and Dev say in which modes the row stands.
	Normal, Dev bool
	// Options are the paths of the options that must all be set for the row to
	// stand, such as "Ecr.Pull"; none for a row that always stands. Unless is
	// the option that replaces the row; empty for none.
	Options []string
	Unless  string
	// OnlyWithDelete is true for a row that AllowDelete adds.
	OnlyWithDelete bool
	// Sid is the Sid of the statement that the row is part of.
	Sid string
	// Effect is policy.Deny for an action taken away.
	Effect policy.Effect
	// Action, Call and Source are the row of the store's table.
	Action
	// Resource is the resource with the options' names between braces:
	// {partition}, {region}, {account}, {bucket}, {prefix}, {dev prefix},
	// {floating}, {key}, {repository}, {domain}, {package} and {source}. Every
	// "*" is one that stands in the document; {repository} and {package} are
	// "*" unless options name some.
	Resource string
	// Conditions of the statement, but for those that options add, which
	// Limits lists; nil means none.
	Conditions policy.Conditions
}

// stores lists every table, in the order in which their statements are
// written.
var stores = []struct {
	name   string
	table  []grant
	limits []limit
}{
	{"S3", s3Grants, s3Limits},
	{"ECR", ecrGrants, nil},
	{"ECR Public", ecrPublicGrants, nil},
	{"CodeArtifact", codeArtifactGrants, codeArtifactLimits},
}

// Rows returns every row of every store's table, in the order of the
// statements. They are the tables that Publisher makes its statements of:
// there is no other source of permissions.
func Rows() []Row {
	var all []Row
	for _, store := range stores {
		for _, g := range store.table {
			all = append(all, g.rows(store.name, g.modes, g.option)...)
			if g.devOption != "" {
				all = append(all, g.rows(store.name, dev, g.option, g.devOption)...)
			}
		}
	}
	return all
}

// rows returns the rows of a statement in some modes.
func (g grant) rows(store string, in mode, options ...string) []Row {
	var all []Row
	add := func(in mode, actions []Action, onlyWithDelete bool, options ...string) {
		for _, action := range actions {
			if in == 0 {
				continue
			}
			all = append(all, Row{
				Store:          store,
				Normal:         in&normal != 0,
				Dev:            in&dev != 0,
				Options:        slices.DeleteFunc(slices.Clone(options), func(option string) bool { return option == "" }),
				Unless:         g.unless,
				OnlyWithDelete: onlyWithDelete,
				Sid:            g.sid,
				Effect:         g.effect(),
				Action:         action,
				Resource:       g.resource,
				Conditions:     cloneConditions(g.conditions),
			})
		}
	}
	add(in, g.actions, false, options...)
	add(in&normal, g.deletes, true, options...)
	for _, w := range g.with {
		add(in&w.modes, w.actions, false, append(slices.Clone(options), w.option)...)
	}
	return all
}

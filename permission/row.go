package permission

import "github.com/cipublisher/cipublisher/policy"

// Row is one line of the list that a security reviewer reads: an action that a
// publisher may be allowed (or is denied), on what, when, and why.
type Row struct {
	// Store is "S3", "ECR" or "CodeArtifact".
	Store string
	// Normal and Dev say in which modes the row stands.
	Normal, Dev bool
	// OnlyWithDelete is true for a row that AllowDelete adds.
	OnlyWithDelete bool
	// Options are the options that must all be set for the row to stand, such
	// as "CodeArtifact.Describe"; nil for one that its store always has.
	Options []string
	// Sid is the Sid of the statement that the row is part of.
	Sid string
	// Effect is policy.Deny for an action taken away.
	Effect policy.Effect
	// Action, Call and Source are the row of the store's table.
	Action
	// Resource is the resource with the options' names between braces:
	// {partition}, {region}, {account}, {bucket}, {prefix}, {dev prefix} and
	// {domain}. Every "*" is one that stands in the document.
	Resource string
	// Conditions of the statement; nil means none.
	Conditions policy.Conditions
}

// stores lists every table, in the order in which their statements are
// written.
var stores = []struct {
	name  string
	table []grant
}{
	{"S3", s3Grants},
	{"ECR", ecrGrants},
	{"CodeArtifact", codeArtifactGrants},
}

// Rows returns every row of every store's table, in the order of the
// statements. They are the tables that Publisher makes its statements of:
// there is no other source of permissions.
func Rows() []Row {
	var all []Row
	for _, store := range stores {
		for _, g := range store.table {
			row := Row{
				Store:      store.name,
				Normal:     g.modes&normal != 0,
				Dev:        g.modes&dev != 0,
				Sid:        g.sid,
				Effect:     g.effect(),
				Resource:   g.resource,
				Conditions: cloneConditions(g.conditions),
			}
			for _, action := range g.actions {
				row.Action = action
				all = append(all, row)
			}
			row.Dev, row.OnlyWithDelete = false, true
			for _, action := range g.deletes {
				row.Action = action
				all = append(all, row)
			}
		}
	}
	return all
}

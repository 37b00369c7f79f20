package table

import (
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/policy"
)

// Statements returns the statements of the table, in the order of its rows.
func (t Table) Statements(options Options, places Places) []policy.Statement {
	asked := make([]bool, len(t.limits))
	for i, l := range t.limits {
		asked[i] = options.fit(l.when)
	}
	const most = 4 // statements that one store has in most sets; of the rows, few are asked for
	d := document{
		statements: make([]policy.Statement, 0, most),
		sids:       make([]string, 0, most),
	}
	for _, r := range t.rows {
		if options.fit(r.when) {
			all, known := places[r.Each]
			if !known {
				panic("table: nothing is known of each " + r.Each)
			}
			d.add(r, t.statementsOf(r, all, asked, r.way != nil && options.isSet(r.way.When)))
		}
	}
	return d.statements
}

// resourcesIn returns the resources of a row in a place, which may be reached by
// the row's other way.
func (r cutRow) resourcesIn(at Place, otherWay bool) []string {
	var other []string
	if otherWay {
		other = r.other.fill(at, nil)
	}
	if len(other) > 0 && !r.Deny {
		return other
	}
	return r.resource.fill(at, other)
}

// statementsOf returns the statements of one row, without Sids and actions: one
// for all places whose conditions are the same.
func (t Table) statementsOf(r cutRow, places []Place, asked []bool, otherWay bool) []policy.Statement {
	var all []policy.Statement
	for _, at := range places {
		resources := r.resourcesIn(at, otherWay)
		if len(resources) == 0 {
			continue
		}
		conditions := t.conditionsIn(at, r, asked)
		i := slices.IndexFunc(all, func(s policy.Statement) bool { return s.Conditions.Equal(conditions) })
		if i < 0 {
			all = append(all, policy.Statement{Effect: r.Effect(), Resources: resources, Conditions: conditions})
			continue
		}
		for _, resource := range resources {
			if !slices.Contains(all[i].Resources, resource) {
				all[i].Resources = append(all[i].Resources, resource)
			}
		}
	}
	return all
}

// document is statements with the Sids that they were given, before numbers
// made them unique.
type document struct {
	statements []policy.Statement
	sids       []string
}

// add adds the statements of a row: to those of its Sid that are alike, else as
// statements of their own, under the row's Sid Apart where the Sid is taken.
func (d *document) add(r cutRow, own []policy.Statement) {
	sid := r.Sid
	if r.Apart != "" && slices.Contains(d.sids, r.Sid) {
		sid = r.Apart
	}
	for _, s := range own {
		if i := d.alike(s, r.Sid, sid); i >= 0 {
			for _, action := range r.actions {
				if !slices.Contains(d.statements[i].Actions, action) {
					d.statements[i].Actions = append(d.statements[i].Actions, action)
				}
			}
			continue
		}
		s.Sid, s.Actions = d.numbered(sid), slices.Clone(r.actions)
		d.statements, d.sids = append(d.statements, s), append(d.sids, sid)
	}
}

// alike returns the statement of one of two Sids that differs from another one
// in its actions alone, or -1.
func (d *document) alike(s policy.Statement, sid, apart string) int {
	for i, e := range d.statements {
		if (d.sids[i] == sid || d.sids[i] == apart) && e.Effect == s.Effect && slices.Equal(e.Resources, s.Resources) && e.Conditions.Equal(s.Conditions) {
			return i
		}
	}
	return -1
}

// numbered returns a Sid with a number, unless it is the first of its name.
func (d *document) numbered(sid string) string {
	n := 1
	for _, taken := range d.sids {
		if taken == sid {
			n++
		}
	}
	if n == 1 {
		return sid
	}
	return sid + strconv.Itoa(n)
}

// At returns the one place of a table whose rows are about nothing that there
// are several of.
func At(place Place) Places { return Places{"": {place}} }

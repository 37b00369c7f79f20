package permission

import (
	"slices"
	"strconv"

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
	// option is the option that adds the statement; empty for one that always
	// stands. unless is the option that takes it away.
	option, unless string
	// devOption is the option that lets the statement stand in dev mode too.
	devOption string
	// deny is true for a statement that takes away.
	deny bool
	// over is the kind of place that the statement is about: it has one
	// resource for each place of the kind, and stands only where there is one.
	over string
	// resource is the resource of the statement; a name between braces
	// stands for an option's value, every "*" for itself.
	resource string
	// conditions are written as they are.
	conditions policy.Conditions
	// actions of the statement.
	actions []Action
	// deletes are its further actions where deleting is allowed, which is
	// never in dev mode.
	deletes []Action
	// with are further actions, each where an option is set.
	with []withOption
	// rest is the Sid of the actions that a limit leaves out, because their
	// requests have no such key.
	rest string
}

// withOption is a group of actions that an option adds to a statement.
type withOption struct {
	option  string
	modes   mode
	actions []Action
}

// mode is a set of publisher modes.
type mode uint8

const (
	normal mode = 1 << iota
	dev
	bothModes = normal | dev
)

// choice is what the options of a store make of its table.
type choice struct {
	mode    mode
	deletes bool
	// on holds the options that are set, by their paths.
	on map[string]bool
	// places are what the statements are about, by kind.
	places map[string][]place
	limits []limit
}

// place is one thing that a statement may be about: a bucket, a prefix in it,
// a repository.
type place struct {
	// fill puts the values of the options into the resource.
	fill fill
	// lists are the values of the limits' conditions, by placeholder.
	lists map[string][]string
}

// everywhere is the kind of place of statements on "*", of which there is one;
// a store need not name it.
const everywhere = ""

// statements returns the statements of a table under a choice of options.
func (c choice) statements(table []grant) []policy.Statement {
	var all []policy.Statement
	for _, g := range table {
		if !c.stands(g) {
			continue
		}
		for _, group := range c.groups(g) {
			first := len(all)
			for _, p := range c.placesOf(g) {
				s := policy.Statement{
					Sid:        group.sid,
					Effect:     g.effect(),
					Actions:    names(group.actions),
					Resources:  []string{p.fill.Replace(g.resource)},
					Conditions: cloneConditions(g.conditions),
				}
				for _, l := range group.limits {
					s.Conditions = l.add(s.Conditions, p)
				}
				all = appendPlace(all, first, s)
			}
		}
	}
	return all
}

// stands reports whether the options leave the statement in the document.
func (c choice) stands(g grant) bool {
	inMode := g.modes&c.mode != 0 || c.mode == dev && c.on[g.devOption]
	return inMode && (g.option == "" || c.on[g.option]) && !c.on[g.unless]
}

func (c choice) placesOf(g grant) []place {
	if places := c.places[g.over]; places != nil || g.over != everywhere {
		return places
	}
	return []place{{fill: fill(nil)}}
}

// group is the actions of a grant that the same limits hold for.
type group struct {
	sid     string
	actions []Action
	limits  []limit
}

// groups divides the actions of a grant by the limits that hold for them. A
// condition on a key that a request never has would refuse the request.
func (c choice) groups(g grant) []group {
	actions := slices.Clone(g.actions)
	if c.deletes && c.mode == normal {
		actions = append(actions, g.deletes...)
	}
	for _, w := range g.with {
		if c.on[w.option] && w.modes&c.mode != 0 {
			actions = append(actions, w.actions...)
		}
	}
	var all []group
	for _, action := range actions {
		var holding []limit
		for _, l := range c.limits {
			if c.on[l.option] && l.holdsFor(g, action) {
				holding = append(holding, l)
			}
		}
		i := slices.IndexFunc(all, func(x group) bool { return slices.EqualFunc(x.limits, holding, sameLimit) })
		if i < 0 {
			i = len(all)
			sid := g.sid
			if i > 0 {
				sid = g.rest
			}
			all = append(all, group{sid: sid, limits: holding})
		}
		all[i].actions = append(all[i].actions, action)
	}
	return all
}

// appendPlace adds the statement of one more place to those of the same
// grant: another resource of a statement with the same conditions, else
// another statement.
func appendPlace(all []policy.Statement, first int, s policy.Statement) []policy.Statement {
	for i := first; i < len(all); i++ {
		if equalConditions(all[i].Conditions, s.Conditions) {
			if !slices.Contains(all[i].Resources, s.Resources[0]) {
				all[i].Resources = append(all[i].Resources, s.Resources[0])
			}
			return all
		}
	}
	if n := len(all) - first; n > 0 {
		s.Sid += strconv.Itoa(n + 1)
	}
	return append(all, s)
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

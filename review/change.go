package review

import (
	"reflect"
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// Change is what one holder's policies grant more and less.
type Change struct {
	// Holder is the holder after the change; before it, if it is gone.
	Holder Holder
	// Gained and Lost are what is granted and what is taken away.
	Gained, Lost []Entry
}

// Entry is one thing that a change grants or takes away.
type Entry struct {
	// Kind says where it stands.
	Kind Kind `json:"kind"`
	// Grant in words. For Gained, one with the effect Deny no longer
	// applies; for Lost, it now does. Actions have no reasons here.
	Grant Grant `json:"grant"`
	// Text names what is known by its name alone. Grant then has an effect and
	// conditions alone: Deny where it limits, or may limit.
	Text string `json:"text,omitempty"`
}

// Compare says what a change from some holders to others grants and takes
// away, one Change for each holder that gains or loses something. A holder is
// the same when it has the same type and name, or else the same logical id. It
// is as cautious as policy.Compare: without Gained, nothing new is granted.
//
// What is unknown may be anything: another unknown in its place is granted,
// and so is what an unknown that is gone may have denied.
func Compare(before, after []Holder) []Change {
	var changes []Change
	pairs := pair(before, after)
	tested := testedTags(before, after)
	for i, holder := range after {
		old, existed := Holder{}, false
		if j, ok := pairs[i]; ok {
			old, existed = before[j], true
		}
		change := compareHolders(holder, old, holder, existed, true)
		if existed || holder.Type == roleType || holder.Type == userType {
			change.compareTags(old.tags, holder.tags, tested)
		}
		changes = append(changes, change)
	}
	kept := map[int]bool{}
	for _, j := range pairs {
		kept[j] = true
	}
	for j, holder := range before {
		if !kept[j] {
			changes = append(changes, compareHolders(holder, holder, Holder{}, true, false))
		}
	}
	return slices.DeleteFunc(withoutRepetition(changes), func(c Change) bool { return len(c.Gained)+len(c.Lost) == 0 })
}

// withoutRepetition leaves out the changes of an attached managed policy that
// stand with the holders that have it already.
func withoutRepetition(changes []Change) []Change {
	for i, change := range changes {
		if !change.Holder.Attached {
			continue
		}
		shown := func(entries func(Change) []Entry) bool {
			return !slices.ContainsFunc(entries(change), func(e Entry) bool {
				return !slices.ContainsFunc(changes, func(other Change) bool {
					return !other.Holder.Attached && slices.ContainsFunc(entries(other), func(o Entry) bool { return reflect.DeepEqual(o, e) })
				})
			})
		}
		if shown(func(c Change) []Entry { return c.Gained }) && shown(func(c Change) []Entry { return c.Lost }) {
			changes[i].Gained, changes[i].Lost = nil, nil
		}
	}
	return changes
}

// pair maps indexes of after to those of before.
func pair(before, after []Holder) map[int]int {
	pairs, taken := map[int]int{}, map[int]bool{}
	match := func(identity func(Holder) string) {
		byIdentity := map[string]int{}
		for j, b := range before {
			if key := identity(b); !taken[j] && key != "" {
				byIdentity[b.Type+" "+key] = j
			}
		}
		for i, a := range after {
			if _, done := pairs[i]; done || identity(a) == "" {
				continue
			}
			if j, found := byIdentity[a.Type+" "+identity(a)]; found && !taken[j] {
				pairs[i], taken[j] = j, true
			}
		}
	}
	match(Holder.identity)
	match(func(h Holder) string { return h.ID })
	match(func(h Holder) string { // policies in files
		if h.Type == "" {
			return "-"
		}
		return ""
	})
	return pairs
}

// mortal are the types that take what limits them along when they are gone.
var mortal = map[string]bool{
	roleType: true, userType: true, groupType: true, managedPolicyType: true, instanceProfileType: true, permissionSetType: true,
}

func compareHolders(holder, before, after Holder, existed, exists bool) Change {
	c := Change{Holder: holder}
	c.compare(InTrust, before.Trust, after.Trust)
	if existed && exists {
		before.Policies, after.Policies = slices.Concat(before.Policies, before.byDefault), slices.Concat(after.Policies, after.byDefault)
	}
	c.compare(InPolicy, before.Policies, after.Policies)
	c.compareNamed(before.Named, after.Named, existed, exists)
	if before.constraints != nil && after.constraints != nil {
		for _, text := range before.constraints.Beyond(*after.constraints) {
			c.Gained = append(c.Gained, Named{Kind: InLimit, Text: text}.entry(policy.Deny))
		}
	}
	switch {
	case !exists && holder.ID != "" && mortal[holder.Type]:
		c.Gained = nil
	case !existed && holder.Attached: // nobody else can have it yet, and they are compared with it
		c.Gained = nil
	}
	return c
}

// compareNamed compares what is known by name alone.
func (c *Change) compareNamed(before, after []Named, existed, exists bool) {
	for _, n := range beyond(after, before, Named.grants) {
		c.Gained = append(c.Gained, n.entry(policy.Allow))
	}
	for _, n := range beyond(before, after, Named.limits) {
		if exists || n.Kind != InBoundary && n.Kind != InLimit || c.Holder.Type == organizationPolicyType {
			c.Gained = append(c.Gained, n.entry(policy.Deny))
		}
	}
	for _, n := range beyond(before, after, Named.grants) {
		c.Lost = append(c.Lost, n.entry(policy.Allow))
	}
	for _, n := range beyond(after, before, Named.limits) {
		if existed && !n.grants() {
			c.Lost = append(c.Lost, n.entry(policy.Deny))
		}
	}
}

func (n Named) entry(effect policy.Effect) Entry {
	return Entry{Kind: n.Kind, Text: n.Text, Grant: Grant{Effect: effect, Conditions: n.When}}
}

// beyond returns what others do not have, or have under more conditions only.
func beyond(named, others []Named, counts func(Named) bool) []Named {
	byIdentity := map[string][]Named{}
	for _, o := range others {
		key := string(o.Kind) + " " + o.identity()
		byIdentity[key] = append(byIdentity[key], o)
	}
	var all []Named
	for _, n := range named {
		same := byIdentity[string(n.Kind)+" "+n.identity()]
		if counts(n) && (n.always || len(same) == 0 || len(policy.Compare(statements(same), statements([]Named{n})).Gained) > 0) {
			all = append(all, n)
		}
	}
	return all
}

// statements writes names as Allow statements that differ in their conditions
// alone, to be compared as those are.
func statements(named []Named) []policy.Document {
	var d policy.Document
	for _, n := range named {
		d.Statements = append(d.Statements, policy.Statement{
			Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}, Conditions: n.conditions,
		})
	}
	return []policy.Document{d}
}

func (c *Change) compare(kind Kind, before, after []policy.Document) {
	difference := policy.Compare(united(before), united(after))
	for _, s := range difference.Gained {
		c.Gained = append(c.Gained, entries(kind, s)...)
	}
	for _, s := range difference.Lost {
		c.Lost = append(c.Lost, entries(kind, s)...)
	}
}

func entries(kind Kind, s policy.Statement) []Entry {
	var all []Entry
	for _, g := range grantsOf(s) {
		for i := range g.Actions {
			g.Actions[i].Call, g.Actions[i].Source = "", ""
		}
		all = append(all, Entry{Kind: kind, Grant: g})
	}
	return all
}

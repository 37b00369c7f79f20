package review

import (
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// Change is what becomes of one holder's policies.
type Change struct {
	// Holder is the holder after the change; before it, if it is gone.
	Holder Holder
	// Gained and Lost are what is granted and what is taken away.
	Gained, Lost []Entry
}

// Entry is one thing that a change grants or takes away.
type Entry struct {
	// Kind says where it stands.
	Kind Kind
	// Grant in words. For Gained, one with the effect Deny no longer stands in
	// the way; for Lost, it now does. Actions have no reasons here.
	Grant Grant
	// Text names the managed policy, the template or the permissions boundary.
	Text string
}

// Kind is where an entry of a change stands.
type Kind string

// The kinds of entries.
const (
	// InTrust: who may assume the role.
	InTrust Kind = "trust"
	// InPolicy: what the role may do, or others with the resource.
	InPolicy Kind = "policy"
	// InManaged: an attached policy whose content is not known here.
	InManaged Kind = "managed-policy"
	// InTemplate: another template that is deployed, whose content is not known
	// here.
	InTemplate Kind = "template"
	// InBoundary: the permissions boundary that limits the role.
	InBoundary Kind = "permissions-boundary"
)

// Compare says what a change from some holders to others grants and takes
// away, one Change for each holder that gains or loses something. A holder is
// the same when it has the same logical id, or else the same type and name. It
// is as cautious as policy.Compare: without Gained, nothing new is granted.
func Compare(before, after []Holder) []Change {
	var changes []Change
	add := func(c Change) {
		if len(c.Gained)+len(c.Lost) > 0 {
			changes = append(changes, c)
		}
	}
	pairs := pair(before, after)
	for i, holder := range after {
		old := Holder{}
		if j, ok := pairs[i]; ok {
			old = before[j]
		}
		add(compareHolders(holder, old, holder))
	}
	for j, holder := range before {
		gone := true
		for _, kept := range pairs {
			gone = gone && kept != j
		}
		if gone {
			add(compareHolders(holder, holder, Holder{}))
		}
	}
	return changes
}

// pair maps indexes of after to those of before.
func pair(before, after []Holder) map[int]int {
	pairs, taken := map[int]int{}, map[int]bool{}
	match := func(same func(a, b Holder) bool) {
		for i, a := range after {
			if _, done := pairs[i]; done {
				continue
			}
			for j, b := range before {
				if !taken[j] && a.Type == b.Type && same(a, b) {
					pairs[i], taken[j] = j, true
					break
				}
			}
		}
	}
	match(func(a, b Holder) bool { return a.ID == b.ID })
	match(func(a, b Holder) bool { return a.Name != "" && a.Name == b.Name })
	return pairs
}

func compareHolders(holder, before, after Holder) Change {
	c := Change{Holder: holder}
	c.compare(InTrust, before.trust(), after.trust())
	c.compare(InPolicy, before.Policies, after.Policies)
	c.compareNames(InManaged, before.Managed, after.Managed)
	c.compareNames(InTemplate, before.Templates, after.Templates)
	// What another boundary allows is not known here: the old one no longer
	// limits the role, the new one does. A new role had no limits to lose.
	if before.Boundary != after.Boundary {
		if before.Boundary != "" && after.Trust != nil {
			c.Gained = append(c.Gained, Entry{Kind: InBoundary, Text: before.Boundary})
		}
		if after.Boundary != "" && before.Trust != nil {
			c.Lost = append(c.Lost, Entry{Kind: InBoundary, Text: after.Boundary})
		}
	}
	return c
}

// compareNames compares what is known by name alone.
func (c *Change) compareNames(kind Kind, before, after []string) {
	for _, name := range without(after, before) {
		c.Gained = append(c.Gained, Entry{Kind: kind, Text: name})
	}
	for _, name := range without(before, after) {
		c.Lost = append(c.Lost, Entry{Kind: kind, Text: name})
	}
}

func (h Holder) trust() []policy.Document {
	if h.Trust == nil {
		return nil
	}
	return []policy.Document{*h.Trust}
}

func without(values, others []string) []string {
	return slices.DeleteFunc(slices.Clone(values), func(v string) bool { return slices.Contains(others, v) })
}

func (c *Change) compare(kind Kind, before, after []policy.Document) {
	difference := policy.Compare(before, after)
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

package policy

import "slices"

// Difference is what a change of documents means.
type Difference struct {
	// Gained is what may be allowed now and was not before: Allow rules that
	// are new or wider, and Deny rules that no longer stand in the way.
	Gained []Rule
	// Lost is what was allowed before and may not be now: Allow rules that are
	// gone or narrower, and new Deny rules.
	Lost []Rule
}

// Empty reports whether the change means nothing.
func (d Difference) Empty() bool { return len(d.Gained)+len(d.Lost) == 0 }

// Compare says what a change from some documents to others allows and takes
// away. Each side is documents that apply together, such as all policies of a
// role.
//
// The comparison is by meaning: an order, a Sid, a statement split in two or a
// resource that a wildcard covers already are no change. It is cautious: when
// every request that the new documents allow was allowed by the old ones,
// Gained may still name a rule whose parts were allowed by several rules
// together; when Gained is empty, nothing new is allowed. The same goes for
// Lost.
//
// CDK tokens are literal text, and mean the same on both sides.
func Compare(before, after []Document) Difference {
	old, now := sidesOf(before), sidesOf(after)
	return Difference{
		Gained: append(now.allows.beyond(old.allows, now.denies), old.denies.lifted(now.denies, now.allows)...),
		Lost:   append(old.allows.beyond(now.allows, old.denies), now.denies.lifted(old.denies, old.allows)...),
	}
}

// sides are what documents allow and deny.
type sides struct{ allows, denies ruleSet }

func sidesOf(documents []Document) sides {
	var s sides
	for _, document := range documents {
		for _, rule := range document.Rules() {
			if rule.Effect == Deny {
				s.denies.add(rule)
			} else {
				s.allows.add(rule)
			}
		}
	}
	return s
}

// ruleSet is rules of one effect, each once, in their order.
type ruleSet struct {
	rules []Rule
	keys  map[string]bool
}

func (s *ruleSet) add(r Rule) {
	if key := r.key(); !s.keys[key] {
		if s.keys == nil {
			s.keys = map[string]bool{}
		}
		s.keys[key] = true
		s.rules = append(s.rules, r)
	}
}

// cover reports whether one of the rules covers another.
func (s ruleSet) cover(r Rule) bool {
	return s.keys[r.key()] || slices.ContainsFunc(s.rules, func(wide Rule) bool { return wide.Covers(r) })
}

// beyond returns the Allow rules that others do not cover and that no Deny
// makes void.
func (s ruleSet) beyond(others, denies ruleSet) []Rule {
	var all []Rule
	for _, r := range s.rules {
		if !others.cover(r) && !denies.cover(r) {
			all = append(all, r)
		}
	}
	return all
}

// lifted returns the Deny rules that others do not cover and that were in the
// way of something allowed.
func (s ruleSet) lifted(others, allows ruleSet) []Rule {
	var all []Rule
	for _, r := range s.rules {
		if !others.cover(r) && slices.ContainsFunc(allows.rules, r.overlaps) {
			all = append(all, r)
		}
	}
	return all
}

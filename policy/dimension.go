package policy

import (
	"maps"
	"slices"
)

// matchesNothing reports whether an empty list makes a clause void: "This
// statement includes no actions and does not affect the policy."
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
func (p *clause) matchesNothing() bool {
	return !p.actions.except && len(p.actions.values) == 0 ||
		!p.resources.missing && !p.resources.except && len(p.resources.values) == 0 ||
		p.Principal != nil && len(p.named) == 0
}

// elements returns the dimensions of a clause that are no conditions, and the
// wide clauses that cover some value of each: few of them in long documents.
// Everything in the dimensions is by the index of those.
func (c *shaping) elements(n *clause, wide []*clause) ([]dimension, []*clause) {
	var kept []*clause
	var covers [3][]bits
	for _, w := range wide {
		actions := coversList(c, &n.actions, &w.actions, c.coversAction, c.meetsAction, (*actionShape).all)
		if actions == nil {
			continue
		}
		resources := coversList(c, &n.resources, &w.resources, c.coversResource, c.meetsResource, (*resourceShape).all)
		if resources == nil {
			continue
		}
		principals := coversPrincipals(n, w)
		if !slices.Contains(principals, true) {
			continue
		}
		for i, by := range [...][]bool{actions, resources, principals} {
			if covers[i] == nil {
				covers[i] = make([]bits, len(by))
			}
			for value, covered := range by {
				if covered {
					covers[i][value].add(len(kept))
				}
			}
		}
		kept = append(kept, w)
	}
	return []dimension{
		dimensionOf(covers[0], func(s Statement, values []int) Statement {
			s.Actions = chosen(s.Actions, values)
			return s
		}),
		dimensionOf(covers[1], func(s Statement, values []int) Statement {
			s.Resources = chosen(s.Resources, values)
			return s
		}),
		dimensionOf(covers[2], func(s Statement, values []int) Statement {
			s.Principal = s.Principal.chosen(values)
			return s
		}),
	}, kept
}

// chosen returns some of the values; of a list that the statement does not
// have, nothing.
func chosen(values []string, indexes []int) []string {
	if values == nil || len(values) == len(indexes) {
		return values
	}
	some := make([]string, len(indexes))
	for i, index := range indexes {
		some[i] = values[index]
	}
	return some
}

// chosen returns some of the principals, by their sorted indexes in
// principalNames.
func (p *Principal) chosen(indexes []int) *Principal {
	if p == nil || p.anyone() {
		return p
	}
	some, at := &Principal{}, 0
	for i, kind := range p.kinds() {
		list := [...]*[]string{&some.AWS, &some.Federated, &some.Service, &some.CanonicalUser}[i]
		for _, value := range kind.values {
			if len(indexes) > 0 && indexes[0] == at {
				*list, indexes = append(*list, value), indexes[1:]
			}
			at++
		}
	}
	return some
}

// patternsOfAStep are as many patterns as are passed over in a step.
const patternsOfAStep = 8

// coversList says for each value of a narrow element whether a wide one covers
// it; for one that is "all except" or missing, whether it is covered as a whole.
// Nil says that nothing is covered.
func coversList[T any](c *shaping, narrow, wide *list[T], covers, meets func(wide, narrow T) bool, all func(T) bool) []bool {
	if narrow.missing || narrow.except {
		if c.spend(1) && coversWhole(narrow, wide, covers, all) {
			return []bool{true}
		}
		return nil
	}
	var by []bool
	for i, n := range narrow.values {
		if !c.spend(1 + len(wide.patterns)/patternsOfAStep) {
			return by
		}
		if wide.covers(n, covers, meets) {
			if by == nil {
				by = make([]bool, len(narrow.values))
			}
			by[i] = true
		}
	}
	return by
}

// coversWhole reports whether a wide element covers one that is missing or
// "all except".
func coversWhole[T any](narrow, wide *list[T], covers func(wide, narrow T) bool, all func(T) bool) bool {
	switch {
	case wide.missing || narrow.missing:
		return wide.missing
	case !wide.except:
		return slices.ContainsFunc(wide.patterns, func(w listedPattern[T]) bool { return all(w.value) })
	}
	for _, w := range wide.values {
		if !narrow.has(w.id) && !slices.ContainsFunc(narrow.patterns, func(n listedPattern[T]) bool { return covers(n.value, w.value) }) {
			return false
		}
	}
	return true
}

// covers reports whether an element covers one value.
func (wide *list[T]) covers(n listed[T], covers, meets func(wide, narrow T) bool) bool {
	switch {
	case wide.missing:
		return true
	case wide.has(n.id):
		return !wide.except
	case !wide.except:
		return slices.ContainsFunc(wide.patterns, func(w listedPattern[T]) bool {
			return (n.begins^w.begins)&w.mask == 0 && covers(w.value, n.value)
		})
	case n.exact:
		return !slices.ContainsFunc(wide.patterns, func(w listedPattern[T]) bool { return meets(w.value, n.value) })
	}
	return !slices.ContainsFunc(wide.values, func(w listed[T]) bool { return meets(w.value, n.value) })
}

// coversPrincipals says for each principal of a narrow clause whether a wide
// one covers it: where both name the same, or the wide one everybody.
func coversPrincipals(n, w *clause) []bool {
	identity := n.Principal == nil && n.NotPrincipal == nil
	switch {
	case identity:
		return []bool{w.Principal == nil && w.NotPrincipal == nil}
	case n.NotPrincipal != nil && w.NotPrincipal != nil:
		return []bool{!slices.ContainsFunc(w.named, func(name string) bool { return !n.namedSet[name] })}
	case n.NotPrincipal != nil:
		return []bool{w.everybody}
	}
	by := make([]bool, len(n.named))
	for i, name := range n.named {
		by[i] = w.everybody || w.Principal != nil && w.namedSet[name]
	}
	return by
}

// openRequirements are those of a wide clause that do not follow from the
// narrow one as a whole: numbers that values of its conditions may imply.
type openRequirements struct {
	possible     bool // every one of them is implied by some value
	requirements []int
}

// conditions returns the dimensions of a clause that are conditions with
// several values of which any one is enough, as far as it matters to a wide
// clause which.
func (c *shaping) conditions(n *clause, wide []*clause) ([]dimension, []openRequirements) {
	byKey := map[string][]int{}
	for i, r := range n.required {
		byKey[r.key] = append(byKey[r.key], i)
	}
	implied := map[int][]bits{} // by the index of the narrow requirement, for each of its values
	open := make([]openRequirements, len(wide))
	count := 0
	for w, clause := range wide {
		open[w].possible = true
		for _, wanted := range clause.required {
			given := make([]requirement, len(byKey[wanted.key]))
			for i, index := range byKey[wanted.key] {
				given[i] = n.required[index]
			}
			if !c.spend(1) || c.implies(given, wanted) {
				continue
			}
			some := false
			for i, index := range byKey[wanted.key] {
				whole := n.required[index]
				if !whole.alternatives() {
					continue
				}
				if implied[index] == nil {
					implied[index] = make([]bits, len(whole.values))
				}
				for j, v := range whole.values {
					given[i] = whole.with(v)
					if c.implies(given, wanted) {
						implied[index][j].add(count)
						some = true
					}
				}
				given[i] = whole
			}
			open[w].requirements = append(open[w].requirements, count)
			count++
			if open[w].possible = some; !some {
				break
			}
		}
	}
	var dimensions []dimension
	for _, index := range slices.Sorted(maps.Keys(implied)) {
		r := n.required[index]
		dimensions = append(dimensions, dimensionOf(implied[index], func(s Statement, values []int) Statement {
			s.Conditions = s.Conditions.With(r.name, r.writtenKey, chosen(s.Conditions[r.name][r.writtenKey], values)...)
			return s
		}))
	}
	return dimensions, open
}

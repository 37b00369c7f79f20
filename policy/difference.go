package policy

import (
	"reflect"
	"slices"
)

// Difference is what a change of documents means.
type Difference struct {
	// Gained is what may be allowed now and was not before: Allow statements
	// that are new or wider, and Deny statements that no longer
	// apply, each cut down to what is new.
	Gained []Statement
	// Lost is what was allowed before and may not be now: Allow statements that
	// are gone or narrower, and new Deny statements.
	Lost []Statement
}

// Empty reports whether the change means nothing.
func (d Difference) Empty() bool { return len(d.Gained)+len(d.Lost) == 0 }

// Compare says what a change from some documents to others allows and takes
// away. Each side is documents that apply together, such as all policies of a
// role.
//
// The comparison is by meaning: an order, a Sid, a statement split in two, a
// resource that a wildcard covers already or a condition in other words are no
// change. It is cautious: when every request that the new documents allow was
// allowed by the old ones, Gained may still name a statement whose parts were
// allowed by several together; when Gained is empty, nothing new is allowed.
// The same goes for Lost. Documents that would take long to compare exactly
// are taken to differ.
//
// A Deny that is lifted is in Gained unless another one that remains covers
// it: what it denied may be allowed by a policy that is not among the
// documents. Only a Deny without conditions and unknowns hides an Allow that
// it covers.
//
// An Unknown and a CDK token are whatever the deployment makes of them: the
// same on both sides, different from everything else.
func Compare(before, after []Document) Difference {
	if reflect.DeepEqual(before, after) {
		return Difference{} // most of a large template, and not worth a closer look
	}
	c := newShaping(before)
	old, now := c.sides(before), c.sides(after)
	return Difference{Gained: c.gained(old, now), Lost: c.gained(now, old)}
}

// sides are what documents allow and deny.
type sides struct{ allows, denies []*clause }

func (c *shaping) sides(documents []Document) sides {
	return sides{c.clauses(documents, Allow), c.clauses(documents, Deny)}
}

// gained returns what one side allows beyond the other.
func (c *shaping) gained(before, after sides) []Statement {
	c.steps = largestComparison
	allowed := slices.Clip(before.allows)
	for _, d := range after.denies {
		if d.unconditional() {
			allowed = append(allowed, d)
		}
	}
	return append(c.uncovered(after.allows, allowed), c.uncovered(before.denies, after.denies)...)
}

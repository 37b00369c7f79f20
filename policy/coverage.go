package policy

import (
	"slices"
	"strconv"
)

// uncovered returns what some clauses match and others together do not, as
// statements of the former that are cut down to it. It is cautious: what it
// does not return is covered for certain.
//
// A clause is a product: of principals, actions, resources and the values of
// conditions. It is never multiplied out. Each value gets the set of the wide
// clauses that cover it; values with the same set are one class; and a choice
// of one class from each dimension is covered if some wide clause covers them
// all.
func (c *shaping) uncovered(narrow, wide []*clause) []Statement {
	same := map[string]bool{}
	for _, w := range wide {
		same[w.key] = true
	}
	var all []Statement
	for _, n := range narrow {
		if !same[n.key] {
			all = append(all, c.uncoveredOf(n, wide)...)
		}
	}
	return all
}

// dimension is one of the lists of a clause.
type dimension struct {
	// classes are the indexes of values that are covered alike, in the order of
	// their first.
	classes [][]int
	// covers holds for each class what covers it: wide clauses, or requirements
	// of wide clauses that a value of a condition implies.
	covers []bits
	// choose returns the statement with only these values.
	choose func(s Statement, values []int) Statement
}

// largestProduct bounds the choices that are looked at for one clause; beyond
// it, the values of the longest dimension stay together.
const largestProduct = 1 << 11

// uncoveredOf is uncovered for one clause.
func (c *shaping) uncoveredOf(n *clause, wide []*clause) []Statement {
	if n.matchesNothing() {
		return nil
	}
	elements, wide := c.elements(n, wide)
	conditions, open := c.conditions(n, wide)
	dimensions := append(elements, conditions...)
	choices := limit(dimensions)
	outer, inner := dimensions[:len(elements)], dimensions[len(elements):]
	// Without steps left, something may pass for covered that was not looked at
	// to the end.
	if len(wide) == 0 || !c.spend(choices*(len(wide)+len(dimensions)*len(dimensions))) {
		return []Statement{n.Statement}
	}
	covered := func(choice []int) bool {
		for w := range wide {
			if open[w].possible && coversAll(outer, choice, w) && impliesAll(inner, choice[len(outer):], open[w].requirements) {
				return true
			}
		}
		return false
	}
	var boxes [][][]int // the classes of each dimension, choice by choice
	choice := make([]int, len(dimensions))
	for more := true; more; more = next(choice, dimensions) {
		if covered(choice) {
			continue
		}
		box := make([][]int, len(dimensions))
		for i := range dimensions {
			box[i] = []int{choice[i]}
		}
		boxes = append(boxes, box)
	}
	var statements []Statement
	for _, box := range joined(boxes) {
		s := n.Statement
		for i, d := range dimensions {
			s = d.choose(s, d.values(box[i]))
		}
		statements = append(statements, s)
	}
	return statements
}

func coversAll(dimensions []dimension, choice []int, w int) bool {
	for i, d := range dimensions {
		if !d.covers[choice[i]].has(w) {
			return false
		}
	}
	return true
}

func impliesAll(dimensions []dimension, choice []int, requirements []int) bool {
	for _, r := range requirements {
		implied := false
		for i, d := range dimensions {
			implied = implied || d.covers[choice[i]].has(r)
		}
		if !implied {
			return false
		}
	}
	return true
}

// next moves on to the next choice and reports whether there is one.
func next(choice []int, dimensions []dimension) bool {
	for i := len(choice) - 1; i >= 0; i-- {
		if choice[i]++; choice[i] < len(dimensions[i].classes) {
			return true
		}
		choice[i] = 0
	}
	return false
}

// limit makes one class of the dimension with the most until their product,
// which it returns, is small. What covers the class is what covers all of its
// values.
func limit(dimensions []dimension) int {
	for {
		product, longest := 1, 0
		for i, d := range dimensions {
			product = min(product*len(d.classes), largestProduct*largestProduct)
			if len(d.classes) > len(dimensions[longest].classes) {
				longest = i
			}
		}
		if product <= largestProduct {
			return product
		}
		d := &dimensions[longest]
		covers := d.covers[0]
		for _, other := range d.covers[1:] {
			covers = covers.and(other)
		}
		values := slices.Concat(d.classes...)
		slices.Sort(values)
		d.classes, d.covers = [][]int{values}, []bits{covers}
	}
}

// dimensionOf groups values by what covers them.
func dimensionOf(covers []bits, choose func(Statement, []int) Statement) dimension {
	d := dimension{choose: choose}
	classes := map[string]int{}
	class := 0
	for value, by := range covers {
		if value == 0 || !slices.Equal(by, covers[value-1]) { // neighbours are mostly covered alike
			key, known := by.key(), false
			if class, known = classes[key]; !known {
				class = len(d.classes)
				classes[key] = class
				d.classes, d.covers = append(d.classes, nil), append(d.covers, by)
			}
		}
		d.classes[class] = append(d.classes[class], value)
	}
	return d
}

// values returns the indexes of the values of some classes.
func (d dimension) values(classes []int) []int {
	var all []int
	for _, class := range classes {
		all = append(all, d.classes[class]...)
	}
	slices.Sort(all)
	return all
}

// joined joins boxes that differ in one dimension alone.
func joined(boxes [][][]int) [][][]int {
	if len(boxes) < 2 {
		return boxes
	}
	var key []byte
	for i := range boxes[0] {
		at := map[string]int{}
		var kept [][][]int
		for _, box := range boxes {
			key = key[:0]
			for j, classes := range box {
				if key = append(key, '/'); j == i {
					continue
				}
				for _, class := range classes {
					key = strconv.AppendInt(append(key, ' '), int64(class), 36)
				}
			}
			first, known := at[string(key)]
			if !known {
				at[string(key)] = len(kept)
				kept = append(kept, box)
				continue
			}
			kept[first][i] = append(kept[first][i], box[i]...)
		}
		boxes = kept
	}
	return boxes
}

// bits is a set of small numbers.
type bits []uint64

func (b *bits) add(i int) {
	for len(*b) <= i/64 {
		*b = append(*b, 0)
	}
	(*b)[i/64] |= 1 << (i % 64)
}

func (b bits) has(i int) bool { return i/64 < len(b) && b[i/64]&(1<<(i%64)) != 0 }

func (b bits) and(other bits) bits {
	common := slices.Clone(b[:min(len(b), len(other))])
	for i := range common {
		common[i] &= other[i]
	}
	return common
}

// key is the same text for the same set.
func (b bits) key() string {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	text := make([]byte, 0, 8*len(b))
	for _, word := range b {
		text = strconv.AppendUint(append(text, ' '), word, 36)
	}
	return string(text)
}

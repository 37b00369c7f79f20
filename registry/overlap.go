package registry

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// overlaps reports the rows that may write to the same place, where not both
// say that the place is shared. The first of the rows has the fault, which names
// the others. Each row with an overlap is in one fault at least, but not every
// pair of rows: those are too many where one row may write to everything.
func (r Registry) overlaps(faults *fault.List, targets []target) {
	type group struct {
		store  string
		shared bool
	}
	trees := map[group]*tree{}
	for i, t := range targets {
		g := group{t.store, t.shared}
		if trees[g] == nil {
			trees[g] = &tree{}
		}
		trees[g].add(t.path, i)
	}
	for _, t := range trees {
		t.sort()
	}
	type place struct {
		row   int
		store string
	}
	first := map[place]target{}
	others := map[place]map[int]target{}
	for i, t := range targets {
		for _, shared := range []bool{false, true} {
			if t.shared && shared {
				continue // both say so
			}
			found := trees[group{t.store, shared}].find(t.path, func(other int) bool { return targets[other].row != t.row })
			if found < 0 {
				continue
			}
			before, after := targets[min(i, found)], targets[max(i, found)]
			p := place{before.row, t.store}
			if others[p] == nil {
				first[p], others[p] = before, map[int]target{}
			}
			if _, ok := others[p][after.row]; !ok {
				others[p][after.row] = after
			}
		}
	}
	places := slices.SortedFunc(maps.Keys(first), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.store, b.store))
	})
	for _, p := range places {
		r.addOverlap(faults, first[p], others[p])
	}
}

const mostNamed = 10

func (r Registry) addOverlap(faults *fault.List, first target, others map[int]target) {
	var named []string
	for _, row := range slices.Sorted(maps.Keys(others)) {
		if len(named) == mostNamed {
			named = append(named, fmt.Sprintf("%d more", len(others)-mostNamed))
			break
		}
		named = append(named, fmt.Sprintf("%s of repositories[%d] (%s)", strconv.Quote(others[row].resource), row, r.Repositories[row].Repository))
	}
	faults.Add(fmt.Sprintf("repositories[%d].%s", first.row, first.store), first.resource,
		fmt.Sprintf("of %s overlaps %s, so one could overwrite what the other publishes", r.Repositories[first.row].Repository, strings.Join(named, ", ")),
		fmt.Sprintf("give each a place of its own, or set %s.shared to true in each of them", first.store))
}

// tree holds paths, a level for each part, and finds those that overlap
// another one without comparing it with each of them. Nil holds none.
type tree struct {
	exact, beginnings branches
	// lengths are those of the beginnings, in ascending order.
	lengths []int
	// ends are the numbers of the paths that end here.
	ends []int
}

// branches are the trees below the texts of one level.
type branches struct {
	below map[string]*tree
	texts []string // sorted
}

func (b *branches) at(text string) *tree {
	if b.below == nil {
		b.below = map[string]*tree{}
	}
	if b.below[text] == nil {
		b.below[text] = &tree{}
	}
	return b.below[text]
}

// beginning calls visit with each tree below a text that begins so, until it
// returns true.
func (b *branches) beginning(with string, visit func(*tree) bool) bool {
	first, _ := slices.BinarySearch(b.texts, with)
	for _, text := range b.texts[first:] {
		if !strings.HasPrefix(text, with) {
			break
		}
		if visit(b.below[text]) {
			return true
		}
	}
	return false
}

// add adds a path under a number. The tree has to be sorted afterwards.
func (t *tree) add(path []part, number int) {
	for _, p := range path {
		if p.open {
			t = t.beginnings.at(p.text)
		} else {
			t = t.exact.at(p.text)
		}
	}
	t.ends = append(t.ends, number)
}

func (t *tree) sort() {
	for _, b := range []*branches{&t.exact, &t.beginnings} {
		b.texts = slices.Sorted(maps.Keys(b.below))
		for _, below := range b.below {
			below.sort()
		}
	}
	for _, text := range t.beginnings.texts {
		t.lengths = append(t.lengths, len(text))
	}
	slices.Sort(t.lengths)
	t.lengths = slices.Compact(t.lengths)
}

// find returns the number of a path that overlaps the given one and that other
// accepts, or -1.
func (t *tree) find(path []part, other func(number int) bool) int {
	if t == nil {
		return -1
	}
	if len(path) == 0 {
		if i := slices.IndexFunc(t.ends, other); i >= 0 {
			return t.ends[i]
		}
		return -1
	}
	found := -1
	visit := func(below *tree) bool {
		if below != nil {
			found = below.find(path[1:], other)
		}
		return found >= 0
	}
	text := path[0].text
	for _, length := range t.lengths {
		if length <= len(text) && visit(t.beginnings.below[text[:length]]) {
			return found
		}
	}
	if !path[0].open {
		visit(t.exact.below[text])
	} else if !t.exact.beginning(text, visit) {
		t.beginnings.beginning(text, visit)
	}
	return found
}

package registry

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
)

// Writes reports whether an action is one of those that change what a store
// holds, and whether its service has any.
func Writes(service, action string) (is, known bool) {
	write, known := writes()[service]
	return slices.Contains(write.Actions, action), known
}

// Overlap reports whether two resources of a service overlap, as the rows of a
// registry are compared.
func Overlap(service, a, b string) bool {
	levels := writes()[service].Levels
	var t tree
	t.add(pathOf(a, levels), 0)
	t.sort()
	return t.find(pathOf(b, levels), func(int) bool { return true }) == 0
}

// Overlaps returns what compares the first so many rows and reports nothing
// else.
func (r Registry) Overlaps() func(rows int) fault.List {
	p := r.newPass(nil, nil)
	if err := p.run(); err != nil {
		panic(err)
	}
	return func(rows int) (faults fault.List) {
		var targets []target
		for _, f := range p.found[:rows] {
			if len(f.own)+len(f.core) > 0 {
				panic(slices.Concat(f.own, f.core))
			}
			targets = append(targets, f.targets...)
		}
		r.overlaps(&faults, targets)
		return faults
	}
}

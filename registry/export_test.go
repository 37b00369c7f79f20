package registry

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/template"
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

// Overlaps returns what compares the rows and reports nothing else.
func (r Registry) Overlaps() func() fault.List {
	var targets []target
	home, m := template.Environment(r.Environment()), r.maker()
	for i, row := range r.Repositories {
		options := m.optionsOf(row)
		for _, made := range m.roles(row, options, new(fault.List)) {
			documents, err := made.Documents(home)
			if err != nil {
				panic(err)
			}
			targets = append(targets, targetsOf(i, options, documents)...)
		}
	}
	return func() (faults fault.List) {
		r.overlaps(&faults, targets)
		return faults
	}
}

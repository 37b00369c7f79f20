package option

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

// Table is the options of one thing, in the order in which people meet them.
type Table []*Option

var indexes = lazyregexp.New(`\[[0-9]+\]`)

// Find returns the option behind the path of a fault, and the key below it for
// one that is keyed: the option itself, the one that the path lies below, or
// the first of a store that is named as a whole. Indexes are dropped.
func (t Table) Find(path string) (o *Option, below string) {
	path = strings.TrimPrefix(indexes.ReplaceAllString(path, ""), "Trust.") // as a role says of its trust
	if path == "Trust" {
		path = "Subjects"
	}
	for _, o := range t {
		if path == o.Path || path == o.Prop {
			return o, ""
		}
	}
	for _, o := range t {
		for _, own := range []string{o.Path, o.Prop} {
			if below, ok := strings.CutPrefix(path, own+"."); ok && own != "" {
				if !o.Keyed {
					below = ""
				}
				return o, below
			}
		}
	}
	for _, o := range t {
		if strings.HasPrefix(o.Path, path+".") || strings.HasPrefix(o.Prop, path+".") {
			return o, ""
		}
	}
	return nil, ""
}

// At returns the option with a path, which the table must have.
func (t Table) At(path string) *Option {
	for _, o := range t {
		if o.Path == path {
			return o
		}
	}
	panic("option: there is no option " + path)
}

// Reset takes back what the options have been given. A table is made once for
// thousands of roles so.
func (t Table) Reset() {
	for _, o := range t {
		if o.given {
			o.value().SetZero()
			o.given, o.refused = false, false
		}
	}
}

// Rename returns how a front end renames the paths in faults and texts, whose
// name of an option is given. Paths of other things, and of options that the
// front end does not take, stay as they are.
func (t Table) Rename(name func(*Option) string) func(path string) string {
	return func(path string) string {
		o, below := t.Find(path)
		if o == nil || name(o) == "" {
			return path
		}
		return strings.TrimSuffix(name(o)+" "+below, " ")
	}
}

// Unmet returns the faults of options that are given without the one that they
// need.
func (t Table) Unmet() fault.List {
	var faults fault.List
	for _, o := range t {
		if o.Needs == "" || o.refused || !o.Means() {
			continue
		}
		if needed := t.At(o.Needs); !needed.Means() && !needed.refused {
			faults.Add(o.Path, o.text(), "means nothing without {"+o.Needs+"}",
				strings.TrimSpace("add {"+o.Needs+"} "+needed.Value)+", or leave {"+o.Path+"} out")
		}
	}
	return faults
}

// Complete fills in what every switch has that is off unless it is given.
func (t Table) Complete() Table {
	for _, o := range t {
		if _, ok := o.Field.(*bool); ok && o.Default == "" {
			o.Default, o.Example = "false", "true"
		}
	}
	return t
}

// Need makes the other options of a store need the one that asks for it.
func (t Table) Need(path string) Table {
	for _, o := range t {
		if o.Path != path && o.Needs == "" {
			o.Needs = path
		}
	}
	return t
}

// Uses reports whether an option with the name of a flag is given, and not
// without the one that it needs.
func (t Table) Uses(flag string) bool {
	for _, o := range t {
		if o.FlagName() == flag && o.Means() && (o.Needs == "" || t.At(o.Needs).Means()) {
			return true
		}
	}
	return false
}

// Without returns the table without the options whose paths begin so.
func (t Table) Without(path string) Table {
	return slices.DeleteFunc(slices.Clone(t), func(o *Option) bool { return strings.HasPrefix(o.Path, path) })
}

// Below returns the options whose paths begin so.
func (t Table) Below(path string) Table {
	return slices.DeleteFunc(slices.Clone(t), func(o *Option) bool { return !strings.HasPrefix(o.Path, path) })
}

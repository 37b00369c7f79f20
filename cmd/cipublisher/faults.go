package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

// addNew adds faults, except those of a flag and value that has been
// reported before: it is checked once, however many documents it goes into.
func (c *call) addNew(err error) { _ = c.addBeside(c.faults, err) }

// addBeside adds faults, except those of a flag and value that is among
// others. It returns all of them.
func (c *call) addBeside(others fault.List, err error) fault.List {
	var faults fault.List
	faults.Append("", err)
	for _, f := range faults {
		if !slices.ContainsFunc(others, func(o fault.Fault) bool {
			return c.flags.nameOf(o.Option) == c.flags.nameOf(f.Option) && o.Value == f.Value
		}) {
			c.faults = append(c.faults, f)
		}
	}
	return faults
}

// refuseWithout reports flags that mean nothing without another one.
func refuseWithout(c *call, needed *flag, flags ...*flag) {
	if needed.text() != "" || needed.faulty {
		return
	}
	for _, f := range flags {
		if f.text() != f.preset {
			c.faults.Add("--"+f.name, f.text(), "means nothing without --"+needed.name, "add --"+needed.name+" "+needed.value+", or leave --"+f.name+" out")
			needed.faulty = true
		}
	}
}

// named returns the faults with the core's options named as flags. What the
// core says of an absent value is left out where the flag was faulty: it is
// absent because of that.
func (s *flagSet) named(faults fault.List) fault.List {
	var all fault.List
	for i, f := range faults.Rename(s.nameOf) {
		fromCore := faults[i].Option != f.Option
		name, _, _ := strings.Cut(strings.TrimPrefix(f.Option, "--"), " ")
		if flag := s.lookup(name); fromCore && f.Value == "" && flag != nil && flag.faulty {
			continue
		}
		// Permission sets that share an environment report its faults each.
		if !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	return all
}

// nameOf returns the flag that sets an option of the core, as package option
// finds options. What an option has below the flag's own, such as the name of
// a claim, is kept.
func (s *flagSet) nameOf(path string) string {
	if s.options == nil {
		for _, f := range s.flags {
			for _, own := range f.options {
				s.options = append(s.options, &option.Option{Path: own, Flag: f.name, Keyed: f.keyed})
			}
		}
	}
	return s.options.Rename(func(o *option.Option) string { return "--" + o.Flag })(path)
}

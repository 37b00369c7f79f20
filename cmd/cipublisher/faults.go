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

func (c *call) refuse(f *flag, problem, remedy string) {
	c.faults.Add("--"+f.name, f.text(), problem, remedy)
}

// refuseWithout reports flags that mean nothing without another one.
func (c *call) refuseWithout(needed *flag, flags ...*flag) {
	if needed.text() != "" || needed.faulty {
		return
	}
	for _, f := range flags {
		if f.text() != f.preset {
			c.refuse(f, "means nothing without --"+needed.name, "add "+needed.usage()+", or leave --"+f.name+" out")
			needed.faulty = true
		}
	}
}

// refuseBeside reports flags that one excludes.
func (c *call) refuseBeside(f *flag, others ...*flag) {
	for _, other := range others {
		if other.given() {
			c.refuse(other, "is given beside --"+f.name+", and one excludes the other", "leave one of them out")
		}
	}
}

// excludeEachOther reports all but the first of flags that exclude each other.
func (c *call) excludeEachOther(flags ...*flag) {
	if i := slices.IndexFunc(flags, (*flag).given); i >= 0 {
		c.refuseBeside(flags[i], flags[i+1:]...)
	}
}

// requireOneOf reports that none of the flags is given, or several.
func (c *call) requireOneOf(flags ...*flag) {
	c.excludeEachOther(flags...)
	if !slices.ContainsFunc(flags, (*flag).asked) {
		c.faults.Add("--"+flags[0].name, "", "is missing", "write "+usages(flags))
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

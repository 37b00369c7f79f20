package main

import (
	"slices"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/template"
)

// take declares a flag for each option of a table, under a heading of the help,
// for permission sets if any, and returns what gives the options the values of
// their flags.
func (s *flagSet) take(heading string, t option.Table, sets ...string) func(*call) {
	for _, o := range t {
		if name := o.FlagName(); name != "" {
			s.add(flag{
				name: name, value: o.Value, about: o.About, preset: o.Default, unset: o.Unset, options: []string{o.Path},
				repeatable: o.Kind() == option.List, keyed: o.Keyed, choices: o.Choices, heading: headingOf(o, heading), sets: slices.Clone(sets),
			})
		}
	}
	return func(c *call) {
		for _, o := range t {
			if f := s.lookup(o.FlagName()); f != nil {
				c.set(o, f)
			}
		}
	}
}

// headingOf returns what the help lists the flag of an option under: its store,
// else what is being declared.
func headingOf(o *option.Option, otherwise string) string {
	path, _, _ := strings.Cut(o.Path, ".")
	if store, ok := storeHeadings()[path]; ok {
		return store
	}
	return otherwise
}

// storeHeadings are the names of the stores by the path of their options.
var storeHeadings = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, store := range permission.Writings() {
		all[store.Path] = store.Store
	}
	return all
})

// set gives an option the value of its flag. What a faulty flag holds of use is
// checked further, without a second fault of the same.
func (c *call) set(o *option.Option, f *flag) {
	var err error
	switch {
	case f.given() && o.Kind() == option.List:
		err = o.Set(slices.DeleteFunc(slices.Clone(f.values), func(v string) bool { return v == "" }))
	case f.given():
		err = o.Set(f.text())
	}
	if f.faulty {
		o.Refuse()
		return
	}
	c.addNew(err)
	f.faulty = err != nil
}

// environmentFlags declares where the stores are and returns how to read it.
func environmentFlags(flags *flagSet) func(*call) permission.Environment {
	var named permission.Environment
	read := flags.take("Account and region", named.Options())
	return func(c *call) permission.Environment {
		read(c)
		return flags.environment(named)
	}
}

// environment returns what is known of an environment: what the user named,
// and in a template the rest as the deployment will know it.
func (s *flagSet) environment(named permission.Environment) permission.Environment {
	if s.deployed {
		return template.Environment(named)
	}
	return named
}

package main

import (
	"slices"
	"strconv"
	"strings"
)

// flag is one flag of a command and what the user wrote for it.
type flag struct {
	// name without the dashes.
	name string
	// letter is a short name, written with one dash; empty for none.
	letter string
	// value is what the help calls the flag's value; empty for a switch, which
	// is true when it is there and takes "=true" and "=false".
	value string
	// about says what the flag is for; options of the core that it mentions
	// between braces are shown as their flags.
	about string
	// preset is the value of a flag that is not given.
	preset string
	// unset is what it means that a flag without preset is not given.
	unset string
	// options are the options of the core that the flag sets: faults that name
	// one of them name the flag instead.
	options []string
	// repeatable flags collect their values; others take one.
	repeatable bool
	// pair flags take two values, one after the other.
	pair bool
	// keyed flags take KEY=VALUE, and their option has one below it a key.
	keyed bool
	// required flags must be given.
	required bool

	// elsewhere is true for a flag that the help of another command lists.
	elsewhere bool
	// sets are the permission sets that the flag belongs to, if any.
	sets []string
	// values as written, in their order.
	values []string
	// faulty flags have been reported already.
	faulty bool
}

func (f *flag) given() bool { return len(f.values) > 0 }

// text returns the value: the last one written, else the preset.
func (f *flag) text() string {
	if f.given() {
		return f.values[len(f.values)-1]
	}
	return f.preset
}

// list returns every value written, else the preset.
func (f *flag) list() []string {
	if !f.given() && f.preset != "" {
		return []string{f.preset}
	}
	return f.values
}

// truth returns the value of a switch. Parsing has refused all but booleans.
func (f *flag) truth() bool {
	value, _ := strconv.ParseBool(f.text())
	return value
}

// textOf and truthOf return the value of a flag that another group of flags
// may have declared; that of a flag that nobody declared is empty.
func (s *flagSet) textOf(name string) string {
	if f := s.lookup(name); f != nil {
		return f.text()
	}
	return ""
}

func (s *flagSet) truthOf(name string) bool {
	f := s.lookup(name)
	return f != nil && f.truth()
}

// number returns the value of a flag that takes a whole number, 0 when it is
// not given.
func (c *call) number(f *flag) int {
	if f.text() == "" {
		return 0
	}
	n, err := strconv.Atoi(f.text())
	if err != nil || n <= 0 {
		c.faults.Add("--"+f.name, f.text(), "is not a whole number above zero", "write digits alone")
		return 0
	}
	return n
}

// pairs returns the values of a flag that takes KEY=VALUE; those of a repeated
// key are collected.
func (c *call) pairs(f *flag) map[string][]string {
	pairs := map[string][]string{}
	for _, pair := range f.list() {
		key, value, found := strings.Cut(pair, "=")
		switch {
		case pair == "": // reported as an empty value
		case !found:
			c.faults.Add("--"+f.name, pair, "has no value", "write --"+f.name+" KEY=VALUE")
		case key == "":
			c.faults.Add("--"+f.name, pair, "has no key", "write --"+f.name+" KEY=VALUE")
		default:
			pairs[key] = append(pairs[key], value)
		}
	}
	return pairs
}

// flagSet holds the flags of one command.
//
// The parsers of the standard library and of pflag stop at the first fault.
// Here the values are collected as strings and checked afterwards, so that the
// user learns of everything at once.
type flagSet struct {
	command string
	flags   []*flag
	// set is the permission set whose flags are being declared, if any.
	set string
	// elsewhere names the commands whose flags are being declared, and whose
	// help lists them.
	elsewhere string
	// deployed is true where the command makes a template, so that account and
	// region may be left to its deployment.
	deployed bool
	// help is true when the user asked for it.
	help bool
}

// add declares a flag and returns it. Groups of flags may overlap: a flag that
// was declared before is shared, and described as it was then.
func (s *flagSet) add(f flag) *flag {
	declared := s.lookup(f.name)
	switch {
	case declared == nil:
		f.elsewhere = s.elsewhere != ""
		declared = &f
		s.flags = append(s.flags, declared)
	case declared.value != f.value || declared.repeatable != f.repeatable:
		panic("flag --" + f.name + " is declared twice, and takes different values")
	default:
		declared.options = append(declared.options, f.options...)
	}
	if s.set != "" {
		declared.sets = append(declared.sets, s.set)
	}
	return declared
}

// byLetter returns the flag that a letter stands for.
func (s *flagSet) byLetter(letter string) *flag {
	i := slices.IndexFunc(s.flags, func(f *flag) bool { return f.letter != "" && f.letter == letter })
	if i < 0 {
		return nil
	}
	return s.flags[i]
}

func (s *flagSet) lookup(name string) *flag {
	for _, f := range s.flags {
		if f.name == name {
			return f
		}
	}
	return nil
}

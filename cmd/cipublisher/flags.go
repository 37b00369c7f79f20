package main

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

// flag is one flag of a command and what the user wrote for it.
type flag struct {
	name string
	// letter is a short name, written with one dash; empty for none.
	letter string
	// value is what the help calls the flag's value; empty for a switch, which
	// is true when it is there and takes "=true" and "=false".
	value string
	// about says what the flag is for; options of the core that it mentions
	// between braces are shown as their flags.
	about  string
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
	// json flags name files whose reader knows JSON alone, which YAML is made.
	json bool
	// large flags name files of any size that a computer can read.
	large    bool
	required bool
	// choices are the values there are, where they are few. A shell completes
	// them; one that ends with a colon is to be continued, and what one is for
	// stands behind a tab.
	choices []string
	// choice is what a choice is, "a format", where nothing else is taken.
	choice string

	// heading is what the help lists the flag under.
	heading string
	// elsewhere is true for a flag that the help of another command lists.
	elsewhere bool
	// sets are the permission sets that the flag belongs to, if any.
	sets   []string
	values []string
	// faulty flags have been reported already.
	faulty bool
}

// text declares a flag that takes a value. Faults of the core name it by the
// option that its name spells, "FailOn" of "fail-on", unless of says otherwise.
func (s *flagSet) text(name, value, about string) *flag {
	words := strings.Split(name, "-")
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return s.add(flag{name: name, value: value, about: about, options: []string{strings.Join(words, "")}})
}

// toggle declares a switch that is off unless it is given.
func (s *flagSet) toggle(name, about string) *flag { return s.text(name, "", about).usually("false") }

func (f *flag) of(options ...string) *flag      { f.options = options; return f }
func (f *flag) suggest(choices ...string) *flag { f.choices = choices; return f }
func (f *flag) short(letter string) *flag       { f.letter = letter; return f }
func (f *flag) usually(preset string) *flag     { f.preset = preset; return f }
func (f *flag) otherwise(unset string) *flag    { f.unset = unset; return f }
func (f *flag) must() *flag                     { f.required = true; return f }
func (f *flag) many() *flag                     { f.repeatable = true; return f }
func (f *flag) two() *flag                      { f.pair = true; return f }
func (f *flag) document() *flag                 { f.json = true; return f }
func (f *flag) huge() *flag                     { f.large = true; return f }

// among lists the only values that the flag takes, and says what each is.
func (f *flag) among(choice string, choices ...string) *flag {
	f.choice = choice
	return f.suggest(choices...)
}

// A flag is a value of pflag, which collects what is written. It is checked
// once all of the line is read, so that the user learns of everything at once.
var _ pflag.Value = (*flag)(nil)

func (f *flag) Set(value string) error { f.values = append(f.values, value); return nil }

func (f *flag) String() string { return f.preset }

func (f *flag) Type() string {
	if f.value == "" {
		return "bool"
	}
	return f.value
}

// check reports what is wrong with a flag whatever it means.
func (f *flag) check(faults *fault.List) {
	before := len(*faults)
	option := "--" + f.name
	if f.required && !f.asked() {
		faults.Add(option, "", "is missing", "write "+f.usage())
	}
	for i, value := range f.values {
		if slices.Contains(f.values[:i], value) && !f.pair {
			continue
		}
		if i > 0 && !f.repeatable && !f.pair || f.pair && i == 2 {
			faults.Add(option, value, "was given before as "+strconv.Quote(f.values[0]), "give it once")
		}
		_, err := strconv.ParseBool(value)
		switch {
		case f.value == "" && err != nil:
			faults.Add(option, value, "is neither true nor false", "write "+option+"=true or "+option+"=false")
		// A variable of a CI job that was never set must not pass for a choice.
		case f.value != "" && value == "":
			faults.Add(option, "", "is empty", "write "+f.usage()+" or leave the flag out; perhaps a variable is not set")
		case strings.Contains(value, "{Token["):
			faults.Add(option, value, "holds a CDK token, which means nothing outside a CDK app", "write the value itself")
		case f.choice != "" && !slices.Contains(f.known(), value):
			faults.Add(option, value, "is not "+f.choice, useOne(f.known()))
		}
	}
	f.faulty = f.faulty || len(*faults) > before
}

func (f *flag) given() bool { return len(f.values) > 0 }

// asked reports whether the flag stands in the line, with a value or without.
func (f *flag) asked() bool { return f.given() || f.faulty }

func (f *flag) usage() string { return "--" + f.name + " " + f.value }

func usages(flags []*flag) string {
	all := make([]string, len(flags))
	for i, f := range flags {
		all[i] = f.usage()
	}
	return strings.Join(all, " or ")
}

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

// find returns a flag that another group of flags may have declared, and one that
// is not given for one that nobody declared.
func (s *flagSet) find(name string) *flag { return cmp.Or(s.lookup(name), &flag{}) }

// number returns the value of a flag that takes a whole number, 0 when it is
// not given.
func (c *call) number(f *flag) int {
	if f.text() == "" {
		return 0
	}
	n, err := strconv.Atoi(f.text())
	if err != nil || n <= 0 {
		c.refuse(f, "is not a whole number above zero", "write digits alone")
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

type flagSet struct {
	command string
	flags   []*flag
	// elsewhere names the commands whose flags are being declared, and whose
	// help lists them.
	elsewhere string
	// deployed is true where the command makes a template, so that account and
	// region may be left to its deployment.
	deployed bool
	// options are those behind the flags, once somebody asked for their names.
	options option.Table
}

// add declares a flag and returns it. Groups of flags may overlap: a flag that
// was declared before is shared, and described as it was then.
func (s *flagSet) add(f flag) *flag {
	s.options = nil
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
		declared.sets = append(declared.sets, f.sets...)
	}
	return declared
}

// declare makes the flags those of a command of cobra.
func (s *flagSet) declare(command *cobra.Command) {
	command.Flags().SortFlags = false
	for _, f := range s.flags {
		declared := command.Flags().VarPF(f, f.name, f.letter, fault.RenameMentions(f.describe(), s.nameOf))
		if f.value == "" {
			declared.NoOptDefVal = "true"
		}
		// It fails for a flag that does not exist alone.
		_ = command.RegisterFlagCompletionFunc(f.name, f.complete)
	}
}

func (s *flagSet) check(faults *fault.List) {
	for _, f := range s.flags {
		f.check(faults)
	}
}

func (s *flagSet) lookup(name string) *flag {
	for _, f := range s.flags {
		if f.name == name {
			return f
		}
	}
	return nil
}

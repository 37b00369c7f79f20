package main

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

// flag is one flag of a command and what the user wrote for it.
type flag struct {
	// name without the dashes.
	name string
	// value is what the help calls the flag's value; empty for a switch, which
	// is true when it is there and takes "=true" and "=false".
	value string
	// about says what the flag is for; options of the core may be mentioned.
	about string
	// preset is the value of a flag that is not given.
	preset string
	// options are the options of the core that the flag sets: faults that name
	// one of them name the flag instead.
	options []string
	// repeatable flags collect their values; others take one.
	repeatable bool
	// keyed flags take KEY=VALUE, and their option has one below it a key.
	keyed bool
	// required flags must be given.
	required bool
	// empty is true when an empty value means something, which about says.
	// Other flags refuse one: a variable of a CI job that was never set must
	// not pass for a choice.
	empty bool

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

// addNew adds faults, but for those of a flag and value that has been
// reported before: it has one judge, however many documents it goes into.
func (c *call) addNew(flags *flagSet, err error) {
	before := c.faults
	var faults fault.List
	faults.Append("", err)
	for _, f := range faults {
		if !slices.ContainsFunc(before, func(b fault.Fault) bool {
			return flags.nameOf(b.Option) == flags.nameOf(f.Option) && b.Value == f.Value
		}) {
			c.faults = append(c.faults, f)
		}
	}
}

// flagSet holds the flags of one command.
//
// The parsers of the standard library and of pflag stop at the first fault.
// Here the values are collected as strings and judged afterwards, so that the
// user learns of everything at once.
type flagSet struct {
	command string
	flags   []*flag
	// set is the permission set whose flags are being declared, if any.
	set string
	// help is true when the user asked for it.
	help bool
}

// add declares a flag and returns it. Groups of flags may overlap: a flag that
// was declared before is shared.
func (s *flagSet) add(f flag) *flag {
	declared := s.lookup(f.name)
	if declared == nil {
		declared = &f
		s.flags = append(s.flags, declared)
	} else if !sameDeclaration(*declared, f) {
		panic("flag --" + f.name + " is declared twice, and differently")
	}
	if s.set != "" {
		declared.sets = append(declared.sets, s.set)
	}
	return declared
}

func sameDeclaration(a, b flag) bool {
	a.sets, b.sets = nil, nil
	return reflect.DeepEqual(a, b)
}

func (s *flagSet) lookup(name string) *flag {
	for _, f := range s.flags {
		if f.name == name {
			return f
		}
	}
	return nil
}

// parse reads the arguments and reports everything that is wrong with them,
// as far as that can be seen without knowing what the flags mean.
func (s *flagSet) parse(args []string, faults *fault.List) {
	var leftover []string
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case isHelp(arg):
			s.help = true
		case arg == "--":
			leftover = append(leftover, args...)
			args = nil
		case !strings.HasPrefix(arg, "-") || arg == "-":
			leftover = append(leftover, arg)
		default:
			args = s.parseFlag(arg, args, faults)
		}
	}
	s.refuseLeftover(leftover, faults)
	for _, f := range s.flags {
		f.judge(faults)
	}
}

// parseFlag reads one flag, with the following argument where it needs one,
// and returns the arguments that remain.
func (s *flagSet) parseFlag(arg string, args []string, faults *fault.List) []string {
	name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	f := s.lookup(name)
	// No value of ours begins with two dashes; one that does is the next flag.
	nextIsValue := len(args) > 0 && !strings.HasPrefix(args[0], "--")
	switch {
	case f == nil || !strings.HasPrefix(arg, "--") || strings.HasPrefix(arg, "---"):
		dashes := arg[:len(arg)-len(strings.TrimLeft(arg, "-"))]
		if !hasValue && nextIsValue && !strings.HasPrefix(args[0], "-") {
			value, args = args[0], args[1:]
		}
		remedy := "leave it out"
		if near := s.nearest(name); near != nil {
			remedy = "did you mean --" + near.name + "?"
			near.faulty = true
		}
		faults.Add(dashes+name, value, "is not a flag of "+s.command, remedy)
		return args
	case hasValue:
	case f.value == "":
		value = "true"
	case nextIsValue:
		value, args = args[0], args[1:]
	default:
		faults.Add("--"+f.name, "", "lacks its value", "write --"+f.name+" "+f.value)
		f.faulty = true
		return args
	}
	f.values = append(f.values, value)
	return args
}

// refuseLeftover reports arguments that are no flags. Very many at once come
// from a pattern that the shell has replaced by the names of files.
func (s *flagSet) refuseLeftover(args []string, faults *fault.List) {
	if len(args) > 3 {
		faults.Add("the argument", args[0], "and "+strconv.Itoa(len(args)-1)+" more are left over", `leave them out, and quote a "*", which the shell expands`)
		return
	}
	for _, arg := range args {
		remedy := s.command + " takes flags only; leave it out"
		if f := s.switchBefore(arg); f != nil {
			remedy = "a switch takes its value after an equals sign: --" + f.name + "=" + arg
		}
		faults.Add("the argument", arg, "is left over", remedy)
	}
}

// switchBefore returns the switch that a leftover "true" or "false" was
// probably meant for.
func (s *flagSet) switchBefore(arg string) *flag {
	if _, err := strconv.ParseBool(arg); err != nil {
		return nil
	}
	i := slices.IndexFunc(s.flags, func(f *flag) bool { return f.value == "" && f.given() })
	if i < 0 {
		return nil
	}
	return s.flags[i]
}

// nearest returns the flag whose name a misspelt one most resembles, or nil.
func (s *flagSet) nearest(name string) *flag {
	var best *flag
	bestDistance := 3
	for _, f := range s.flags {
		distance := editDistance(name, f.name)
		if len(name) > 2 && (strings.HasPrefix(f.name, name) || strings.HasPrefix(name, f.name)) {
			distance = min(distance, 2)
		}
		if distance < bestDistance {
			best, bestDistance = f, distance
		}
	}
	return best
}

// editDistance counts the insertions, deletions and replacements of a byte
// that turn a into b (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0]++
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// judge reports what is wrong with a flag whatever it means.
func (f *flag) judge(faults *fault.List) {
	before := len(*faults)
	option := "--" + f.name
	if f.required && !f.given() && !f.faulty {
		faults.Add(option, "", "is missing", "write "+option+" "+f.value)
	}
	for i, value := range f.values {
		if slices.Contains(f.values[:i], value) {
			continue
		}
		if i > 0 && !f.repeatable {
			faults.Add(option, value, "was given before as "+strconv.Quote(f.values[0]), "give it once")
		}
		_, err := strconv.ParseBool(value)
		switch {
		case f.value == "" && err != nil:
			faults.Add(option, value, "is neither true nor false", "write "+option+"=true or "+option+"=false")
		case f.value != "" && value == "" && !f.empty:
			faults.Add(option, "", "is empty", "write "+option+" "+f.value+" or leave the flag out; perhaps a variable is not set")
		case strings.Contains(value, "{Token["):
			faults.Add(option, value, "holds a CDK token, which means nothing outside a CDK app", "write the value itself")
		}
	}
	f.faulty = f.faulty || len(*faults) > before
}

// refuseWithout reports flags that mean nothing without another one.
func refuseWithout(c *call, needed *flag, flags ...*flag) {
	if needed.given() || needed.faulty {
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

// nameOf returns the flag that sets an option of the core. Indexes are
// dropped, since the fault shows the value; what the option has below the
// flag's own, such as the name of a claim, is kept.
func (s *flagSet) nameOf(option string) string {
	path := indexes.ReplaceAllString(option, "")
	for _, f := range s.flags {
		for _, own := range f.options {
			if path == own {
				return "--" + f.name
			}
			if below, ok := strings.CutPrefix(path, own+"."); ok && f.keyed {
				return "--" + f.name + " " + below
			}
		}
	}
	if word, ok := unflagged[path]; ok {
		return word
	}
	return option
}

var indexes = regexp.MustCompile(`\[[0-9]+\]`)

// unflagged names the options of the core that no flag sets.
var unflagged = map[string]string{
	"Ecr": "the command line",
}

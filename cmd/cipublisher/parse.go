package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

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
		f.check(faults)
	}
}

// parseFlag reads one flag, with the following argument where it needs one,
// and returns the arguments that remain.
func (s *flagSet) parseFlag(arg string, args []string, faults *fault.List) []string {
	name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	if f := s.byLetter(name); f != nil && !strings.HasPrefix(arg, "--") {
		arg, name = "--"+f.name, f.name
	}
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
	if f.pair {
		if len(args) == 0 || strings.HasPrefix(args[0], "--") {
			faults.Add("--"+f.name, value, "lacks its second value", "write --"+f.name+" "+f.value)
			f.faulty = true
			return args
		}
		f.values, args = append(f.values, args[0]), args[1:]
	}
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

// check reports what is wrong with a flag whatever it means.
func (f *flag) check(faults *fault.List) {
	before := len(*faults)
	option := "--" + f.name
	if f.required && !f.given() && !f.faulty {
		faults.Add(option, "", "is missing", "write "+option+" "+f.value)
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
			faults.Add(option, "", "is empty", "write "+option+" "+f.value+" or leave the flag out; perhaps a variable is not set")
		case strings.Contains(value, "{Token["):
			faults.Add(option, value, "holds a CDK token, which means nothing outside a CDK app", "write the value itself")
		}
	}
	f.faulty = f.faulty || len(*faults) > before
}

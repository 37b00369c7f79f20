package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/spelling"
)

// line is what is read of all the arguments of a command. pflag would stop at
// the first fault, and take the next flag for a value that is missing.
type line struct {
	command *cobra.Command
	// leftover are the arguments that are no flags.
	leftover []string
	faults   fault.List
}

// readLine gives the flags of a command the values that the arguments have for
// them, and reports everything that is wrong with the arguments, as far as that
// can be seen without knowing what flags mean.
func readLine(command *cobra.Command, args []string) line {
	l := line{command: command}
	command.InheritedFlags() // which makes them flags of the command
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			l.leftover = append(l.leftover, args...)
			args = nil
		case !strings.HasPrefix(arg, "-") || arg == "-":
			l.leftover = append(l.leftover, arg)
		default:
			args = l.readFlag(arg, args)
		}
	}
	return l
}

// asks reports whether a switch of all commands is on.
func (l *line) asks(name string) bool {
	on, _ := l.command.Flags().GetBool(name)
	return on
}

// readFlag reads one flag, with the following arguments where it needs them,
// and returns the arguments that remain.
func (l *line) readFlag(arg string, args []string) []string {
	written, value, hasValue := strings.Cut(arg, "=")
	found := flagOf(l.command, written)
	// No value of ours begins with two dashes; one that does is the next flag.
	nextIsValue := len(args) > 0 && !strings.HasPrefix(args[0], "--")
	if found == nil {
		if !hasValue && nextIsValue && !strings.HasPrefix(args[0], "-") {
			value, args = args[0], args[1:]
		}
		remedy := "leave it out"
		if near := nearest(l.command, strings.TrimLeft(written, "-")); near != nil {
			remedy = "did you mean --" + near.Name + "?"
			refuse(near)
		}
		l.faults.Add(written, value, "is not a flag of "+strings.Join(wordsOf(l.command), " "), remedy)
		return args
	}
	switch {
	case hasValue:
	case found.NoOptDefVal != "":
		value = found.NoOptDefVal
	case nextIsValue:
		value, args = args[0], args[1:]
	default:
		l.lacks(found, "", "its value")
		return args
	}
	l.set(found, value)
	if own, ok := found.Value.(*flag); ok && own.pair {
		if len(args) == 0 || strings.HasPrefix(args[0], "--") {
			l.lacks(found, value, "its second value")
			return args
		}
		l.set(found, args[0])
		args = args[1:]
	}
	return args
}

// set gives a flag a value. Flags of our own take any, and are checked later.
func (l *line) set(f *pflag.Flag, value string) {
	if l.command.Flags().Set(f.Name, value) != nil {
		l.faults.Add("--"+f.Name, value, "is neither true nor false", "write --"+f.Name+" alone")
	}
}

func (l *line) lacks(f *pflag.Flag, value, what string) {
	l.faults.Add("--"+f.Name, value, "lacks "+what, "write --"+f.Name+" "+f.Value.Type())
	refuse(f)
}

func flagOf(command *cobra.Command, written string) *pflag.Flag {
	if name, long := strings.CutPrefix(written, "--"); long {
		return command.Flags().Lookup(name)
	}
	if len(written) == 2 {
		return command.Flags().ShorthandLookup(written[1:])
	}
	return nil
}

// refuse says that a flag has been reported.
func refuse(f *pflag.Flag) {
	if own, ok := f.Value.(*flag); ok {
		own.faulty = true
	}
}

// nearest returns the flag whose name a misspelt one most resembles, or nil.
func nearest(command *cobra.Command, name string) *pflag.Flag {
	var best *pflag.Flag
	bestDistance := 3
	command.Flags().VisitAll(func(f *pflag.Flag) {
		distance := spelling.Distance(name, f.Name)
		if len(name) > 2 && (strings.HasPrefix(f.Name, name) || strings.HasPrefix(name, f.Name)) {
			distance = min(distance, 2)
		}
		if distance < bestDistance {
			best, bestDistance = f, distance
		}
	})
	return best
}

// refuseLeftover reports arguments that are no flags. Very many at once come
// from a pattern that the shell has replaced by the names of files.
func (l line) refuseLeftover() (faults fault.List) {
	if len(l.leftover) > 3 {
		faults.Add("the argument", l.leftover[0], "and "+strconv.Itoa(len(l.leftover)-1)+" more are left over", `leave them out, and quote a "*", which the shell expands`)
		return faults
	}
	for _, arg := range l.leftover {
		remedy := strings.Join(wordsOf(l.command), " ") + " takes flags only; leave it out"
		if name := l.switchBefore(arg); name != "" {
			remedy = "a switch takes its value after an equals sign: --" + name + "=" + arg
		}
		faults.Add("the argument", arg, "is left over", remedy)
	}
	return faults
}

// switchBefore returns the switch that a leftover "true" or "false" was
// probably meant for.
func (l line) switchBefore(arg string) (name string) {
	if _, err := strconv.ParseBool(arg); err != nil {
		return ""
	}
	l.command.Flags().Visit(func(f *pflag.Flag) {
		if name == "" && f.NoOptDefVal != "" {
			name = f.Name
		}
	})
	return name
}

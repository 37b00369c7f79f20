package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

// run is the whole program except the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c := &call{flags: &flagSet{}, commands: commands, declare: map[*cobra.Command]func(){}, stdin: stdin, paint: terminal.PainterFor(stdout, os.Getenv)}
	c.root = newRoot(c)
	c.root.SetErr(stderr)
	command := c.execute(args)
	if faults := c.flags.named(c.faults); len(faults) > 0 {
		fmt.Fprintln(stderr, faults.Error())
		fmt.Fprintf(stderr, "Run \"%s --help\" for what it takes.\n", command.CommandPath())
		return exitBadInput
	}
	for i, notice := range c.notices {
		if !slices.Contains(c.notices[:i], notice) { // sets may share a store
			fmt.Fprintln(stderr, noticeLine(notice.Rename(c.flags.nameOf)))
		}
	}
	// A reader that gets only part of a document must not read success.
	if _, err := io.Copy(stdout, &c.out); err != nil {
		fmt.Fprintf(stderr, "cipublisher: the output could not be written: %v\n", err)
		return exitBadInput
	}
	return c.status
}

// execute has cobra run the command that the arguments name, with what is
// sound of them; the rest are faults. It returns the command.
func (c *call) execute(args []string) *cobra.Command {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		c.declareAll()
		c.parse(args) // an unfinished line, which is not refused
		return c.root
	}
	if len(args) > 0 && args[0] == "help" {
		args = append(slices.Clone(args[1:]), "--help")
	}
	command, rest, _ := c.root.Find(args)
	if declare := c.declare[command]; declare != nil {
		declare()
	}
	read := readLine(command, rest)
	switch {
	case !command.Runnable() && len(read.leftover) > 0,
		!command.Runnable() && !read.help && len(args) > 0 && !slices.Contains(read.args, "--version=true"):
		c.refuseCommand(command, read)
	case read.help || !command.Runnable() && len(args) == 0:
		read.args = slices.DeleteFunc(read.args, func(arg string) bool { return !strings.HasPrefix(arg, "--help-all=") })
		c.parse(append(wordsOf(command), append(read.args, "--help")...))
	default:
		if flag := command.Annotations[argumentsOf]; flag != "" {
			for _, argument := range read.leftover {
				read.args = append(read.args, "--"+flag+"="+argument)
			}
			read.leftover = nil
		}
		c.faults = append(read.faults, read.refuseLeftover()...)
		c.parse(append(wordsOf(command), read.args...))
	}
	return command
}

func (c *call) declareAll() {
	for _, declare := range c.declare {
		declare()
	}
}

// parse has cobra parse and run what has been checked.
func (c *call) parse(args []string) {
	c.root.SetArgs(args)
	if err := c.root.Execute(); err != nil {
		c.faults = append(c.faults, fault.Fault{Option: "the command line", Problem: "can't be read: " + err.Error()})
	}
}

// wordsOf are the words that the user types for a command.
func wordsOf(command *cobra.Command) []string { return strings.Fields(command.CommandPath())[1:] }

// refuseCommand reports that no command was named, or half of one, or one that
// does not exist, and flags before it.
func (c *call) refuseCommand(parent *cobra.Command, read line) {
	for _, f := range read.faults {
		c.faults.Add(f.Option, f.Value, "stands before the command", "write it behind the command that it belongs to")
	}
	typed := wordsOf(parent)
	problem, remedy := "is missing", "use one of "+strings.Join(commandNames(parent), ", ")
	if len(typed) > 0 {
		problem = "needs a second word"
	}
	if len(read.leftover) > 0 && read.leftover[0] != "" {
		typed, problem = append(typed, read.leftover[0]), "does not exist"
		if near := parent.SuggestionsFor(read.leftover[0]); len(near) > 0 {
			remedy = "did you mean " + strings.Join(append(wordsOf(parent), near[0]), " ") + "?"
		}
	}
	c.faults.Add("the command", strings.Join(typed, " "), problem, remedy)
}

// commandNames are the commands below one that are listed.
func commandNames(parent *cobra.Command) []string {
	var names []string
	for _, command := range parent.Commands() {
		switch {
		case command.Hidden || command.Name() == "help":
		case command.Runnable():
			names = append(names, strings.Join(wordsOf(command), " "))
		default:
			names = append(names, commandNames(command)...)
		}
	}
	return names
}

func noticeLine(n fault.Notice) string {
	kind := "warning"
	if n.Note {
		kind = "note"
	}
	return fmt.Sprintf("cipublisher: %s: %s (%s)", kind, n.Text, n.ID)
}

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
	c := &call{flags: &flagSet{}, commands: commands, stdin: stdin, paint: terminal.PainterFor(stdout, os.Getenv)}
	c.root, c.known = newRoot()
	c.root.SetOut(&c.out)
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

// execute has cobra find the command that the arguments name, and runs it with
// what is sound of them; the rest are faults. It returns the command.
func (c *call) execute(args []string) *cobra.Command {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		c.complete(args)
		return c.root
	}
	help := len(args) == 0
	command, rest, _ := c.root.Find(args)
	for command.Name() == "help" { // cobra's own, so that the shell completes it
		help = true
		command, rest, _ = c.root.Find(rest)
	}
	found, known := c.known[command]
	var act action
	if known {
		c.flags, act = found.flagSet()
		c.flags.declare(command)
	}
	read := readLine(command, rest)
	switch all := read.asks("help-all"); {
	case !known && len(read.leftover) > 0:
		c.refuseCommand(command, read)
	case known && (help || all || read.asks("help")):
		c.out.WriteString(found.help(c.flags, all))
	case help || all || read.asks("help"):
		c.out.WriteString(overview(strings.Join(wordsOf(command), " "), all))
	case read.asks("version") && len(read.faults) == 0:
		c.out.WriteString(buildText())
	case !known:
		c.refuseCommand(command, read)
	default:
		if found.arguments != "" {
			for _, argument := range read.leftover {
				read.set(command.Flags().Lookup(found.arguments), argument)
			}
			read.leftover = nil
		}
		c.faults = append(read.faults, read.refuseLeftover()...)
		c.flags.check(&c.faults)
		act(c)
	}
	return command
}

// complete has cobra complete an unfinished line, which may be of any command.
func (c *call) complete(args []string) {
	for added, found := range c.known {
		flags, _ := found.flagSet()
		flags.declare(added)
	}
	c.root.SetArgs(args)
	c.faults.Append("the command line", c.root.Execute())
}

func wordsOf(command *cobra.Command) []string { return strings.Fields(command.CommandPath())[1:] }

// refuseCommand reports that no command was named, or half of one, or one that
// does not exist, and flags before it.
func (c *call) refuseCommand(parent *cobra.Command, read line) {
	for _, f := range read.faults {
		if flagOf(parent, f.Option) == nil {
			f.Problem, f.Remedy = "stands before the command", "write it behind the command that it belongs to"
		}
		c.faults = append(c.faults, f)
	}
	typed := wordsOf(parent)
	var names []string
	for _, command := range c.commands {
		if command.group != "" && command.under(strings.Join(typed, " ")) {
			names = append(names, command.name)
		}
	}
	problem, remedy := "is missing", "use one of "+strings.Join(names, ", ")
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

func noticeLine(n fault.Notice) string {
	kind := "warning"
	if n.Note {
		kind = "note"
	}
	return fmt.Sprintf("cipublisher: %s: %s (%s)", kind, n.Text, n.ID)
}

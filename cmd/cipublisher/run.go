package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

// run is the whole program except the process around it.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "help" {
		args = append(slices.Clone(args[1:]), "--help")
	}
	text, ok := helpAsked(args)
	if ok {
		return deliver(text, stdout, stderr, exitOK)
	}
	cmd, rest, problem := findCommand(args)
	if problem != nil {
		return refuse(stderr, fault.List{*problem}, "")
	}
	flags := &flagSet{command: cmd.name}
	act := cmd.setup(flags)
	c := &call{flags: flags, stdin: stdin, paint: terminal.PainterFor(stdout, os.Getenv)}
	flags.parse(rest, &c.faults)
	if flags.help {
		return deliver(cmd.help(), stdout, stderr, exitOK)
	}
	act(c)
	if faults := flags.named(c.faults); len(faults) > 0 {
		return refuse(stderr, faults, cmd.name+" ")
	}
	for i, notice := range c.notices {
		if !slices.Contains(c.notices[:i], notice) { // sets may share a store
			fmt.Fprintln(stderr, noticeLine(notice.Rename(flags.nameOf)))
		}
	}
	return deliver(c.out.String(), stdout, stderr, c.status)
}

// helpAsked answers a request for help that comes before any command's name,
// or for the help of several commands.
func helpAsked(args []string) (text string, ok bool) {
	if len(args) == 0 {
		return "", false
	}
	if isHelp(args[0]) {
		return overview(commands), true
	}
	if group := inGroup(args[0]); len(group) > 0 && len(args) > 1 && isHelp(args[1]) {
		return overview(group), true
	}
	return "", false
}

func isHelp(arg string) bool { return arg == "--help" || arg == "-h" }

// inGroup returns the commands of two words that begin with this one.
func inGroup(word string) []command {
	return slices.DeleteFunc(slices.Clone(commands), func(c command) bool {
		return !strings.HasPrefix(c.name, word+" ")
	})
}

// findCommand splits the arguments into the command and the rest.
func findCommand(args []string) (cmd command, rest []string, problem *fault.Fault) {
	for _, cmd := range commands {
		words := strings.Fields(cmd.name)
		if len(args) >= len(words) && slices.Equal(args[:len(words)], words) {
			return cmd, args[len(words):], nil
		}
	}
	problem = &fault.Fault{Option: "the command", Problem: "is missing", Remedy: "use one of " + commandNames(commands)}
	if len(args) == 0 || args[0] == "" {
		return cmd, nil, problem
	}
	problem.Value, problem.Problem = args[0], "does not exist"
	if group := inGroup(args[0]); len(group) > 0 {
		problem.Problem = "needs a second word"
		problem.Remedy = "use one of " + commandNames(group)
		if len(args) > 1 && !strings.HasPrefix(args[1], "-") {
			problem.Value, problem.Problem = args[0]+" "+args[1], "does not exist"
		}
	}
	return cmd, nil, problem
}

func commandNames(list []command) string {
	names := make([]string, len(list))
	for i, c := range list {
		names[i] = c.name
	}
	return strings.Join(names, ", ")
}

// refuse reports the faults and where to read on.
func refuse(stderr io.Writer, faults fault.List, command string) int {
	fmt.Fprintln(stderr, faults.Error())
	fmt.Fprintf(stderr, "Run \"cipublisher %s--help\" for what it takes.\n", command)
	return exitBadInput
}

// deliver writes the whole output; a reader that gets only part of a document
// must not read success.
func deliver(text string, stdout, stderr io.Writer, status int) int {
	if _, err := io.WriteString(stdout, text); err != nil {
		fmt.Fprintf(stderr, "cipublisher: the output could not be written: %v\n", err)
		return exitBadInput
	}
	return status
}

func noticeLine(n fault.Notice) string {
	kind := "warning"
	if n.Note {
		kind = "note"
	}
	return fmt.Sprintf("cipublisher: %s: %s (%s)", kind, n.Text, n.ID)
}

package main

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

// commands in the order of the help. A new command is a file with its
// variable, and a line here.
var commands = slices.Concat([]command{
	policyCommand,
	trustCommand,
	templateCommand,
	resourcePolicyCommand,
	workflowCommand,
	checkPolicyCommand,
	checkTrustCommand,
	doctorCommand,
	explainCommand,
	auditCommand,
	driftCommand,
	verifyCommand,
	adoptCommand,
	versionCommand,
	manCommand,
}, completionCommands)

// The headings of the help under which commands stand.
const (
	documents = "Documents"
	questions = "Questions"
	tools     = "Tools"
)

// families say what commands of two words with the same first word do.
var families = map[string]string{
	"check":      "answers whether a role may do something, or a token may assume it",
	"completion": "prints the script that completes command lines in a shell",
}

type command struct {
	// name is what the user types: one word, or two ("check policy").
	name string
	// group is the heading under which the help lists the command; empty for a
	// command that is listed nowhere.
	group string
	// summary completes the sentence "cipublisher NAME …" in half a line.
	summary string
	// about is the rest of the help, paragraphs separated by empty lines.
	about string
	// common are the names of the flags that --help describes, where all of them
	// do not fit a screen.
	common []string
	// examples are command lines that work as they stand; a test runs them. The
	// first one is in --help.
	examples []string
	// arguments is the name of the flag whose values may stand without it: the
	// files that a command is about.
	arguments string
	// document is true for a command that prints a document, as JSON or YAML.
	document bool
	// setup declares the flags and returns what to do once they are read.
	setup func(*flagSet) action
}

// action does what a command is for. It adds what is wrong to the call's
// faults; what it has written by then is dropped.
type action func(*call)

// call is one run of a command, from the flags to the exit status.
type call struct {
	flags *flagSet
	root  *cobra.Command
	// commands are all there are, for the one that describes them.
	commands []command
	// known are the commands by what cobra has for each.
	known map[*cobra.Command]command
	stdin io.Reader
	// yaml is true where documents are written as YAML.
	yaml bool
	// paint colours words; it does nothing unless stdout is a terminal.
	paint terminal.Painter
	// out is printed to stdout when there are no faults.
	out bytes.Buffer
	// faults name options of the core or flags; the former are renamed.
	faults fault.List
	// notices go to stderr and leave the exit status alone.
	notices []fault.Notice
	// status is exitOK unless the answer is a denial.
	status int

	stdinTaken bool
}

// The exit statuses. A denial is an answer, not a failure of the command.
const (
	exitOK       = 0
	exitDenied   = 1
	exitBadInput = 2
)

func (c *call) deny(is bool) {
	if is {
		c.status = exitDenied
	}
}

func (c command) flagSet() (*flagSet, action) {
	flags := &flagSet{command: c.name}
	act := c.setup(flags)
	if c.document {
		act = inForm(flags, act)
	}
	return flags, act
}

// cobra returns the command as cobra knows it, which finds it and completes its
// lines.
func (c command) cobra() *cobra.Command {
	cmd := &cobra.Command{
		Use: strings.TrimPrefix(c.name, c.family()+" ") + c.operands(), Short: c.summary, Hidden: c.group == "",
		Run: func(*cobra.Command, []string) {},
	}
	if c.arguments == "" { // else the shell completes names of files
		cmd.ValidArgsFunction = cobra.NoFileCompletions
	}
	return cmd
}

// words are all that the user types for the command.
func (c command) words() string { return strings.TrimSpace("cipublisher " + c.name) }

func (c command) opening() string { return c.words() + " " + c.summary + "." }

// operands are what stands behind the words.
func (c command) operands() string {
	switch {
	case c.setup == nil:
		return " COMMAND [FLAGS]"
	case c.arguments == "":
		return " [FLAGS]"
	}
	return " FILE... [FLAGS]"
}

// family is the first of two words, empty for a command of one.
func (c command) family() string { return c.name[:max(0, strings.LastIndex(c.name, " "))] }

// under reports whether the command stands below a family, or the root.
func (c command) under(family string) bool { return family == "" || c.family() == family }

// newRoot returns the command line, and the commands by what it has for each.
func newRoot() (root *cobra.Command, known map[*cobra.Command]command) {
	cobra.EnableCommandSorting = false
	root, known = &cobra.Command{
		Use: "cipublisher", Version: buildText(), CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		SilenceErrors: true, SilenceUsage: true, ValidArgsFunction: cobra.NoFileCompletions,
	}, map[*cobra.Command]command{}
	root.PersistentFlags().BoolP("help", "h", false, "print what the command is for and its common flags")
	root.PersistentFlags().Bool("help-all", false, "print everything about the command")
	for _, c := range commands {
		parent := root
		if first := c.family(); first != "" {
			if parent, _, _ = root.Find([]string{first}); parent == root {
				parent = &cobra.Command{Use: first, SuggestionsMinimumDistance: 1, Short: families[first]}
				root.AddCommand(parent)
			}
		}
		added := c.cobra()
		parent.AddCommand(added)
		known[added] = c
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultVersionFlag()
	root.Flags().Lookup("version").Usage = versionCommand.summary
	return root, known
}

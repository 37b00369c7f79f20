package main

import (
	"bytes"
	"io"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

// commands in the order of the help. A new command is a file with its
// variable, and a line here.
var commands = []command{
	policyCommand,
	trustCommand,
	templateCommand,
	resourcePolicyCommand,
	checkPolicyCommand,
	checkTrustCommand,
	explainCommand,
	workflowCommand,
	versionCommand,
}

// command is one command of the command line.
type command struct {
	// name is what the user types: one word, or two ("check policy").
	name string
	// summary completes the sentence "cipublisher NAME …" in one line.
	summary string
	// about is the rest of the help, paragraphs separated by empty lines.
	about string
	// examples are command lines that work as they stand; a test runs them.
	examples []string
	// setup declares the flags and returns what to do once they are read.
	setup func(*flagSet) action
}

// action does what a command is for. It adds what is wrong to the call's
// faults; what it has written by then is dropped.
type action func(*call)

// call is one run of a command, from the flags to the exit status.
type call struct {
	flags *flagSet
	stdin io.Reader
	// paint colours words; it does nothing unless stdout is a terminal.
	paint terminal.Painter
	// out becomes stdout when there are no faults.
	out bytes.Buffer
	// faults name options of the core or flags; the former are renamed.
	faults fault.List
	// notices go to stderr and leave the exit status alone.
	notices []fault.Notice
	// status is exitOK unless the answer is a denial.
	status int

	// stdinTaken is true when a flag has read stdin.
	stdinTaken bool
}

// The exit statuses. A denial is an answer, not a failure of the command.
const (
	exitOK       = 0
	exitDenied   = 1
	exitBadInput = 2
)

package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

// overview lists commands.
func overview(list []command) string {
	var b strings.Builder
	b.WriteString(terminal.Wrap("", "cipublisher prints the IAM documents of a role that lets a CI pipeline publish artifacts to AWS, "+
		"and answers questions about them. It needs neither Node nor AWS credentials.") + "\n")
	b.WriteString("Usage:\n  cipublisher COMMAND [FLAGS]\n\nCommands:\n")
	for _, c := range list {
		b.WriteString("  " + c.name + "\n" + terminal.Wrap("      ", c.summary))
	}
	b.WriteString("\n" + terminal.Wrap("", `Run "cipublisher COMMAND --help" for the flags of a command and an example.`) + "\n")
	b.WriteString("Exit status:\n  0  done, or the answer is yes\n  1  the answer is no\n  2  bad input: every fault is on stderr, nothing on stdout\n")
	return b.String()
}

// help is everything about one command.
func (c command) help() string {
	flags := &flagSet{command: c.name}
	c.setup(flags)
	var b strings.Builder
	b.WriteString(terminal.Wrap("", "cipublisher "+c.name+" "+c.summary+".") + "\n")
	for paragraph := range strings.SplitSeq(c.about, "\n\n") {
		if paragraph != "" {
			b.WriteString(terminal.Wrap("", paragraph) + "\n")
		}
	}
	b.WriteString("Usage:\n  cipublisher " + c.name + " [FLAGS]\n\nFlags:\n")
	for _, f := range flags.flags {
		if f.elsewhere {
			continue
		}
		letter := ""
		if f.letter != "" {
			letter = ", -" + f.letter
		}
		b.WriteString("  --" + f.name + letter + f.form() + "\n" + terminal.Wrap("      ", fault.RenameMentions(f.describe(), flags.nameOf)))
	}
	if flags.elsewhere != "" {
		b.WriteString("  and those of " + flags.elsewhere + "\n      see there\n")
	}
	b.WriteString("  --help, -h\n      print this text\n\n")
	b.WriteString("Examples:\n")
	for _, example := range c.examples {
		b.WriteString("  " + strings.ReplaceAll(example, "\n", "\n  ") + "\n")
	}
	return b.String()
}

// form is how the value of a flag is written behind its name.
func (f *flag) form() string {
	if f.value == "" {
		return "[=BOOL]"
	}
	return " " + f.value
}

// describe says what a flag is for, and what follows when it is not given.
func (f *flag) describe() string {
	text := f.about
	if f.repeatable {
		text += "; repeatable"
	}
	switch {
	case f.required:
		text += "; required"
	case f.preset != "":
		text += "; default " + f.preset
	case f.unset != "":
		text += "; without it, " + f.unset
	}
	return text
}

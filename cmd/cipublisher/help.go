package main

import (
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
)

// helpWidth is the width of the help in characters: what the narrowest
// terminals in use show.
const helpWidth = 80

// overview lists commands.
func overview(list []command) string {
	var b strings.Builder
	b.WriteString(wrap("", "cipublisher prints the IAM documents of a role that lets a CI pipeline publish artifacts to AWS, "+
		"and answers questions about them. It needs neither Node nor AWS credentials.") + "\n")
	b.WriteString("Usage:\n  cipublisher COMMAND [FLAGS]\n\nCommands:\n")
	for _, c := range list {
		b.WriteString("  " + c.name + "\n" + wrap("      ", c.summary))
	}
	b.WriteString("\n" + wrap("", `Run "cipublisher COMMAND --help" for the flags of a command and an example.`) + "\n")
	b.WriteString("Exit status:\n  0  done, or the answer is yes\n  1  the answer is no\n  2  bad input: every fault is on stderr, nothing on stdout\n")
	return b.String()
}

// help is everything about one command.
func (c command) help() string {
	flags := &flagSet{command: c.name}
	c.setup(flags)
	var b strings.Builder
	b.WriteString(wrap("", "cipublisher "+c.name+" "+c.summary+".") + "\n")
	for paragraph := range strings.SplitSeq(c.about, "\n\n") {
		if paragraph != "" {
			b.WriteString(wrap("", paragraph) + "\n")
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
		b.WriteString("  --" + f.name + letter + f.form() + "\n" + wrap("      ", fault.RenameMentions(f.describe(), flags.nameOf)))
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

// wrap breaks a text into lines of at most helpWidth characters, each with
// the indent before it. A single word that is longer stays whole.
func wrap(indent, text string) string {
	var b strings.Builder
	width := 0
	for _, word := range strings.Fields(text) {
		length := utf8.RuneCountInString(word)
		switch {
		case width == 0:
			b.WriteString(indent)
			width = len(indent)
		case width+1+length > helpWidth:
			b.WriteString("\n" + indent)
			width = len(indent)
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(word)
		width += length
	}
	b.WriteByte('\n')
	return b.String()
}

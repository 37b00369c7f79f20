package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

const purpose = "cipublisher prints the IAM documents of roles that publish from CI, and answers " +
	"questions about them. No AWS credentials are needed unless a command says so."

const exitStatuses = `Exit status:
  0  done, or the answer is yes
  1  the answer is no
  2  bad input: every fault is on stderr, nothing on stdout
`

// overview lists the commands of a family, or all, under their headings.
func overview(family string, everything bool) string {
	opening := purpose
	if family != "" {
		opening = command{name: family, summary: families[family]}.opening()
	}
	text := terminal.Wrap("", opening) + "\nUsage: " + command{name: family}.words() + " COMMAND [FLAGS]\n"
	for _, heading := range []string{documents, questions, tools} {
		if rows := listed(family, heading, everything); len(rows) > 0 {
			text += heading + ":\n" + columns(rows)
		}
	}
	text += "\n"
	if everything {
		text += exitStatuses + "\n"
	}
	return text + "Run \"cipublisher COMMAND --help\" for a command, --help-all for everything.\n"
}

// listed are the commands below one that stand under a heading. Those that
// differ in the shell alone are one line among all commands.
func listed(parent, heading string, everything bool) (rows [][2]string) {
	for _, c := range commands {
		row := [2]string{c.name, c.summary}
		if first := c.family(); first == "completion" && parent == "" && !everything {
			row = [2]string{first + " SHELL", families[first]}
		}
		if c.group == heading && c.under(parent) && !slices.Contains(rows, row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// help is what there is to know about a command: as much as fits a screen, or
// everything.
func (c command) help(flags *flagSet, everything bool) string {
	text, end := terminal.Wrap("", c.opening())+"\n", ""
	if everything {
		for paragraph := range strings.SplitSeq(c.about, "\n\n") {
			switch {
			case strings.HasPrefix(paragraph, " "): // lines to type, as they stand
				text += paragraph + "\n\n"
			case paragraph != "":
				text += terminal.Wrap("", paragraph) + "\n"
			}
		}
	}
	text += "Usage: " + c.words() + c.operands() + "\n"
	if everything {
		text += flags.everything(c)
	} else {
		text += flags.brief(c)
		end = "\nRun \"" + c.words() + " --help-all\" for everything.\n"
	}
	text += "\nExamples:\n"
	for i, example := range c.examples {
		more := "  " + strings.ReplaceAll(example, "\n", "\n  ") + "\n"
		if !everything && i > 0 && strings.Count(text+more+end, "\n") > terminal.Height {
			break
		}
		text += more
	}
	return text + end
}

// brief describes the flags that are used most, a line or two for each.
func (s *flagSet) brief(c command) string {
	var rows [][2]string
	for _, f := range s.flags {
		if len(c.common) == 0 || slices.Contains(c.common, f.name) {
			about := fault.RenameMentions(f.about, s.nameOf)
			if !f.required || len(f.choices) == 0 { // else it says what to choose from
				about = firstClause(about)
			}
			if f.required {
				about += "; required"
			}
			rows = append(rows, [2]string{c.written(f) + f.form(), about})
		}
	}
	switch {
	case len(rows) == 0:
		return ""
	case len(rows) < len(s.flags):
		return fmt.Sprintf("\nFlags used most, %d of %d:\n", len(rows), len(s.flags)) + columns(rows)
	}
	return "\nFlags:\n" + columns(rows)
}

// firstClause returns as much of a text as says what a flag is for, on one line
// if that can be.
func firstClause(text string) string {
	const least, line = 13, 50 // characters
	for _, mark := range []string{"; ", ": ", " ("} {
		if end := strings.Index(text, mark); end >= least {
			text = text[:end]
		}
	}
	if len(text) > line {
		end := strings.LastIndex(text[:line], ", ")
		if end < least {
			end = strings.Index(text, ", ")
		}
		if end >= least {
			text = text[:end]
		}
	}
	return text
}

// written is how a flag is written: the one whose values may stand without it
// is in brackets.
func (c command) written(f *flag) string {
	if f.name == c.arguments {
		return "[--" + f.name + "]"
	}
	return "--" + f.name
}

func columns(rows [][2]string) string {
	const least = 30 // characters for what it is
	width := 0
	for _, row := range rows {
		width = max(width, min(len(row[0]), terminal.Width-4-least))
	}
	var b strings.Builder
	for _, row := range rows {
		indent := strings.Repeat(" ", width+4)
		text := terminal.Wrap(indent, row[1])
		b.WriteString("  " + row[0])
		if len(row[0]) > width {
			b.WriteString("\n" + text)
			continue
		}
		b.WriteString(strings.Repeat(" ", width+2-len(row[0])) + strings.TrimPrefix(text, indent))
	}
	return b.String()
}

// everything describes all flags, under their headings.
func (s *flagSet) everything(c command) string {
	var b strings.Builder
	for _, section := range s.sections() {
		var text strings.Builder
		for _, f := range section.flags {
			if !f.elsewhere {
				text.WriteString("  " + c.written(f) + f.alias() + f.form() + "\n" + terminal.Wrap("      ", fault.RenameMentions(f.describe(), s.nameOf)))
			}
		}
		if text.Len() > 0 {
			b.WriteString("\n" + cmp.Or(section.heading, "Flags") + ":\n" + text.String())
		}
	}
	if s.elsewhere != "" {
		b.WriteString("\nFlags of the role:\n  those of " + s.elsewhere + "\n")
	}
	return b.String()
}

type section struct {
	heading string
	flags   []*flag
}

// sections are the flags by their headings, those without one first.
func (s *flagSet) sections() []section {
	all := []section{{}}
	for _, f := range s.flags {
		i := slices.IndexFunc(all, func(s section) bool { return s.heading == f.heading })
		if i < 0 {
			i, all = len(all), append(all, section{heading: f.heading})
		}
		all[i].flags = append(all[i].flags, f)
	}
	return all
}

func (f *flag) alias() string {
	if f.letter == "" {
		return ""
	}
	return ", -" + f.letter
}

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

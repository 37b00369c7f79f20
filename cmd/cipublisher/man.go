package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/fault"
)

var manCommand = command{
	name: "man", summary: "writes a manual page for each command",
	about:    `The pages are for section 1 of the manual, one file for each command. SOURCE_DATE_EPOCH in the environment is their date.`,
	examples: []string{"cipublisher man --out man1"},
	setup: func(flags *flagSet) action {
		out := flags.text("out", "FOLDER", "folder to write the pages to; made where there is none; stdout names the files").must()
		return func(c *call) {
			date := time.Now()
			if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
				seconds, err := strconv.ParseInt(epoch, 10, 64)
				if err != nil {
					c.faults.Add("SOURCE_DATE_EPOCH", epoch, "is not a time", "set it to a number of seconds since 1970, or not at all")
				}
				date = time.Unix(seconds, 0)
			}
			if len(c.faults) > 0 {
				return
			}
			pages := manual(c.commands)
			err := os.MkdirAll(out.text(), 0o755)
			for _, p := range pages {
				path := filepath.Join(out.text(), p.title()+".1")
				if err == nil {
					err = os.WriteFile(path, []byte(p.roff(date, pages)), 0o644)
				}
				c.out.WriteString(path + "\n")
			}
			_ = c.blameFolder(out, err)
		}
	},
}

// manual returns what has a page: the command line, the first words of two, and
// each command that is listed.
func manual(commands []command) []command {
	pages := []command{{summary: "prints and checks the IAM documents of roles that publish from CI", about: purpose}}
	for _, c := range commands {
		if c.group == "" {
			continue
		}
		if first := c.family(); first != "" && !slices.ContainsFunc(pages, func(p command) bool { return p.name == first }) {
			pages = append(pages, command{name: first, summary: families[first]})
		}
		pages = append(pages, c)
	}
	return pages
}

// title is how other pages name that of a command.
func (c command) title() string { return strings.ReplaceAll(c.words(), " ", "-") }

// roff writes the page of a command with the macros of man(7).
func (c command) roff(date time.Time, pages []command) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	item := func(name, operand, about string) {
		line(".TP\n", `\fB`, roffText(name), `\fR`, roffText(operand), "\n", roffText(about))
	}
	line(`.TH "`, roffText(strings.ToUpper(c.title())), `" 1 "`, date.UTC().Format(time.DateOnly), `" cipublisher cipublisher`)
	line(".nh\n.ad l") // a name that is hyphenated can't be copied, and gaps between words help nobody
	line(".SH NAME")
	line(roffText(c.title()), ` \- `, roffText(c.summary))
	line(".SH SYNOPSIS")
	line(`\fB`, roffText(c.words()), `\fR`, roffText(c.operands()))
	line(".SH DESCRIPTION")
	if c.name != "" {
		line(roffText(c.opening()))
	}
	for paragraph := range strings.SplitSeq(c.about, "\n\n") {
		if strings.HasPrefix(paragraph, " ") {
			line(roffLines(strings.ReplaceAll(paragraph[4:], "\n    ", "\n")))
		} else if paragraph != "" {
			line(".PP\n", roffText(paragraph))
		}
	}
	below := slices.DeleteFunc(slices.Clone(pages[1:]), func(other command) bool { return !other.under(c.name) })
	if c.setup == nil {
		line(".SH COMMANDS")
		for _, other := range below {
			if other.setup != nil {
				item(other.name, "", other.summary)
			}
		}
	}
	line(".SH OPTIONS")
	item("-h, --help", "", "print what the command is for and its flags used most")
	item("--help-all", "", "print everything about the command")
	if c.name == "" {
		item("-v, --version", "", versionCommand.summary)
	}
	if c.setup != nil {
		flags, _ := c.flagSet()
		for _, s := range flags.sections() {
			if s.heading != "" {
				line(".SS ", roffText(s.heading))
			}
			for _, f := range s.flags {
				item("--"+f.name+f.alias(), f.form(), fault.RenameMentions(f.describe(), flags.nameOf))
			}
		}
	}
	if c.name == "" {
		line(".SH EXIT STATUS")
		_, statuses, _ := strings.Cut(exitStatuses, "\n")
		line(roffLines(strings.ReplaceAll(strings.TrimSpace(statuses), "\n  ", "\n")))
	}
	if len(c.examples) > 0 {
		line(".SH EXAMPLES")
		line(roffLines(strings.Join(c.examples, "\n")))
	}
	line(".SH SEE ALSO")
	if c.name != "" {
		below = append(pages[:1:1], below...)
	}
	var related []string
	for _, other := range below {
		related = append(related, `\fB`+roffText(other.title())+`\fR(1)`)
	}
	line(strings.Join(related, ",\n"))
	return b.String()
}

// roffText is a text that roff sets as it stands.
func roffText(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
	if strings.HasPrefix(text, ".") { // else a macro
		return `\&` + text
	}
	return text
}

// roffLines are lines that roff leaves alone, as near to the margin as in help,
// where they fit a terminal.
func roffLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = roffText(line) + "\n"
	}
	return ".PP\n.RS -5\n.nf\n" + strings.Join(lines, "") + ".fi\n.RE"
}

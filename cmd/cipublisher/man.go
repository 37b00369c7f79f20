package main

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cipublisher/cipublisher/fault"
)

// manCommand writes the manual, which releases bring along.
var manCommand = command{
	name: "man", summary: "writes a manual page for each command",
	about:    `The pages are for section 1 of the manual, one file for each command. SOURCE_DATE_EPOCH in the environment is their date.`,
	examples: []string{"cipublisher man --out man1"},
	setup: func(flags *flagSet) action {
		out := flags.add(flag{
			name: "out", value: "FOLDER", options: []string{"Out"}, required: true,
			about: "folder to write the pages to; made where there is none; stdout names the files",
		})
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
				if err == nil {
					err = os.WriteFile(filepath.Join(out.text(), p.file()), []byte(p.roff(date, pages)), 0o644)
				}
			}
			if err != nil {
				c.faults.Add("--out", out.text(), "can't be written to: "+err.Error(), "name a folder that can be")
				return
			}
			for _, p := range pages {
				c.out.WriteString(filepath.Join(out.text(), p.file()) + "\n")
			}
		}
	},
}

// manPage is one page of the manual.
type manPage struct {
	// name is what the user types behind cipublisher; empty for the first page.
	name string
	// summary completes the sentence "cipublisher NAME …".
	summary, operands string
	// about are paragraphs; one that begins with a space has lines to type.
	about    []string
	flags    *flagSet
	examples []string
}

// manual returns every page: of the command line, of the first words of two,
// and of each command that is listed.
func manual(commands []command) []manPage {
	pages := []manPage{{summary: "prints and checks the IAM documents of roles that publish from CI", operands: " COMMAND [FLAGS]", about: []string{purpose}}}
	for _, c := range commands {
		if c.group == "" {
			continue
		}
		if first, _, two := strings.Cut(c.name, " "); two && !slices.ContainsFunc(pages, func(p manPage) bool { return p.name == first }) {
			pages = append(pages, manPage{name: first, summary: families[first], operands: " COMMAND [FLAGS]"})
		}
		flags, _ := c.flagSet()
		pages = append(pages, manPage{
			name: c.name, summary: c.summary, operands: c.operands() + " [FLAGS]", about: strings.Split(c.about, "\n\n"), flags: flags, examples: c.examples,
		})
	}
	return pages
}

// title is how other pages name a page.
func (p manPage) title() string {
	return strings.TrimSuffix("cipublisher-"+strings.ReplaceAll(p.name, " ", "-"), "-")
}

func (p manPage) file() string { return p.title() + ".1" }

// roff writes the page with the macros of man(7).
func (p manPage) roff(date time.Time, pages []manPage) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	command := strings.TrimSpace("cipublisher " + p.name)
	line(`.TH "`, roffText(strings.ToUpper(p.title())), `" 1 "`, date.UTC().Format(time.DateOnly), `" cipublisher cipublisher`)
	line(".nh\n.ad l") // a name that is hyphenated can't be copied, and gaps between words help nobody
	line(".SH NAME")
	line(roffText(p.title()), ` \- `, roffText(p.summary))
	line(".SH SYNOPSIS")
	line(`\fB`, roffText(command), `\fR`, roffText(p.operands))
	line(".SH DESCRIPTION")
	if p.name != "" {
		line(roffText(command + " " + p.summary + "."))
	}
	for _, paragraph := range p.about {
		if strings.HasPrefix(paragraph, " ") {
			line(roffLines(strings.ReplaceAll(paragraph[4:], "\n    ", "\n")))
		} else if paragraph != "" {
			line(".PP\n", roffText(paragraph))
		}
	}
	if p.flags == nil {
		line(".SH COMMANDS")
		for _, other := range pages {
			if other.flags != nil && (p.name == "" || strings.HasPrefix(other.name, p.name+" ")) {
				line(".TP\n", `\fB`, roffText(other.name), `\fR`, "\n", roffText(other.summary))
			}
		}
	}
	line(".SH OPTIONS")
	p.options(line)
	if p.name == "" {
		line(".SH EXIT STATUS")
		_, statuses, _ := strings.Cut(exitStatuses, "\n")
		line(roffLines(strings.ReplaceAll(strings.TrimSpace(statuses), "\n  ", "\n")))
	}
	if len(p.examples) > 0 {
		line(".SH EXAMPLES")
		line(roffLines(strings.Join(p.examples, "\n")))
	}
	line(".SH SEE ALSO")
	var others []string
	for _, other := range pages {
		if p.name == "" && other.name != "" || p.name != "" && (other.name == "" || strings.HasPrefix(other.name, p.name+" ")) {
			others = append(others, `\fB`+roffText(other.title())+`\fR(1)`)
		}
	}
	line(strings.Join(others, ",\n"))
	return b.String()
}

// options describes the flags as --help-all does, and those that are described
// there under another command.
func (p manPage) options(line func(...string)) {
	shared := [][2]string{{"-h, --help", "print what the command is for and its flags used most"}, {"--help-all", "print everything about the command"}}
	if p.name == "" {
		shared = append(shared, [2]string{"-v, --version", versionCommand.summary})
	}
	for _, row := range shared {
		line(".TP\n", `\fB`, roffText(row[0]), `\fR`, "\n", roffText(row[1]))
	}
	if p.flags == nil {
		return
	}
	var headings []string
	for _, f := range p.flags.flags {
		if !slices.Contains(headings, f.heading) {
			headings = append(headings, f.heading)
		}
	}
	slices.SortStableFunc(headings, func(a, b string) int { // those without a heading stand first
		return cmp.Compare(min(len(a), 1), min(len(b), 1))
	})
	for _, heading := range headings {
		if heading != "" {
			line(".SS ", roffText(heading))
		}
		for _, f := range p.flags.flags {
			if f.heading != heading {
				continue
			}
			names := "--" + f.name
			if f.letter != "" {
				names += ", -" + f.letter
			}
			line(".TP\n", `\fB`, roffText(names), `\fR`, roffText(f.form()), "\n", roffText(fault.RenameMentions(f.describe(), p.flags.nameOf)))
		}
	}
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
	var b strings.Builder
	b.WriteString(".PP\n.RS -5\n.nf\n")
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(roffText(line) + "\n")
	}
	b.WriteString(".fi\n.RE")
	return b.String()
}

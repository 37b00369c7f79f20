// Package fault is the one form in which this library reports bad input:
// every fault of one input together, each with the option, the value, what is
// wrong with it and what to do instead.
//
// The core names options by their path in the typed options ("S3.Prefix").
// A front end that knows them under another name (a flag, a context key)
// renames them before it shows them, so that a person always reads the name
// of the thing they wrote.
package fault

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Fault is one thing that is wrong with one option.
type Fault struct {
	// Option is the path of the option, such as "S3.Prefix".
	Option string
	// Value is the value as it was given; empty when the option is missing.
	Value string
	// Problem says what is wrong, as the rest of a sentence that begins with
	// the option and the value: `starts with "/", so it matches no object key`.
	Problem string
	// Remedy says what to do, as an instruction: `write "release/"`.
	Remedy string
}

// Error returns the fault as one sentence.
func (f Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Option)
	if f.Value != "" {
		b.WriteByte(' ')
		b.WriteString(strconv.Quote(f.Value))
	}
	b.WriteByte(' ')
	b.WriteString(f.Problem)
	if f.Remedy != "" {
		b.WriteString("; ")
		b.WriteString(f.Remedy)
	}
	return b.String()
}

// List collects faults. Its zero value is ready to use.
type List []Fault

// Add appends a fault. The value may be empty for an option that is missing.
func (l *List) Add(option, value, problem, remedy string) {
	*l = append(*l, Fault{Option: option, Value: value, Problem: problem, Remedy: remedy})
}

// Append adds the faults of err, whatever it is: the faults of a List one by
// one, any other error as one fault under the option.
func (l *List) Append(option string, err error) {
	if err == nil {
		return
	}
	var list List
	if errors.As(err, &list) {
		*l = append(*l, list...)
		return
	}
	l.Add(option, "", err.Error(), "")
}

// Err returns the list as an error, or nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Rename returns a copy in which every option has the name that rename gives
// it. Texts that mention another option write its path between braces
// ("{S3.Prefix}"); these are renamed too.
func (l List) Rename(rename func(option string) string) List {
	renamed := make(List, len(l))
	for i, f := range l {
		renamed[i] = Fault{
			Option:  renameOption(f.Option, rename),
			Value:   f.Value,
			Problem: renameMentions(f.Problem, rename),
			Remedy:  renameMentions(f.Remedy, rename),
		}
	}
	return renamed
}

// renameOption renames the option of a fault; one that concerns several names
// them all between braces.
func renameOption(option string, rename func(string) string) string {
	if strings.Contains(option, "{") {
		return renameMentions(option, rename)
	}
	return rename(option)
}

// renameMentions replaces each {Option} in a text. A brace that does not
// enclose an option's path (letters, digits, dots, indexes) is left alone.
func renameMentions(text string, rename func(string) string) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(text, '{')
		if start < 0 {
			break
		}
		end := strings.IndexByte(text[start:], '}')
		if end < 0 {
			break
		}
		name := text[start+1 : start+end]
		b.WriteString(text[:start])
		if isPath(name) && !strings.HasSuffix(text[:start], "$") {
			b.WriteString(rename(name))
		} else {
			b.WriteString(text[start : start+end+1])
		}
		text = text[start+end+1:]
	}
	b.WriteString(text)
	return b.String()
}

func isPath(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for _, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		digit := r >= '0' && r <= '9'
		if !letter && !digit && r != '.' && r != '[' && r != ']' {
			return false
		}
	}
	return true
}

// Error returns every fault in one message.
func (l List) Error() string {
	plain := l.Rename(func(option string) string { return option })
	if len(plain) == 1 {
		return "cipublisher: " + plain[0].Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "cipublisher: %d faults:", len(plain))
	for _, f := range plain {
		b.WriteString("\n  - ")
		b.WriteString(f.Error())
	}
	return b.String()
}

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
	// Option is the path of the option, such as "S3.Prefix". A fault of
	// several options together names each between braces: "{S3} and {Ecr}".
	// Empty for a fault that concerns the input as a whole.
	Option string
	// Value is the value as it was given; empty when the option is missing.
	Value string
	// Problem says what is wrong, as the rest of a sentence that begins with
	// the option and the value: `begins with "/", so it matches no object key`.
	// Other options are mentioned between braces, values between double
	// quotes as strconv.Quote writes them.
	Problem string
	// Remedy says what to do, as an instruction: `write "release/"`. It
	// mentions options and values as Problem does.
	Remedy string
}

// Error returns the fault as one sentence.
func (f Fault) Error() string {
	var b strings.Builder
	if f.Option == "" {
		b.WriteString("the input")
	}
	b.WriteString(plain(f.Option))
	if f.Value != "" {
		b.WriteByte(' ')
		b.WriteString(quote(f.Value))
	}
	b.WriteByte(' ')
	b.WriteString(plain(f.Problem))
	if f.Remedy != "" {
		b.WriteString("; ")
		b.WriteString(plain(f.Remedy))
	}
	return b.String()
}

// longestQuote is how much of a value a message repeats, in bytes: enough to
// recognize it by.
const longestQuote = 200

// quote returns a value between quotes, on one line whatever it holds, and
// only the beginning of a long one.
func quote(value string) string {
	if len(value) <= longestQuote {
		return strconv.Quote(value)
	}
	return strconv.Quote(value[:longestQuote]) + "…"
}

// rename returns the fault with its options renamed.
func (f Fault) rename(rename func(option string) string) Fault {
	if strings.Contains(f.Option, "{") {
		f.Option = RenameMentions(f.Option, rename)
	} else {
		f.Option = rename(f.Option)
	}
	f.Problem = RenameMentions(f.Problem, rename)
	f.Remedy = RenameMentions(f.Remedy, rename)
	return f
}

// List collects faults. Its zero value is ready to use.
type List []Fault

// Add appends a fault. The value may be empty for an option that is missing.
func (l *List) Add(option, value, problem, remedy string) {
	*l = append(*l, Fault{Option: option, Value: value, Problem: problem, Remedy: remedy})
}

// Append adds the faults of err, whatever it is: those of a List, of a Fault
// and of what errors.Join joined one by one, any other error as one fault
// under the option.
func (l *List) Append(option string, err error) {
	if err == nil {
		return
	}
	if list, ok := err.(List); ok {
		*l = append(*l, list...)
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, part := range joined.Unwrap() {
			l.Append(option, part)
		}
		return
	}
	var list List
	var fault Fault
	switch {
	case errors.As(err, &list):
		*l = append(*l, list...)
	case errors.As(err, &fault):
		*l = append(*l, fault)
	default:
		l.Add(option, "", "is not valid: "+err.Error(), "")
	}
}

// Err returns the list as an error, or nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Unwrap returns the faults, for errors.Is and errors.As.
func (l List) Unwrap() []error {
	all := make([]error, len(l))
	for i, f := range l {
		all[i] = f
	}
	return all
}

// Rename returns a copy in which every option has the name that rename gives
// it. Texts that mention another option write its path between braces
// ("{S3.Prefix}"); these are renamed too. What stands between double quotes
// is a user's value and stays as it is.
func (l List) Rename(rename func(option string) string) List {
	renamed := make(List, len(l))
	for i, f := range l {
		renamed[i] = f.rename(rename)
	}
	return renamed
}

// Error returns every fault in one message.
func (l List) Error() string {
	if len(l) == 1 {
		return "cipublisher: " + l[0].Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "cipublisher: %d faults:", len(l))
	for _, f := range l {
		b.WriteString("\n  - ")
		b.WriteString(f.Error())
	}
	return b.String()
}

// RenameMentions renames each {Option} in a text, as List.Rename does. A new
// name that is an option's path again stays between braces, for the next front
// end to rename.
func RenameMentions(text string, rename func(string) string) string {
	return replaceMentions(text, func(option string) string {
		if option = rename(option); isPath(option) {
			return "{" + option + "}"
		}
		return option
	})
}

// plain returns a text without the braces around options.
func plain(text string) string {
	return replaceMentions(text, func(option string) string { return option })
}

// replaceMentions replaces each {Option} in a text, outside double quotes. A
// brace that does not enclose an option's path is left alone, and so is
// "${Token[…]}".
func replaceMentions(text string, replace func(string) string) string {
	if strings.IndexByte(text, '{') < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); {
		n := strings.IndexAny(text[i:], `"{`)
		if n < 0 {
			n = len(text) - i
		}
		n = max(n, 1)
		switch {
		case text[i] == '"':
			n = quotedLength(text[i:])
		case text[i] == '{' && (i == 0 || text[i-1] != '$'):
			if end := strings.IndexByte(text[i:], '}'); end > 0 && isPath(text[i+1:i+end]) {
				b.WriteString(replace(text[i+1 : i+end]))
				i += end + 1
				continue
			}
		}
		b.WriteString(text[i : i+n])
		i += n
	}
	return b.String()
}

// quotedLength returns the length of the quoted string that a text begins
// with, both quotes included; of a quote that nothing closes, its own.
func quotedLength(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 1
}

// isPath reports whether a string has the form of an option's path: letters,
// digits, dots and indexes, and a capital first.
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

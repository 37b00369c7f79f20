package aws

import (
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/internal/token"
)

// Rule is what the values of one kind look like: the account ids, the names
// of CodeArtifact domains.
type Rule struct {
	// thing completes "is not …", remedy says what such a value looks like.
	thing, remedy string
	// shape is that of a whole value.
	shape *lazyregexp.Regexp
	// quick says the same as the shape, in a fraction of the time; nil where
	// nobody asks that often.
	quick func(value string) bool
	// beginning is that of what may stand before a "*" at the end; nil where
	// values are no names, so that no "*" can stand for several.
	beginning *lazyregexp.Regexp
	// characters are those that may stand beside a token.
	characters *lazyregexp.Regexp
	// least and most are the lengths of the shortest and the longest value, in
	// characters; most is 0 where the shape says both.
	least, most int
	// mistake recognizes what people write instead of such a value, if set.
	mistake func(value string) (problem, remedy string)
	// literal is true where a "*" is refused although names have beginnings.
	literal bool
}

// NewRule returns the rule of a kind of names. The shape is the regular
// expression of a whole name, the beginning that of what may stand before a
// "*", the characters that of what may stand beside a token; all three match
// from end to end. The thing completes "is not …", the remedy says what such
// names look like.
func NewRule(thing, remedy, shape, beginning, characters string) Rule {
	return Rule{
		thing: thing, remedy: remedy,
		shape: lazyregexp.New(`^(` + shape + `)$`), beginning: lazyregexp.New(`^(` + beginning + `)$`), characters: lazyregexp.New(`^(` + characters + `)$`),
	}
}

// newValueRule is NewRule for values of which "*" can't stand for several.
func newValueRule(thing, remedy, shape, characters string) Rule {
	r := NewRule(thing, remedy, shape, "", characters)
	r.beginning = nil
	return r
}

// withQuick returns the rule with a function that says the same as its shape.
func (r Rule) withQuick(quick func(value string) bool) Rule {
	r.quick = quick
	return r
}

// Literal returns the rule without "*" at the end.
func (r Rule) Literal() Rule {
	r.literal = true
	return r
}

// WithMistake returns the rule with a function that recognizes what people
// write instead of such a value, and returns an empty problem for all else. It
// is not asked about values with tokens.
func (r Rule) WithMistake(mistake func(value string) (problem, remedy string)) Rule {
	r.mistake = mistake
	return r
}

// Accepts reports whether a value follows the rule; an empty one never does.
func (r Rule) Accepts(value string) bool {
	literal := token.Without(value)
	n := utf8.RuneCountInString(literal)
	switch {
	case r.most > 0 && n > r.most:
		return false
	case literal != value:
		return r.characters.MatchString(literal)
	}
	if r.quick != nil {
		return r.quick(value)
	}
	return value != "" && n >= r.least && r.shape.MatchString(value)
}

// Check adds a fault unless the value follows the rule, and reports whether it
// does. Where an option may be unset, the caller asks first.
func (r Rule) Check(faults *fault.List, option, value string) bool {
	if r.mistake != nil && !token.In(value) {
		if problem, remedy := r.mistake(value); problem != "" {
			faults.Add(option, value, problem, remedy)
			return false
		}
	}
	if !r.Accepts(value) {
		faults.Add(option, value, "is not "+r.thing, r.remedy)
		return false
	}
	return true
}

// acceptsPattern reports whether what stands before a "*" can begin a name.
func (r Rule) acceptsPattern(beginning string, tokens bool) bool {
	literal := token.Without(beginning)
	switch {
	case r.most > 0 && utf8.RuneCountInString(literal) > r.most:
		return false
	case tokens:
		return r.characters.MatchString(literal)
	}
	return r.beginning.MatchString(beginning)
}

// CheckPattern is Check for a name that may end with "*": all names that begin
// so.
func (r Rule) CheckPattern(faults *fault.List, option, name string) bool {
	literal := token.Without(name)
	beginning, isPattern := strings.CutSuffix(literal, "*")
	refuse := func(problem, remedy string) bool {
		faults.Add(option, name, problem, remedy)
		return false
	}
	if r.mistake != nil && literal == name {
		if problem, remedy := r.mistake(name); problem != "" {
			return refuse(problem, remedy)
		}
	}
	switch {
	case name == "":
		return refuse("is empty", "name one, or leave it out; perhaps a variable is not set")
	case IsARN(literal):
		return refuse("is an ARN", "write the name alone")
	case strings.Contains(literal, "${"):
		return refuse(`holds "${", which begins an IAM policy variable`, "write the name itself")
	case strings.Contains(literal, "?"):
		return refuse(`holds "?", which IAM reads as any one character`, "write the names out")
	case r.literal && strings.Contains(literal, "*"):
		return refuse(`holds "*", where one name is meant`, "write the names out")
	case strings.Contains(beginning, "*"):
		return refuse(`holds "*" before its end`, `end with "*", or write the names out`)
	case isPattern && !r.acceptsPattern(beginning, literal != name), !isPattern && !r.Accepts(name):
		remedy := r.remedy
		if !r.literal {
			remedy += `, or end with "*"`
		}
		return refuse("is not "+r.thing, remedy)
	}
	return true
}

// CheckSet is Check for an option that may be unset.
func (r Rule) CheckSet(faults *fault.List, option, value string) {
	if value != "" {
		r.Check(faults, option, value)
	}
}

// CheckNeeded is Check for an option that is required; the remedy is for one
// that is missing.
func (r Rule) CheckNeeded(faults *fault.List, option, value, remedy string) {
	if value == "" {
		faults.Add(option, "", "is missing", remedy)
		return
	}
	r.Check(faults, option, value)
}

// Package lazyregexp has regular expressions that are compiled when they are
// first used. The command line uses few of the many shapes that names have,
// and compiling all of them would take a third of its time.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Regexp is a regular expression to be.
type Regexp struct {
	text    string
	compile func() *regexp.Regexp
}

// inTest is true in a test binary. Package testing knows it too, but would
// come along into every program.
var inTest = strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")

// New returns the regular expression. A wrong one panics when it is used; in
// tests, at once.
func New(text string) *Regexp {
	r := &Regexp{text, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })}
	if inTest {
		r.compile()
	}
	return r
}

// String returns the source text.
func (r *Regexp) String() string { return r.text }

// MatchString reports whether the string has a match.
func (r *Regexp) MatchString(s string) bool { return r.compile().MatchString(s) }

// FindStringSubmatch returns the leftmost match and its groups, or nil.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compile().FindStringSubmatch(s) }

// FindAllStringSubmatch returns the matches and their groups, at most n of them,
// or all for a negative n.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compile().FindAllStringSubmatch(s, n)
}

// ReplaceAllString returns the string with another in place of each match, in
// which "$1" is the first group.
func (r *Regexp) ReplaceAllString(s, by string) string { return r.compile().ReplaceAllString(s, by) }

// ReplaceAllStringFunc returns the string with what the function makes of each
// match.
func (r *Regexp) ReplaceAllStringFunc(s string, by func(string) string) string {
	return r.compile().ReplaceAllStringFunc(s, by)
}

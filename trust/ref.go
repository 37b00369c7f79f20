package trust

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// refProblem says why a text can't be the name of a branch or tag; empty when
// it can. A colon is refused here too, so no branch or tag can imitate another
// part of a subject.
//
// https://git-scm.com/docs/git-check-ref-format
func refProblem(name string) string {
	switch {
	case name == "":
		return "is empty"
	case strings.HasPrefix(name, "refs/"):
		return "is a full ref, and the subject already says what kind it is"
	case name == "HEAD" || strings.HasPrefix(name, "-"):
		return "is no name that git gives a branch or tag"
	case strings.ContainsAny(name, " ~^:?*[\\\x7f") || strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 }):
		return "has a character that git allows in no branch or tag"
	case strings.Contains(name, "..") || strings.Contains(name, "@{") || strings.HasSuffix(name, "."):
		return `has "..", "@{" or a final ".", which git allows in no branch or tag`
	}
	for _, part := range strings.Split(name, "/") {
		switch {
		case part == "":
			return "begins or ends with a slash, or has two in a row"
		case strings.HasPrefix(part, ".") || strings.HasSuffix(part, ".lock"):
			return `has a part that begins with "." or ends in ".lock", which git allows in no branch or tag`
		}
	}
	return ""
}

// environmentProblem says why a text can't be the name of an environment.
//
// https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
func environmentProblem(name string) string {
	switch {
	case strings.TrimSpace(name) != name:
		return "begins or ends with a space"
	case utf8.RuneCountInString(name) > 255:
		return "is longer than the 255 characters GitHub allows"
	}
	return ""
}

// refs checks names of branches or tags and returns those that are fit,
// without a final "*" and whether they had it.
func (b *builder) refs(option place, names []string) []pattern {
	return b.patterns(option, names, refProblem, func(name string) string {
		for _, root := range []string{"refs/heads/", "refs/tags/"} {
			if short, ok := strings.CutPrefix(name, root); ok && short != "" {
				return "write " + strconv.Quote(short)
			}
		}
		return `write the name alone, such as "main" or "release/*"`
	})
}

// environments checks names of environments.
func (b *builder) environments(option place, names []string) []pattern {
	return b.patterns(option, names, environmentProblem, func(string) string { return "write it as on the repository's settings page" })
}

// pattern is a name, or the beginning of names.
type pattern struct {
	fixed string
	// open is true when more may follow.
	open bool
}

func (p pattern) String() string {
	if p.open {
		return p.fixed + "*"
	}
	return p.fixed
}

package trust

import (
	"strconv"
	"strings"
)

// difference is one way in which a subject and a pattern can be made equal.
type difference struct {
	id            string
	subject, want func(string) string
	// gitHub is true for what only GitHub's subjects have.
	gitHub bool
	text   string
}

func same(s string) string { return s }

func colons(s string) string {
	return strings.NewReplacer("%3A", ":", "%3a", ":").Replace(s)
}

func withoutBraces(s string) string { return strings.NewReplacer("{", "", "}", "").Replace(s) }

// differences are tried alone, then together.
var differences = []difference{
	{"case", strings.ToLower, strings.ToLower, false,
		"The subjects differ in case, and IAM compares with case. Write every name as the issuer writes it."},
	{"colon", colons, colons, true,
		"The subjects differ in how a colon is written: in a value of the subject GitHub writes it as %3A."},
	{"immutable-form", withoutIDs, same, true,
		"The token has the immutable subject, with the ids of owner and repository, and the policy the plain one. A repository sends one or the other; write the ids into the policy."},
	{"plain-form", same, withoutIDs, true,
		"The token has the plain subject, and the policy the immutable one, with ids. Turn immutable subjects on for the repository, or accept both forms while it migrates."},
	{"characters", skeleton, skeleton, false,
		"The subjects look the same and have different characters."},
	{"space", strings.TrimSpace, strings.TrimSpace, false, "The subjects differ in a space at the beginning or end."},
	{"braces", withoutBraces, withoutBraces, false, "The subjects differ in braces: Bitbucket writes a UUID between \"{\" and \"}\"."},
}

func textOf(id string) string {
	for _, d := range differences {
		if d.id == id {
			return d.text
		}
	}
	return ""
}

// spelling explains a subject that is one of those wanted, written in another
// way.
func (r *Result) spelling(got, want string, add adder) bool {
	found := whatDiffers(got, want, isGitHub(r.Issuer))
	for _, d := range found {
		text := d.text
		if d.id == "characters" {
			text += " Seen: " + strconv.QuoteToASCII(got) + "; wanted: " + strconv.QuoteToASCII(want) + "."
		}
		add(d.id, text)
	}
	return len(found) > 0
}

// whatDiffers returns the fewest differences that make the subject match.
func whatDiffers(got, want string, gitHub bool) []difference {
	var relevant []difference
	for _, d := range differences {
		if (gitHub || !d.gitHub) && (d.subject(got) != got || d.want(want) != want) {
			relevant = append(relevant, d)
		}
	}
	var best []difference
	for set := 1; set < 1<<len(relevant); set++ {
		var chosen []difference
		g, w := got, want
		for i, d := range relevant {
			if set>>i&1 == 1 {
				chosen = append(chosen, d)
				g, w = d.subject(g), d.want(w)
			}
		}
		if (best == nil || len(chosen) < len(best)) && like(w, g) {
			best = chosen
		}
	}
	return best
}

// withoutIDs takes the ids out of "repo:OWNER@ID/NAME@ID:CONTEXT".
func withoutIDs(subject string) string {
	rest, ok := strings.CutPrefix(subject, "repo:")
	if !ok {
		return subject
	}
	repository, context, found := strings.Cut(rest, ":")
	parts := strings.Split(repository, "/")
	for i, part := range parts {
		name, id, has := strings.Cut(part, "@")
		if has && isNumber(id) {
			parts[i] = name
		}
	}
	subject = "repo:" + strings.Join(parts, "/")
	if found {
		subject += ":" + context
	}
	return subject
}

func hasIDs(subject string) bool { return withoutIDs(subject) != subject }

package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// path checks a path of at least so many names, of which the last may be "*".
func (b *builder) path(option place, text string, least int, isName func(string) bool, remedy string) bool {
	if token.In(text) {
		fixed, _ := strings.CutSuffix(text, "/*")
		return b.literal(option, text, fixed)
	}
	names := strings.Split(text, "/")
	if names[0] == "*" {
		b.faults.Add(option.String(), text, "has a wildcard in place of the owner, which would trust strangers", remedy)
		return false
	}
	for i, name := range names {
		if !isName(name) && !(name == "*" && i == len(names)-1) {
			b.faults.Add(option.String(), text, "has a part that is no name of "+b.issuer.name, remedy)
			return false
		}
	}
	if len(names) < least {
		b.faults.Add(option.String(), text, "names an owner alone", remedy)
		return false
	}
	return true
}

// named adds the subjects of a repository that is known by its path.
func (b *builder) named(repository, path string, contexts []pattern, claims Claims) {
	owner, whole := strings.CutSuffix(path, "/*")
	if whole {
		b.risk(riskWholeOwner, owner)
	}
	for _, c := range contexts {
		b.add(rule{subject: repository + ":" + c.String(), claims: claims})
		if !c.open {
			continue
		}
		if ref := c.fixed[strings.LastIndexByte(c.fixed, ':')+1:]; ref == "" || ref == "refs/heads/" || ref == "refs/tags/" {
			b.risk(riskAnyRef, "every ref of "+path)
		} else {
			b.looseness(strings.TrimPrefix(strings.TrimPrefix(ref, "refs/heads/"), "refs/tags/"))
		}
	}
}

// bound says why a raw subject does not name a whole owner after its prefix.
func bound(subject, prefix, end string, isName func(string) bool, remedy string) (string, string) {
	fixed, pattern := strings.CutSuffix(subject, "*")
	rest, ok := strings.CutPrefix(fixed, prefix)
	if !ok {
		return "is bound to no owner", remedy
	}
	owner, _, found := strings.Cut(rest, end)
	switch {
	case !found && pattern:
		return "has no whole owner before its wildcard, so it would also match owners with a longer name", remedy
	case !isName(owner):
		return "names no owner", remedy
	case pattern && !strings.ContainsRune(separators, rune(fixed[len(fixed)-1])) && !strings.Contains(rest, ":ref:"):
		return "has no whole name before its wildcard, so it would also match names that go on", remedy
	}
	return "", ""
}

// withoutIDs warns of a repository that is trusted by name where the issuer has
// a claim that would hold it to its number.
func (b *builder) withoutIDs(name string, claims Claims) {
	known := false
	for _, own := range b.issuer.identities {
		known = known || slices.Contains(b.issuer.claims, own.claim)
		if len(claims[own.claim]) > 0 {
			return
		}
	}
	if known {
		b.risk(riskMissingIDs, name)
	}
}

// oneIdentity refuses a claim that belongs to one repository or owner on a
// subject of several, where one could pass with the claim of another.
func (b *builder) oneIdentity(at place, s Subject) {
	for _, own := range b.issuer.identities {
		values := s.Claims[own.claim]
		name := func(path string) string {
			if i := strings.LastIndexByte(path, '/'); own.owner && i >= 0 {
				return path[:i]
			}
			return path
		}
		several := slices.ContainsFunc(s.Repositories, func(r string) bool { return name(r) != name(s.Repositories[0]) })
		if len(values) > 1 && len(s.Repositories) > 0 || len(values) > 0 && several {
			b.faults.Add(at.String()+".Claims."+string(own.claim), strings.Join(values, ", "),
				"belongs to one "+b.issuer.words.repository+" or owner; with several, one could pass with the claim of another",
				"give each a subject of its own")
		}
	}
}

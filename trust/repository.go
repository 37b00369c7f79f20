package trust

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/internal/token"
)

// repository is a repository on GitHub, or every repository of an owner.
type repository struct {
	owner, name     string
	ownerID, nameID string
	// whole is true for every repository of the owner.
	whole bool
	// opaque is the text as given, when a token hides where the owner ends.
	opaque string
}

// ownerProblem says why a text can't be the name of a user or organization:
// letters, digits and single hyphens between them, at most 39; managed users
// have "_SHORTCODE" at the end.
//
// https://docs.github.com/en/enterprise-cloud@latest/admin/managing-iam/iam-configuration-reference/username-considerations-for-external-authentication
func ownerProblem(owner string) string {
	name, shortcode, managed := strings.Cut(owner, "_")
	switch {
	case owner == "":
		return "names no owner"
	case strings.Contains(owner, "*"):
		return "has a wildcard in the owner, which would trust strangers"
	case strings.Contains(owner, "@"):
		return `has "@" in the owner, which no name on GitHub has`
	case len(owner) > 39:
		return "has an owner longer than the 39 characters GitHub allows"
	case !consistsOf(name, letters+digits+"-") || managed && !consistsOf(shortcode, letters+digits):
		return "has an owner with characters that no name on GitHub has"
	case name[0] == '-' || name[len(name)-1] == '-' || strings.Contains(name, "--"):
		return "has an owner that begins or ends with a hyphen, or has two in a row, which no name on GitHub has"
	}
	return ""
}

// nameProblem says why a text can't be the name of a repository.
//
// https://docs.github.com/en/repositories/creating-and-managing-repositories/creating-a-new-repository
func nameProblem(name string) string {
	switch {
	case name == "":
		return "names no repository"
	case strings.Contains(name, "*"):
		return "has a wildcard in the repository's name, which would trust its siblings"
	case strings.Contains(name, "@"):
		return `has "@" in the repository's name, which no name on GitHub has`
	case len(name) > 100:
		return "has a name longer than the 100 characters GitHub allows"
	case !consistsOf(name, letters+digits+"._-"):
		return "has a repository with characters that no name on GitHub has"
	case name == "." || name == ".." || strings.HasSuffix(name, ".git"):
		return "is no name that GitHub gives a repository"
	}
	return ""
}

const repositoryRemedy = `write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"`

// parseRepository reads one repository of a subject at the option path.
func (b *builder) parseRepository(option place, text string) (repository, bool) {
	before := len(b.faults)
	fail := func(problem, remedy string) { b.faults.Add(option.String(), text, problem, remedy) }
	if _, path, isAddress := strings.Cut(text, "://"); isAddress && !token.In(text) {
		remedy := repositoryRemedy
		if parts := strings.Split(strings.TrimSuffix(path, ".git"), "/"); len(parts) >= 3 {
			remedy = "write " + strconv.Quote(parts[1]+"/"+parts[2])
		}
		fail("is an address", remedy)
		return repository{}, false
	}
	ownerText, nameText, found := strings.Cut(text, "/")
	if !found {
		if token.In(text) {
			return repository{opaque: text}, b.literal(option, text, text)
		}
		fail("names no repository", repositoryRemedy)
		return repository{}, false
	}
	r := repository{}
	var ownerHasID, nameHasID bool
	r.owner, r.ownerID, ownerHasID = strings.Cut(ownerText, "@")
	r.name, r.nameID, nameHasID = strings.Cut(nameText, "@")
	r.whole = nameText == "*"

	if problem := ownerProblem(r.owner); problem != "" && !token.In(r.owner) {
		fail(problem, repositoryRemedy)
	}
	if problem := nameProblem(r.name); problem != "" && !token.In(r.name) && !r.whole {
		remedy := repositoryRemedy
		if name, isClone := strings.CutSuffix(text, ".git"); isClone {
			remedy = "write " + strconv.Quote(name)
		}
		fail(problem, remedy)
	}
	badID := func(given bool, id string) bool { return given && !isNumber(id) && !token.In(id) }
	if badID(ownerHasID, r.ownerID) || badID(nameHasID, r.nameID) {
		fail("has an id that is not a number", "write the numbers that `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints")
	}
	if ownerHasID != nameHasID && !r.whole && len(b.faults) == before {
		fail("has one id of two", `write both ids, as in "acme@1234/app@5678", or neither`)
	}
	if ownerHasID && !b.immutable() && len(b.faults) == before {
		fail("has ids, which the subjects of "+b.issuer.name+" never have", `write "OWNER/NAME"`)
	}
	for _, part := range []string{r.owner, r.ownerID, r.name, r.nameID} {
		if part != "" && part != "*" && token.In(part) {
			b.literal(option, text, part)
		}
	}
	return r, len(b.faults) == before
}

// plain and immutable return how the repository begins a subject in the two
// forms.
func (r repository) plain() string {
	if r.opaque != "" {
		return "repo:" + r.opaque
	}
	return "repo:" + r.owner + "/" + r.name
}

func (r repository) immutable() string {
	if r.whole {
		return "repo:" + r.owner + "@" + r.ownerID + "/*"
	}
	return "repo:" + r.owner + "@" + r.ownerID + "/" + r.name + "@" + r.nameID
}

// id returns the claim that holds the plain form to the repository's ids.
func (r repository) id() claimValue {
	if r.whole {
		return claimValue{ClaimRepositoryOwnerID, r.ownerID}
	}
	return claimValue{ClaimRepositoryID, r.nameID}
}

package trust

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// GitLab returns the issuer of GitLab CI on gitlab.com. Its subjects:
//
//   - Repositories: projects, "GROUP/PROJECT" or "GROUP/SUBGROUP/PROJECT", or
//     every project below a group, "GROUP/*"
//   - Branches, Tags, AnyRef
//
// A job asks for the audience it likes; the default here is the one of
// GitLab's guide for AWS, the address of the instance.
//
// https://docs.gitlab.com/ci/cloud_services/aws/
// https://docs.gitlab.com/ci/secrets/id_token_authentication/
func GitLab() Issuer {
	issuer := GitLabSelfManaged("https://gitlab.com")
	issuer.name = "GitLab.com"
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
	issuer.claims = []Claim{
		"namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment",
		"user_access_level", "user_email", "user_id", "user_login",
	}
	return issuer
}

var gitLabKind = kind{name: "gitlab", new: func([]string) Issuer { return GitLab() }, match: exactly(GitLab())}

// GitLabSelfManaged returns the issuer of GitLab CI on an own instance, such
// as "https://gitlab.example.com". AWS evaluates only aud and sub of its
// tokens.
func GitLabSelfManaged(url string) Issuer {
	url = strings.TrimSuffix(url, "/")
	issuer := Issuer{
		name: "GitLab", url: url, audience: url,
		fields: []field{fieldRepositories, fieldBranches, fieldTags, fieldAnyRef}, grammar: gitLab{},
	}
	httpsURL(&issuer.faults, url)
	return issuer
}

// gitLabSelfManagedKind has no match: an instance's address is like any other.
var gitLabSelfManagedKind = kind{
	name: "gitlab-self-managed", parameters: []string{"URL"},
	new: func(p []string) Issuer { return GitLabSelfManaged(p[0]) },
}

// gitLab writes project_path:GROUP/PROJECT:ref_type:TYPE:ref:NAME. Neither
// projects nor refs can hold a colon, so a "*" in place of the project can't
// reach into the ref.
type gitLab struct{}

func (gitLab) compile(b *builder, at string, s Subject) {
	var refs []pattern
	for _, kind := range []struct {
		text  string
		names []pattern
	}{{"branch", b.refs(at+".Branches", s.Branches)}, {"tag", b.refs(at+".Tags", s.Tags)}} {
		if s.AnyRef {
			kind.names = append(kind.names, pattern{open: true})
		}
		for _, p := range kind.names {
			refs = append(refs, pattern{"ref_type:" + kind.text + ":ref:" + p.fixed, p.open})
		}
	}
	for i, project := range s.Repositories {
		if !b.path(index(at+".Repositories", i), project, 2, isGitLabName, `write "GROUP/PROJECT" or "GROUP/*"`) {
			continue
		}
		if b.issuer.claims != nil && len(s.Claims["ref_protected"]) == 0 {
			b.risk(riskUnprotectedRef, project)
		}
		b.named("project_path:"+project, project, refs, s.Claims)
	}
}

func isGitLabName(name string) bool {
	return len(name) <= 255 && consistsOf(name, letters+digits+"_.-") && strings.IndexByte(".-", name[0]) < 0 &&
		!strings.HasSuffix(name, ".git") && !strings.HasSuffix(name, ".atom") && name[len(name)-1] != '.'
}

func (gitLab) raw(subject string) (problem, remedy string) {
	return bound(subject, "project_path:", "/", isGitLabName, `begin it with "project_path:GROUP/PROJECT:"`)
}

// path checks a path of at least so many names, of which the last may be "*".
func (b *builder) path(option, text string, least int, isName func(string) bool, remedy string) bool {
	if policy.HasToken(text) {
		fixed, _ := strings.CutSuffix(text, "/*")
		return b.literal(option, text, fixed)
	}
	names := strings.Split(text, "/")
	if names[0] == "*" {
		b.faults.Add(option, text, "has a wildcard in place of the owner, which would trust strangers", remedy)
		return false
	}
	for i, name := range names {
		if !isName(name) && !(name == "*" && i == len(names)-1) {
			b.faults.Add(option, text, "has a part that is no name of "+b.issuer.name, remedy)
			return false
		}
	}
	if len(names) < least {
		b.faults.Add(option, text, "names an owner alone", remedy)
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
	}
	return "", ""
}

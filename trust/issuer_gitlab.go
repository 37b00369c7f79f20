package trust

import "strings"

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
	issuer.name, issuer.grammar, issuer.arguments = "GitLab.com", gitLab{}, nil
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
	issuer.claims = []Claim{
		"namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment",
		"user_access_level", "user_email", "user_id", "user_login",
	}
	return issuer
}

var gitLabKind = kind{
	name: "gitlab", function: "GitLab", new: func([]string) Issuer { return GitLab() },
	match: exactly(GitLab()), host: onHost("gitlab.com"),
}

// GitLabSelfManaged returns the issuer of GitLab CI on an own instance, such
// as "https://gitlab.example.com". AWS evaluates only aud and sub of its
// tokens.
func GitLabSelfManaged(url string) Issuer {
	url = strings.TrimSuffix(url, "/")
	issuer := Issuer{
		name: "GitLab", url: url, audience: url,
		fields: []field{fieldRepositories, fieldBranches, fieldTags, fieldAnyRef}, grammar: gitLab{selfManaged: true},
		words: words{"project", "projects"},
		advice: map[string]string{
			riskAnyRef:     "Name the branches or tags.",
			riskMissingIDs: "Add the claim project_id, or for the projects of one group namespace_id: no other project or group ever gets these numbers.",
		},
		identities: []identity{{claim: "project_id"}, {claim: "namespace_id", owner: true}},
	}
	issuer.arguments = []string{url}
	httpsURL(&issuer.faults, url)
	return issuer
}

// gitLabSelfManagedKind has no match: an instance's address is like any other.
var gitLabSelfManagedKind = kind{
	name: "gitlab-self-managed", function: "GitLabSelfManaged", parameters: []string{"URL"},
	new: func(p []string) Issuer { return GitLabSelfManaged(p[0]) },
}

// gitLab writes project_path:GROUP/PROJECT:ref_type:TYPE:ref:NAME. Neither
// projects nor refs can hold a colon, so a "*" in place of the project can't
// reach into the ref.
type gitLab struct {
	// selfManaged is true for an instance whose version is not known here.
	selfManaged bool
}

func (g gitLab) compile(b *builder, at place, s Subject) {
	var refs []pattern
	for _, kind := range []struct {
		text  string
		names []pattern
	}{{"branch", b.refs(at.of("Branches"), s.Branches)}, {"tag", b.refs(at.of("Tags"), s.Tags)}} {
		if s.AnyRef {
			kind.names = append(kind.names, pattern{open: true})
		}
		for _, p := range kind.names {
			refs = append(refs, pattern{"ref_type:" + kind.text + ":ref:" + p.fixed, p.open})
		}
	}
	for i, project := range s.Repositories {
		if !b.path(at.of("Repositories").nth(i), project, 2, isGitLabName, `write "GROUP/PROJECT" or "GROUP/*"`) {
			continue
		}
		if b.issuer.claims != nil && len(s.Claims["ref_protected"]) == 0 {
			b.risk(riskUnprotectedRef, project)
		}
		if g.selfManaged {
			b.risk(riskForkMergeRequests, project)
		}
		b.withoutIDs(project, s.Claims)
		b.named("project_path:"+project, project, refs, s.Claims)
	}
	b.oneIdentity(at, s)
}

func isGitLabName(name string) bool {
	return len(name) <= 255 && consistsOf(name, letters+digits+"_.-") && strings.IndexByte(".-", name[0]) < 0 &&
		!strings.HasSuffix(name, ".git") && !strings.HasSuffix(name, ".atom") && name[len(name)-1] != '.'
}

func (gitLab) raw(subject string) (problem, remedy string) {
	return bound(subject, "project_path:", "/", isGitLabName, `begin it with "project_path:GROUP/PROJECT:"`)
}

// of reads a subject that nobody customized.
func (g gitLab) of(t Token) []Subject {
	p, ok := g.form().read(t.Subject())
	s := Subject{Repositories: []string{p.values["project"]}}
	switch p.values["kind of ref"] {
	case "branch":
		s.Branches = []string{p.values["ref"]}
	case "tag":
		s.Tags = []string{p.values["ref"]}
	default:
		ok = false
	}
	return only(s, ok)
}

func (gitLab) form() subjectForm {
	return subjectForm{
		separator: ":",
		keys:      []subjectKey{{"project_path", "repository", "project", false}, {"ref_type", "ref", "kind of ref", false}, {"ref", "ref", "ref", false}},
		example:   "project_path:GROUP/PROJECT:ref_type:branch:ref:BRANCH",
		customized: "The project's setting ci_id_token_sub_claim_components, which `glab api projects/ID` shows, says of what it is made. " +
			"Write the whole subject into the policy, or take the customization back.",
	}
}

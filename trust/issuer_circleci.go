package trust

import (
	"strings"
)

// CircleCI returns the issuer of CircleCI of an organization, whose UUID is
// the audience too. Its subjects:
//
//   - Repositories: UUIDs of projects
//   - AnyRef: every job of the project, whatever its branch
//
// Jobs have two tokens. The subject of CIRCLE_OIDC_TOKEN ends in the user; that
// of CIRCLE_OIDC_TOKEN_V2 goes on with /vcs-origin/REPOSITORY/vcs-ref/REF. Both
// are accepted.
//
// https://circleci.com/docs/openid-connect-tokens/
func CircleCI(organizationID string) Issuer {
	issuer := Issuer{
		name:     "CircleCI",
		url:      circleCIURL + organizationID,
		audience: organizationID,
		// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
		claims: []Claim{"oidc.circleci.com/project-id"},
		fields: []field{fieldRepositories, fieldAnyRef},
		words:  words{"project", "projects"}, ownerless: true,
		advice: map[string]string{
			riskAnyRef: "Only the subject of CIRCLE_OIDC_TOKEN_V2 holds the branch, after the user, who may be anybody: limit who can push to the project, and run the job in a restricted context.",
		},
		grammar: circleCI{organization: organizationID},
	}
	issuer.arguments = []string{organizationID}
	if !isUUID(organizationID) {
		issuer.faults.Add("Issuer", organizationID, "is not the UUID of an organization", "copy it from the organization's settings")
	}
	return issuer
}

const circleCIURL = "https://oidc.circleci.com/org/"

var circleCIKind = kind{
	name: "circleci", function: "CircleCI", parameters: []string{"ORGANIZATION_UUID"},
	new: func(p []string) Issuer { return CircleCI(p[0]) },
	match: func(iss string) (Issuer, bool) {
		id, ok := strings.CutPrefix(iss, circleCIURL)
		return CircleCI(id), ok && isUUID(id)
	},
	host: onHost("oidc.circleci.com"),
}

// circleCI writes org/ORGANIZATION/project/PROJECT/user/USER, all of them
// UUIDs.
type circleCI struct{ organization string }

func (c circleCI) compile(b *builder, at place, s Subject) {
	for i, project := range s.Repositories {
		if b.uuid(at.of("Repositories").nth(i), project) {
			b.add(rule{subject: "org/" + c.organization + "/project/" + strings.Trim(project, "{}") + "/user/*", claims: s.Claims})
			b.risk(riskAnyRef, "every ref of "+project)
			b.risk(riskForks, project)
		}
	}
}

func (c circleCI) raw(subject string) (problem, remedy string) {
	return bound(subject, "org/", "/", func(owner string) bool { return owner == c.organization },
		`begin it with "org/`+c.organization+`/project/"`)
}

// of takes every job of the project: the subject says no more that a fixed
// beginning can test.
func (c circleCI) of(t Token) []Subject {
	p, ok := c.form().read(t.Subject())
	return only(Subject{Repositories: []string{p.values["project"]}, AnyRef: true}, ok)
}

func (circleCI) form() subjectForm {
	return subjectForm{
		separator: "/",
		keys: []subjectKey{{"org", "owner", "organization", false}, {"project", "repository", "project", false}, {"user", "user", "user", false},
			{"vcs-origin", "origin", "vcs-origin", true}, {"vcs-ref", "ref", "vcs-ref", true}},
		example: "org/ORGANIZATION/project/PROJECT/user/USER, or in CIRCLE_OIDC_TOKEN_V2 with /vcs-origin/REPOSITORY/vcs-ref/REF after it",
	}
}

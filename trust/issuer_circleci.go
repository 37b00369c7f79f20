package trust

import (
	"strings"
)

// CircleCI returns the issuer of CircleCI of an organization, whose UUID is
// the audience too. Its subjects:
//
//   - Repositories: UUIDs of projects
//   - AnyRef: every job of the project; its branch is not in the
//     subject
//
// https://circleci.com/docs/openid-connect-tokens/
func CircleCI(organizationID string) Issuer {
	issuer := Issuer{
		name:     "CircleCI",
		url:      circleCIURL + organizationID,
		audience: organizationID,
		// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
		claims:  []Claim{"oidc.circleci.com/project-id"},
		fields:  []field{fieldRepositories, fieldAnyRef},
		grammar: circleCI{organization: organizationID},
	}
	if !isUUID(organizationID) {
		issuer.faults.Add("Issuer", organizationID, "is not the UUID of an organization", "copy it from the organization's settings")
	}
	return issuer
}

const circleCIURL = "https://oidc.circleci.com/org/"

var circleCIKind = kind{
	name: "circleci", parameters: []string{"ORGANIZATION_UUID"},
	new: func(p []string) Issuer { return CircleCI(p[0]) },
	match: func(iss string) (Issuer, bool) {
		id, ok := strings.CutPrefix(iss, circleCIURL)
		return CircleCI(id), ok && isUUID(id)
	},
}

// circleCI writes org/ORGANIZATION/project/PROJECT/user/USER, all of them
// UUIDs.
type circleCI struct{ organization string }

func (c circleCI) compile(b *builder, at string, s Subject) {
	for i, project := range s.Repositories {
		if b.uuid(index(at+".Repositories", i), project) {
			b.add(rule{subject: "org/" + c.organization + "/project/" + strings.Trim(project, "{}") + "/user/*", claims: s.Claims})
			b.risk(riskAnyRef, "every ref of "+project)
		}
	}
}

func (c circleCI) raw(subject string) (problem, remedy string) {
	return bound(subject, "org/", "/", func(owner string) bool { return owner == c.organization },
		`begin it with "org/`+c.organization+`/project/"`)
}

package trust

import "strings"

// Bitbucket returns the issuer of Bitbucket Pipelines of a workspace; the UUID
// is the workspace's, with or without braces. Its subjects:
//
//   - Repositories: UUIDs of repositories
//   - Environments: UUIDs of deployment environments, or
//   - AnyRef: every step of the repository; its branch is not in the token's
//     subject
//
// https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/
func Bitbucket(workspace, workspaceUUID string) Issuer {
	uuid := strings.Trim(workspaceUUID, "{}")
	issuer := Issuer{
		name:     "Bitbucket",
		url:      bitbucketURL + workspace + "/pipelines-config/identity/oidc",
		audience: "ari:cloud:bitbucket::workspace/" + uuid,
		fields:   []field{fieldRepositories, fieldEnvironments, fieldAnyRef},
		grammar:  bitbucket{},
		words:    words{"repository", "repositories"},
		advice:   map[string]string{riskAnyRef: "Name the deployment environments.", riskEnvironment: "Restrict its branches and who may deploy to it."},
	}
	issuer.arguments = []string{workspace, uuid}
	if !isBitbucketWorkspace(workspace) {
		issuer.faults.Add("Issuer", workspace, "is not the slug of a workspace", "write the part of its address after bitbucket.org/")
	}
	if !isUUID(uuid) {
		issuer.faults.Add("Issuer", workspaceUUID, "is not the UUID of a workspace", "copy it from the audience in the repository's OpenID Connect settings")
	}
	return issuer
}

func isBitbucketWorkspace(slug string) bool { return consistsOf(slug, lower+digits+"-_") }

const bitbucketURL = "https://api.bitbucket.org/2.0/workspaces/"

var bitbucketKind = kind{
	name: "bitbucket", function: "Bitbucket", parameters: []string{"WORKSPACE", "UUID"},
	new: func(p []string) Issuer { return Bitbucket(p[0], p[1]) },
	match: func(iss string) (Issuer, bool) {
		rest, ok := strings.CutPrefix(iss, bitbucketURL)
		workspace, pipelines := strings.CutSuffix(rest, "/pipelines-config/identity/oidc")
		issuer := Bitbucket(workspace, "")
		return Issuer{name: issuer.name, url: issuer.url, grammar: issuer.grammar}, ok && pipelines && isBitbucketWorkspace(workspace)
	},
	host: onHost("api.bitbucket.org"),
}

// bitbucket writes {REPOSITORY}:{STEP}, or {REPOSITORY}:{ENVIRONMENT}:{STEP}
// for a deployment. The step is another one each time.
type bitbucket struct{}

func (bitbucket) compile(b *builder, at place, s Subject) {
	var contexts []string
	for i, environment := range s.Environments {
		if b.uuid(at.of("Environments").nth(i), environment) {
			contexts = append(contexts, braced(environment)+":*")
			b.risk(riskEnvironment, environment)
		}
	}
	if s.AnyRef {
		contexts = append(contexts, "*")
	}
	for i, text := range s.Repositories {
		if !b.uuid(at.of("Repositories").nth(i), text) {
			continue
		}
		if s.AnyRef {
			b.risk(riskAnyRef, "every ref of "+text)
		}
		for _, c := range contexts {
			b.add(rule{subject: braced(text) + ":" + c, claims: s.Claims})
		}
	}
}

func (bitbucket) raw(subject string) (problem, remedy string) {
	return bound(subject, "{", "}:", isUUID, `begin it with the UUID of a repository, "{UUID}:"`)
}

// of reads the environment of a deployment, or else takes every step of the
// repository: the subject says no more of it.
func (bitbucket) of(t Token) []Subject {
	parts := strings.Split(t.Subject(), ":")
	s := Subject{Repositories: []string{strings.Trim(parts[0], "{}")}}
	switch len(parts) {
	case 2:
		s.AnyRef = true
	case 3:
		s.Environments = []string{strings.Trim(parts[1], "{}")}
	}
	return only(s, len(parts) == 2 || len(parts) == 3)
}

// form has no names: the subject is UUIDs alone, and one of a deployment has
// the environment before the step.
func (bitbucket) form() subjectForm {
	return subjectForm{
		separator: ":",
		keys:      []subjectKey{{"", "repository", "repository", false}, {"", "environment", "environment or step", false}, {"", "environment", "step", false}},
		example:   "{REPOSITORY_UUID}:{STEP_UUID}, or of a deployment {REPOSITORY_UUID}:{ENVIRONMENT_UUID}:{STEP_UUID}",
	}
}

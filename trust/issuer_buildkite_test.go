package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Buildkite.
var invalidBuildkite = []invalidCase{
	{"Buildkite pipeline with two slashes", issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/p/q"}, AnyRef: true})},
	{"Buildkite raw open pipeline", issuedBy(trust.Buildkite(), trust.Subject{Raw: []string{"organization:acme:pipeline:app*"}})},
	{"one pipeline's id for two", issuedBy(trust.Buildkite(), trust.Subject{Repositories: []string{"o/a", "o/b"}, AnyRef: true, Claims: trust.Claims{"pipeline_id": {uuid1}}})},
	{"Buildkite as a generic issuer", issuedBy(trust.OIDC("https://agent.buildkite.com", "x"), trust.Subject{Raw: []string{"organization:acme:*"}})},
}

// What the subjects mean, and who must not pass.
var buildkiteSubjects = []issuerCase{
	{
		"Buildkite pipeline", trust.Buildkite(), trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Tags: []string{"v*"}},
		[]string{"organization:acme:pipeline:app:ref:refs/heads/main:commit:abc:step:publish", "organization:acme:pipeline:app:ref:refs/tags/v1:commit:abc:step:"},
		[]string{"organization:acme:pipeline:app:ref:refs/heads/main-evil:commit:abc:step:publish", "organization:acme:pipeline:app2:ref:refs/heads/main:commit:abc:step:x",
			"organization:evil:pipeline:app:ref:refs/heads/main:commit:abc:step:x"},
	},
}

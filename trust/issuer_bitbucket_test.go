package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Bitbucket.
var invalidBitbucket = []invalidCase{
	{"Bitbucket name for a UUID", issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true})},
	{"Bitbucket branch", issuedBy(trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{uuid2}, Branches: []string{"main"}})},
	{"Bitbucket workspace without a UUID", issuedBy(trust.Bitbucket("acme", "acme"), trust.Subject{Repositories: []string{uuid2}, AnyRef: true})},
	{"Bitbucket as a generic issuer", issuedBy(trust.OIDC("https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc", "x"), trust.Subject{Raw: []string{"{a}:*"}})},
}

// What the subjects mean, and who must not pass.
var bitbucketSubjects = []issuerCase{
	{
		"Bitbucket environment", trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{uuid2}, Environments: []string{"{" + uuid1 + "}"}},
		[]string{"{" + uuid2 + "}:{" + uuid1 + "}:{step}"},
		[]string{"{" + uuid2 + "}:{step}", "{" + uuid1 + "}:{" + uuid1 + "}:{step}", "{" + uuid2 + "}:{" + uuid2 + "}:{step}"},
	},
	{
		"Bitbucket repository", trust.Bitbucket("acme", uuid1), trust.Subject{Repositories: []string{"{" + uuid2 + "}"}, AnyRef: true},
		[]string{"{" + uuid2 + "}:{step}", "{" + uuid2 + "}:{" + uuid1 + "}:{step}"},
		[]string{"{" + uuid1 + "}:{step}", "{" + uuid2 + "}"},
	},
}

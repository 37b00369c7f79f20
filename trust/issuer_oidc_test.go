package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Other issuers.
var invalidOIDC = []invalidCase{
	{"issuer without https", issuedBy(trust.OIDC("http://ci.example.com", "x"), trust.Subject{Raw: []string{"a"}})},
	{"issuer with a port", issuedBy(trust.GitLabSelfManaged("https://gitlab.example.com:8443"), trust.Subject{Repositories: []string{"g/p"}, AnyRef: true})},
	{"issuer with a query", issuedBy(trust.OIDC("https://ci.example.com/?a", "x"), trust.Subject{Raw: []string{"a"}})},
	{"issuer known at deployment", issuedBy(trust.OIDC("https://${Token[X.1]}", "x"), trust.Subject{Raw: []string{"a"}})},
	{"every token of an issuer", issuedBy(trust.OIDC("https://ci.example.com", "x"), trust.Subject{Raw: []string{"*"}})},
	{"repositories of an unknown issuer", issuedBy(trust.OIDC("https://ci.example.com", "x"), trust.Subject{Repositories: []string{"a/b"}, AnyRef: true})},
	{"generic issuer, a letter", issuedBy(trust.OIDC("https://ci.example.com", "x"), trust.Subject{Raw: []string{"r*"}})},
	{"generic issuer, a name without a value", issuedBy(trust.OIDC("https://gitlab.example.com", "x"), trust.Subject{Raw: []string{"project_path:*"}})},
	{"generic issuer, half a value", issuedBy(trust.OIDC("https://gitlab.example.com", "x"), trust.Subject{Raw: []string{"project_path:acme*"}})},
}

// What the subjects mean, and who must not pass.
var oidcSubjects = []issuerCase{
	{
		"raw", trust.OIDC("https://ci.example.com", "me"), trust.Subject{Raw: []string{"team-a:job-1", "team:b:*"}},
		[]string{"team-a:job-1", "team:b:x"},
		[]string{"team-a:job-12", "team:b", "team:bb:x", "team:b2"},
	},
}

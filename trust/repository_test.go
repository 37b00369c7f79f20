package trust_test

import (
	"strings"

	"github.com/cipublisher/cipublisher/trust"
)

// Repositories on GitHub.
var invalidRepositories = []invalidCase{
	{"owner alone", on("acme")},
	{"address", on("https://github.com/acme/app")},
	{"empty owner", on("/app")},
	{"empty name", on("acme/")},
	{"empty repository", on("")},
	{"everybody", on("*/*")},
	{"owner with a wildcard", on("acme*/app")},
	{"name with a wildcard", on("acme/app-*")},
	{"owner with two hyphens", on("ac--me/app")},
	{"owner that ends in a hyphen", on("acme-/app")},
	{"owner with an underscore too many", on("a_b_c/app")},
	{"owner too long", on(strings.Repeat("a", 40) + "/app")},
	{"owner with a dot", on("acme.org/app")},
	{"name too long", on("acme/" + strings.Repeat("a", 101))},
	{"name of dots", on("acme/..")},
	{"name with .git", on("acme/app.git")},
	{"name with a slash", on("acme/app/sub")},
	{"name with a colon", on("acme/app:ref")},
	{"name with a space", on("acme/my app")},
	{"one id of two", on("acme@1/app")},
	{"the other id of two", on("acme/app@2")},
	{"wildcarded ids", on("acme@*/app@*")},
	{"id with a leading zero", on("acme@01/app@2")},
	{"empty ids", on("acme@/app@")},
	{"letters for ids", on("acme@one/app@two")},
	{"both forms without ids", subject(trust.Subject{Repositories: []string{"acme/app"}, BothForms: ptr(true), AnyRef: true})},
	{"ids on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{Repositories: []string{"acme@1/app@2"}, AnyRef: true})},
	{"both forms on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{Repositories: []string{"acme/app"}, BothForms: ptr(true), AnyRef: true})},
}

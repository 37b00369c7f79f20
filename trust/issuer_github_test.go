package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Issuers of GitHub, and other issuers with its address.
var invalidGitHub = []invalidCase{
	{"server with a scheme", issuedBy(trust.GitHubEnterpriseServer("https://ghes.example.com"), main)},
	{"enterprise with a slash", issuedBy(trust.GitHubEnterprise("a/b"), main)},
	{"subdomain with a dot", issuedBy(trust.GitHubEnterpriseCloud("octocorp.ghe.com"), main)},
	{"GitHub as a generic issuer", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com", "x"), trust.Subject{Raw: []string{"repo:*"}})},
	{"GitHub as a generic issuer, with a slash", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com/", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GitHub as a generic issuer, on another path", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com/a/b", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GitHub as GitLab", issuedBy(trust.GitLabSelfManaged("https://token.actions.githubusercontent.com"), trust.Subject{Raw: []string{"project_path:acme/app:*"}})},
	{"an enterprise as a generic issuer", issuedBy(trust.OIDC("https://token.actions.githubusercontent.com/octo-inc", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GHE.com as a generic issuer", issuedBy(trust.OIDC("https://token.actions.octocorp.ghe.com", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"a server as a generic issuer", issuedBy(trust.OIDC("https://ghes.example.com/_services/token", "x"), trust.Subject{Raw: []string{"repo:acme/app:*"}})},
	{"GitHub as a server", issuedBy(trust.GitHubEnterpriseServer("token.actions.githubusercontent.com"), main)},
}

// What the subjects mean, and who must not pass.
var gitHubSubjects = []issuerCase{
	{
		"GitHub raw", trust.GitHub(), trust.Subject{Raw: []string{"repo:acme/app", "repository_owner:acme:repository_visibility:*", "repository_id:7:ref:refs/heads/main"}},
		[]string{"repo:acme/app", "repository_owner:acme:repository_visibility:private", "repository_id:7:ref:refs/heads/main"},
		[]string{"repo:acme/app:ref:refs/heads/main", "repository_owner:acme-evil:repository_visibility:private", "repository_id:77:ref:refs/heads/main"},
	},
}

package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Claims beside the subject.
var invalidClaims = []invalidCase{
	{"claim without a key", claim("runner_environment", "github-hosted")},
	{"sub as a claim", claim("sub", "repo:acme/app:*")},
	{"aud as a claim", claim("aud", "x")},
	{"claim on Enterprise Server", issuedBy(trust.GitHubEnterpriseServer("ghes.example.com"), trust.Subject{
		Repositories: []string{"acme/app"}, AnyRef: true, Claims: trust.Claims{trust.ClaimRef: {"refs/heads/main"}}})},
	{"no claims", subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{}})},
	{"claim without values", claim(trust.ClaimActor)},
	{"claim that tests nothing", claim(trust.ClaimWorkflow, "*")},
	{"id that is no number", claim(trust.ClaimRepositoryID, "app")},
	{"id with a wildcard", claim(trust.ClaimRepositoryOwnerID, "1*")},
	{"two ids of one repository", claim(trust.ClaimRepositoryID, "1", "2")},
	{"two owners", claim(trust.ClaimRepositoryOwnerID, "1", "2")},
	{"one id for two repositories", subject(trust.Subject{Repositories: []string{"acme/a", "acme/b"}, AnyRef: true,
		Claims: trust.Claims{trust.ClaimRepositoryID: {"1"}}})},
	{"one owner's id for two owners", subject(trust.Subject{Repositories: []string{"acme/a", "other/a"}, AnyRef: true,
		Claims: trust.Claims{trust.ClaimRepositoryOwnerID: {"1"}}})},
	{"claim that contradicts the repository", claim(trust.ClaimRepository, "acme/other")},
	{"claim that contradicts the ids", subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, AnyRef: true,
		Claims: trust.Claims{trust.ClaimRepositoryID: {"3"}}})},
	{"environment claim beside refs", claim(trust.ClaimEnvironment, "release")},
	{"ref claim that is a branch", claim(trust.ClaimRef, "main")},
	{"workflow of any owner", claim(trust.ClaimJobWorkflowRef, "acme*")},
	{"workflow of any repository", claim(trust.ClaimJobWorkflowRef, "acme/ci*")},
	{"actor with a space", claim(trust.ClaimActor, "ann b")},
	{"variable in a claim", claim(trust.ClaimWorkflow, "${aws:username}")},
}

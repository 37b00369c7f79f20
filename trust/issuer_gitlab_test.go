package trust_test

import "github.com/cipublisher/cipublisher/trust"

// GitLab.
var invalidGitLab = []invalidCase{
	{"GitLab environment", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/p"}, Environments: []string{"x"}})},
	{"GitLab group alone", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g"}, AnyRef: true})},
	{"GitLab everybody", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"*/p"}, AnyRef: true})},
	{"GitLab raw open group", issuedBy(trust.GitLab(), trust.Subject{Raw: []string{"project_path:acme*"}})},
	{"GitLab raw open project", issuedBy(trust.GitLab(), trust.Subject{Raw: []string{"project_path:acme/app*"}})},
	{"one project's id for two", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/a", "g/b"}, AnyRef: true, Claims: trust.Claims{"project_id": {"1"}}})},
	{"two ids of one project", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/a"}, AnyRef: true, Claims: trust.Claims{"project_id": {"1", "2"}}})},
	{"one group's id for two", issuedBy(trust.GitLab(), trust.Subject{Repositories: []string{"g/*", "h/*"}, AnyRef: true, Claims: trust.Claims{"namespace_id": {"1"}}})},
	{"GitLab.com as one's own", issuedBy(trust.GitLabSelfManaged("https://gitlab.com"), trust.Subject{Repositories: []string{"g/p"}, AnyRef: true})},
}

// What the subjects mean, and who must not pass.
var gitLabSubjects = []issuerCase{
	{
		"GitLab project", trust.GitLab(), trust.Subject{Repositories: []string{"acme/team/app"}, Branches: []string{"main", "release/*"}, Tags: []string{"v1"}},
		[]string{gitlabToken("acme/team/app", "branch", "main"), gitlabToken("acme/team/app", "branch", "release/1"), gitlabToken("acme/team/app", "tag", "v1")},
		[]string{gitlabToken("acme/team/app", "branch", "v1"), gitlabToken("acme/team/app", "tag", "main"), gitlabToken("acme/team/app-evil", "branch", "main"),
			gitlabToken("acme/app", "branch", "main"), gitlabToken("evil/acme/team/app", "branch", "main"), gitlabToken("acme/team/app", "branch", "release-evil")},
	},
	{
		"GitLab group", trust.GitLabSelfManaged("https://gitlab.example.com"), trust.Subject{Repositories: []string{"acme/*"}, Branches: []string{"main"}},
		[]string{gitlabToken("acme/app", "branch", "main"), gitlabToken("acme/team/app", "branch", "main")},
		[]string{gitlabToken("acme-evil/app", "branch", "main"), gitlabToken("acme/app", "branch", "main-evil"), gitlabToken("acme/app", "tag", "main")},
	},
	{
		"GitLab any ref", trust.GitLab(), trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true},
		[]string{gitlabToken("acme/app", "branch", "x"), gitlabToken("acme/app", "tag", "x")},
		[]string{gitlabToken("acme/app2", "branch", "x"), "project_path:acme/app:environment:x"},
	},
}

func gitlabToken(project, kind, ref string) string {
	return "project_path:" + project + ":ref_type:" + kind + ":ref:" + ref
}

package trust_test

import "github.com/cipublisher/cipublisher/trust"

// Raw subjects of GitHub.
var invalidRaw = []invalidCase{
	{"raw everything", raw("*")},
	{"raw any repository", raw("repo:*")},
	{"raw any owner", raw("repo:*/*")},
	{"raw open owner", raw("repo:acme*")},
	{"raw open repository", raw("repo:acme/app*")},
	{"raw wildcard in the middle", raw("repo:acme/*:ref:refs/heads/main")},
	{"raw open owner name", raw("repository_owner:acme*")},
	{"raw without an owner", raw("environment:release")},
	{"raw workflow", raw("job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main")},
	{"raw owner without a repository", raw("repo:acme/")},
	{"raw with a context", subject(trust.Subject{Raw: []string{"repo:acme/app"}, Branches: []string{"main"}})},
}

package trust_test

import "github.com/cipublisher/cipublisher/trust"

// CircleCI.
var invalidCircleCI = []invalidCase{
	{"CircleCI organization name", issuedBy(trust.CircleCI("acme"), trust.Subject{Repositories: []string{uuid2}, AnyRef: true})},
	{"CircleCI raw of another organization", issuedBy(trust.CircleCI(uuid1), trust.Subject{Raw: []string{"org/" + uuid2 + "/project/*"}})},
	{"CircleCI raw open project", issuedBy(trust.CircleCI(uuid1), trust.Subject{Raw: []string{"org/" + uuid1 + "/project/9f*"}})},
	{"CircleCI as a generic issuer", issuedBy(trust.OIDC("https://oidc.circleci.com/org/"+uuid1, "x"), trust.Subject{Raw: []string{"org/a/*"}})},
}

// What the subjects mean, and who must not pass.
var circleCISubjects = []issuerCase{
	{
		"CircleCI project", trust.CircleCI(uuid1), trust.Subject{Repositories: []string{uuid2}, AnyRef: true},
		[]string{"org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1},
		[]string{"org/" + uuid2 + "/project/" + uuid2 + "/user/" + uuid1, "org/" + uuid1 + "/project/" + uuid1 + "/user/" + uuid1},
	},
}

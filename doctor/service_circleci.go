package doctor

// circleCI gives each job two tokens.
var circleCI = service{
	name: "circleci", title: "CircleCI",
	is:        isTrue("CIRCLECI"),
	variables: []string{"CIRCLE_OIDC_TOKEN_V2", "CIRCLE_OIDC_TOKEN"},
	remedy:    "run the job on CircleCI's cloud, or on a server whose administrator has set tokens up; jobs for pull requests of forks have none unless the project passes secrets to them",
	source:    "https://circleci.com/docs/openid-connect-tokens/",
	take:      fromVariables,
	look: func(j *Job, found *Findings) {
		// Set for pull requests of forks alone.
		// https://circleci.com/docs/variables/#built-in-environment-variables
		if fork := j.Environment["CIRCLE_PR_REPONAME"]; fork != "" {
			found.add("fork", Note, "The pull request comes from a fork, "+j.Environment["CIRCLE_PR_USERNAME"]+"/"+fork+".",
				"publish from a branch or tag of the project itself", "https://circleci.com/docs/oss/#build-pull-requests-from-forked-repositories")
		}
	},
}

package doctor_test

import (
	"testing"
)

func TestBuildkiteJobs(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"Buildkite without its agent, a fork": {with(region, "BUILDKITE", "true", "BUILDKITE_REPO", "git@github.com:acme/app.git", "BUILDKITE_PULL_REQUEST_REPO", "https://github.com/evil/app"),
			[]string{"note fork", "problem no-agent"}},
	})
}

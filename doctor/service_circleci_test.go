package doctor_test

import (
	"testing"
)

func TestCircleCIJobs(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"CircleCI without a token, a fork": {with(region, "CIRCLECI", "true", "CIRCLE_PR_REPONAME", "app", "CIRCLE_PR_USERNAME", "evil"), []string{"note fork", "problem no-token"}},
	})
}

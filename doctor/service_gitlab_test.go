package doctor_test

import (
	"testing"
)

func TestGitLabJobs(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"GitLab without a token":      {onGitLab, []string{"problem no-token"}},
		"GitLab with a foreign token": {with(onGitLab, "VAULT", signed(t, map[string]any{"iss": "https://vault.test", "aud": "x", "sub": "y"})), []string{"problem no-token"}},
		"GitLab, a fork":              {with(onGitLab, "T", gitLab(t, nil), "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "evil/app", "CI_MERGE_REQUEST_PROJECT_PATH", "acme/app"), []string{"note fork"}},
	})
}

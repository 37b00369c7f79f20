package doctor_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	gitHubJob   = map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "AWS_REGION": "eu-west-1"}
	pullRequest = with(gitHubJob, "GITHUB_EVENT_NAME", "pull_request")
)

// event writes the event of a pull request, with the repository that it comes
// from.
func event(t *testing.T, head string) string {
	path := filepath.Join(t.TempDir(), "event.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"pull_request": {"head": {"repo": `+head+`}, "base": {"repo": {"full_name": "acme/app"}}}}`), 0o600))
	return path
}

func TestGitHubJobs(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"no permission":                    {gitHubJob, []string{"problem no-permission"}},
		"an address without its secret":    {with(gitHubJob, "ACTIONS_ID_TOKEN_REQUEST_URL", "https://x.test"), []string{"problem no-permission"}},
		"a fork":                           {with(pullRequest, "GITHUB_EVENT_PATH", event(t, `{"full_name": "evil/app"}`)), []string{"note fork", "problem no-permission"}},
		"a fork that was deleted":          {with(pullRequest, "GITHUB_EVENT_PATH", event(t, `null`)), []string{"note fork", "problem no-permission"}},
		"a pull request of one's own":      {with(pullRequest, "GITHUB_EVENT_PATH", event(t, `{"full_name": "acme/app"}`)), []string{"problem no-permission"}},
		"a pull request without its event": {with(pullRequest, "GITHUB_EVENT_PATH", "/none"), []string{"note unknown-event", "problem no-permission"}},
		"Dependabot":                       {with(pullRequest, "GITHUB_ACTOR", "dependabot[bot]", "GITHUB_EVENT_PATH", event(t, `{"full_name": "acme/app"}`)), []string{"note dependabot", "problem no-permission"}},
		"pull_request_target":              {with(gitHubJob, "GITHUB_EVENT_NAME", "pull_request_target"), []string{"warning pull-request-target", "problem no-permission"}},
	})
}

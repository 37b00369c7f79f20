package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/cipublisher/cipublisher/trust"
)

// gitHubActions gives a job that may write id-token an address and a secret for
// it; the answer is the token, for the audience that was asked for.
var gitHubActions = service{
	name: "github", title: "GitHub Actions",
	is:   isTrue("GITHUB_ACTIONS"),
	asks: true,
	remedy: "give the job the permissions id-token: write and contents: read. A job that is called as a reusable workflow has at most the permissions of the job that calls it: " +
		"give them to both",
	source: "https://docs.github.com/en/actions/reference/security/oidc#workflow-permissions-for-the-requesting-the-oidc-token",
	take:   takeFromGitHub,
	look:   lookAtGitHub,
}

const gitHubForkPage = "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories"

func takeFromGitHub(ctx context.Context, s *service, j *Job, found *Findings) (taken, error) {
	address, bearer := j.Environment["ACTIONS_ID_TOKEN_REQUEST_URL"], j.Environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
	if address == "" || bearer == "" {
		missing := "ACTIONS_ID_TOKEN_REQUEST_URL"
		if address != "" {
			missing = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
		}
		found.add("no-permission", Problem, "The job may not ask for a token: "+missing+" is not set.", s.remedy, s.source)
		return taken{}, nil
	}
	got, err := j.request(ctx, address, j.audience(trust.GitHub()), NewSecret(bearer))
	if err != nil {
		return taken{}, err
	}
	if !got.date.IsZero() {
		j.ahead = j.Now.Sub(got.date)
	}
	return taken{got.token, "the address in ACTIONS_ID_TOKEN_REQUEST_URL"}, nil
}

// lookAtGitHub finds what a job can't mend itself: GitHub gives jobs for pull
// requests of forks, and of Dependabot, no permission to write.
func lookAtGitHub(j *Job, found *Findings) {
	event := j.Environment["GITHUB_EVENT_NAME"]
	fork, err := isForkOnGitHub(j.Environment["GITHUB_EVENT_PATH"])
	switch {
	case event == "pull_request" && j.Environment["GITHUB_ACTOR"] == "dependabot[bot]":
		found.add("dependabot", Note, "Dependabot opened the pull request. GitHub treats it as one of a fork.",
			"publish from another event, such as a push to the default branch", gitHubForkPage)
	case event == "pull_request" && fork:
		found.add("fork", Note, "The pull request comes from a fork, and GitHub gives its jobs no permission to write id-token, whatever the workflow asks for.",
			"publish from another event, such as a push to the default branch. pull_request_target would run with your repository's rights: never let it run the fork's code", gitHubForkPage)
	case event == "pull_request" && err != nil:
		found.add("unknown-event", Note, "Whether the pull request comes from a fork can't be seen: the file in GITHUB_EVENT_PATH "+err.Error()+".", "", "")
	case event == "pull_request_target":
		found.add("pull-request-target", Warning, "The event pull_request_target runs with the default branch's subject, whoever opened the pull request.",
			"never let it run code of the pull request; publish from another event", "https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target")
	}
}

// maxEvent bounds what is read of the file with the event, in bytes. GitHub
// makes none larger than 25 MB.
//
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
const maxEvent = 25 << 20

// isForkOnGitHub reads from the file with the event whether its pull request is
// of a fork. A fork that was deleted is one.
func isForkOnGitHub(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, errors.New("can't be opened")
	}
	defer file.Close()
	type side struct {
		Repo *struct {
			FullName string `json:"full_name"`
		} `json:"repo"`
	}
	var event struct {
		PullRequest *struct{ Head, Base side } `json:"pull_request"`
	}
	if json.NewDecoder(io.LimitReader(file, maxEvent)).Decode(&event) != nil || event.PullRequest == nil || event.PullRequest.Base.Repo == nil {
		return false, errors.New("holds no pull request")
	}
	head, base := event.PullRequest.Head.Repo, event.PullRequest.Base.Repo
	return head == nil || !strings.EqualFold(head.FullName, base.FullName), nil
}

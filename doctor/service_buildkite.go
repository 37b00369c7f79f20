package doctor

import (
	"context"
	"errors"
	"os/exec"
	"strings"

	"github.com/cipublisher/cipublisher/trust"
)

// buildkite has its agent ask for the token.
var buildkite = service{
	name: "buildkite", title: "Buildkite",
	is:     isTrue("BUILDKITE"),
	asks:   true,
	remedy: "run the doctor where buildkite-agent is on the PATH; with the Docker plugin, mount it: mount-buildkite-agent: true, propagate-environment: true",
	source: "https://buildkite.com/docs/agent/v3/cli-oidc",
	take: func(ctx context.Context, s *service, j *Job, found *Findings) (taken, error) {
		token, err := j.run(ctx, "buildkite-agent", "oidc", "request-token", "--audience", j.audience(trust.Buildkite()))
		if errors.Is(err, exec.ErrNotFound) {
			found.add("no-agent", Problem, "The program buildkite-agent, which asks for the token, is not on the PATH.", s.remedy, s.source)
			return taken{}, nil
		}
		return taken{NewSecret(token), "buildkite-agent oidc request-token"}, err
	},
	look: func(j *Job, found *Findings) {
		from, own := j.Environment["BUILDKITE_PULL_REQUEST_REPO"], j.Environment["BUILDKITE_REPO"]
		if from != "" && own != "" && repositoryOf(from) != repositoryOf(own) {
			found.add("fork", Note, "The pull request comes from another repository, "+from+", and the token says nothing of that: it names the pipeline and the branch.",
				"build forks in a pipeline of their own, which no role trusts", "https://buildkite.com/docs/pipelines/source-control/github#running-builds-on-pull-requests")
		}
	},
}

// repositoryOf returns the host and path of a repository's address, without
// case: git@github.com:acme/app.git and https://github.com/acme/app are one.
func repositoryOf(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = strings.Replace(address, ":", "/", 1)
	}
	if _, after, found := strings.Cut(rest, "@"); found {
		rest = after
	}
	return strings.ToLower(strings.TrimSuffix(rest, ".git"))
}

package doctor

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/trust"
)

// gitLabCI puts each of a job's id_tokens into a variable whose name the job
// chooses.
var gitLabCI = service{
	name: "gitlab", title: "GitLab CI",
	is:     isTrue("GITLAB_CI"),
	remedy: "give the job a token: id_tokens: {AWS_TOKEN: {aud: https://gitlab.com}}, with the audience that the identity provider in AWS lists",
	source: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
	take:   takeFromGitLab,
	look: func(j *Job, found *Findings) {
		from, project := j.Environment["CI_MERGE_REQUEST_SOURCE_PROJECT_PATH"], j.Environment["CI_MERGE_REQUEST_PROJECT_PATH"]
		if from != "" && project != "" && from != project {
			found.add("fork", Note, "The merge request comes from "+from+", a fork of "+project+". The token names the project that the pipeline runs in, "+j.Environment["CI_PROJECT_PATH"]+".",
				"publish from a pipeline of the project's own branches or tags", "https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/#use-with-forked-projects")
		}
	},
}

func takeFromGitLab(ctx context.Context, s *service, j *Job, found *Findings) (taken, error) {
	if j.Variable != "" {
		return fromVariables(ctx, s, j, found)
	}
	tokens := map[string]trust.Token{}
	for name, value := range j.Environment {
		if !strings.HasPrefix(value, "eyJ") {
			continue
		}
		token, err := trust.ParseJWT([]byte(value))
		if issuer, known := token.Issuer(); err == nil && known && issuer.URL() == strings.TrimSuffix(j.Environment["CI_SERVER_URL"], "/") {
			tokens[name] = token
		}
	}
	names := slices.Sorted(maps.Keys(tokens))
	if len(names) > 1 {
		wanted := func(name string) bool {
			issuer, _ := tokens[name].Issuer()
			return slices.Equal(tokens[name].Claims["aud"], []string{j.audience(issuer)})
		}
		if fit := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !wanted(name) }); len(fit) == 1 {
			names = fit
		}
	}
	switch len(names) {
	case 0:
		found.add("no-token", Problem, "The job has no ID token: no variable holds one of "+j.Environment["CI_SERVER_URL"]+".", s.remedy, s.source)
		return taken{}, nil
	case 1:
		return taken{NewSecret(j.Environment[names[0]]), "the variable " + names[0]}, nil
	}
	var faults fault.List
	faults.Add("Variable", "", "is missing, and the job has several tokens: "+strings.Join(names, ", "), "name the one for AWS in {Variable}, or its audience in {Audience}")
	return taken{}, faults.Err()
}

package doctor_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
	"github.com/cipublisher/cipublisher/trust"
)

// Each CI service, with a token that is signed here: it is taken from where
// the service puts it, its trust is written, that trust admits it, and nothing
// that is written has it.
func TestEveryService(t *testing.T) {
	bitbucket := "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"
	agent := t.TempDir()
	for _, c := range []struct {
		service     string
		environment map[string]string
		claims      map[string]any
		variable    string
		from        string
		command     string
	}{
		{
			service: "gitlab", variable: "ANY_NAME", from: "the variable ANY_NAME",
			environment: with(region, "GITLAB_CI", "true", "CI_SERVER_URL", "https://gitlab.com", "CI_JOB_TOKEN", "glcbt-0123456789"),
			claims:      map[string]any{"iss": "https://gitlab.com", "aud": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:branch:ref:main", "project_id": "42"},
			command:     "--repo acme/app --branch main --claim project_id=42 --issuer gitlab",
		},
		{
			service: "bitbucket", variable: "BITBUCKET_STEP_OIDC_TOKEN", from: "the variable BITBUCKET_STEP_OIDC_TOKEN",
			environment: with(region, "BITBUCKET_BUILD_NUMBER", "7"),
			claims:      map[string]any{"iss": bitbucket, "aud": "ari:cloud:bitbucket::workspace/" + uuid1, "sub": "{" + uuid2 + "}:{" + uuid1 + "}:{" + uuid2 + "}"},
			command:     "--repo " + uuid2 + " --environment " + uuid1 + " --issuer bitbucket:acme," + uuid1,
		},
		{
			service: "circleci", variable: "CIRCLE_OIDC_TOKEN_V2", from: "the variable CIRCLE_OIDC_TOKEN_V2",
			environment: with(region, "CIRCLECI", "true"),
			claims:      map[string]any{"iss": "https://oidc.circleci.com/org/" + uuid1, "aud": uuid1, "sub": "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1 + "/vcs-origin/github.com/acme/app/vcs-ref/refs/heads/main"},
			command:     "--repo " + uuid2 + " --any-ref --issuer circleci:" + uuid1,
		},
		{
			service: "circleci", variable: "CIRCLE_OIDC_TOKEN", from: "the variable CIRCLE_OIDC_TOKEN",
			environment: with(region, "CIRCLECI", "true"),
			claims:      map[string]any{"iss": "https://oidc.circleci.com/org/" + uuid1, "aud": uuid1, "sub": "org/" + uuid1 + "/project/" + uuid2 + "/user/" + uuid1},
			command:     "--repo " + uuid2 + " --any-ref --issuer circleci:" + uuid1,
		},
		{
			service: "buildkite", from: "buildkite-agent oidc request-token",
			environment: with(region, "BUILDKITE", "true", "BUILDKITE_REPO", "git@github.com:acme/app.git", "BUILDKITE_PULL_REQUEST_REPO", ""),
			claims:      map[string]any{"iss": "https://agent.buildkite.com", "aud": "sts.amazonaws.com", "sub": "organization:acme:pipeline:app:ref:refs/tags/v1:commit:abc:step:publish", "pipeline_id": uuid1},
			command:     "--repo acme/app --tag v1 --claim pipeline_id=" + uuid1 + " --issuer buildkite",
		},
		{
			service: "terraform", variable: "TFC_WORKLOAD_IDENTITY_TOKEN", from: "the variable TFC_WORKLOAD_IDENTITY_TOKEN",
			environment: with(region, "TFC_RUN_ID", "run-1"),
			claims:      map[string]any{"iss": "https://app.terraform.io", "aud": "aws.workload.identity", "sub": "organization:acme:project:infra:workspace:app:run_phase:apply"},
			command:     "--repo acme/infra/app --run-phase apply --issuer terraform",
		},
		{
			service: "github", from: "the address in ACTIONS_ID_TOKEN_REQUEST_URL", claims: gitHubClaims(),
			command: "--repo acme@1234/app@5678 --environment release",
		},
	} {
		t.Run(c.service+" "+c.variable, func(t *testing.T) {
			token := signed(t, c.claims)
			environment := c.environment
			switch c.service {
			case "github":
				environment = newGitHub(t, c.claims, now, 0).environment()
			case "buildkite":
				script := "#!/bin/sh\n[ \"$*\" = 'oidc request-token --audience sts.amazonaws.com' ] || { echo \"no: $*\" >&2; exit 1; }\necho " + token + "\n"
				require.NoError(t, os.WriteFile(filepath.Join(agent, "buildkite-agent"), []byte(script), 0o755)) //nolint:gosec // a program
				t.Setenv("PATH", agent+":"+os.Getenv("PATH"))
				environment = with(environment, "PATH", os.Getenv("PATH"))
			default:
				environment = with(environment, c.variable, token)
			}
			job := doctor.Job{Environment: environment, Now: now}
			visit, err := job.Take(context.Background())
			require.NoError(t, err)
			assert.Equal(t, c.service, visit.Service)
			assert.Equal(t, c.from, visit.From)
			assert.Equal(t, c.claims["sub"], visit.Token.Subject())
			assert.Empty(t, findings(visit), "nothing is wrong with the job")

			report := doctor.Report{Visit: visit}
			report.Advice, err = visit.Advise("", "")
			require.NoError(t, err)
			assert.True(t, report.Admitted())
			assert.Equal(t, "--account-id 111122223333 "+c.command, strings.Join(report.Advice.Flags(), " "))
			require.NoError(t, report.Check(trust.Checker{}, report.Advice.Document(), "the trust that is written", ""))
			assert.True(t, report.Result.Allowed)
			noSecret(t, report, append(secretParts(token), append(secretParts(visit.Secret.Reveal()), requestToken)...))
		})
	}
}

func TestFaults(t *testing.T) {
	a := signed(t, map[string]any{"iss": "https://gitlab.com", "aud": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:branch:ref:main"})
	b := signed(t, map[string]any{"iss": "https://gitlab.com", "aud": "vault", "sub": "project_path:acme/app:ref_type:branch:ref:main"})
	c := signed(t, map[string]any{"iss": "https://gitlab.com", "aud": "sigstore", "sub": "project_path:acme/app:ref_type:branch:ref:main"})
	for name, one := range map[string]struct {
		job  doctor.Job
		want string
	}{
		"no service":               {doctor.Job{Environment: map[string]string{"PATH": "/bin"}}, "Service can't be found from the environment"},
		"two services":             {doctor.Job{Environment: map[string]string{"GITHUB_ACTIONS": "true", "BUILDKITE": "true"}}, "may be github or buildkite"},
		"an unknown service":       {doctor.Job{Service: "jenkins"}, `Service "jenkins" is not a CI service that the doctor knows; write one of github, gitlab`},
		"several tokens":           {doctor.Job{Environment: with(onGitLab, "A", b, "B", c)}, "the job has several tokens: A, B; name the one for AWS in Variable"},
		"a variable that is unset": {doctor.Job{Environment: onGitLab, Variable: "AWS_TOKEN"}, `Variable "AWS_TOKEN" is not set in the job`},
		"a variable on GitHub":     {doctor.Job{Environment: map[string]string{"GITHUB_ACTIONS": "true"}, Variable: "X"}, "means nothing in a job of GitHub Actions"},
		"no token":                 {doctor.Job{Environment: with(onGitLab, "X", "what.is$.this"), Variable: "X"}, "Token has a second part that is not base64url"},
		"an agent that fails":      {doctor.Job{Environment: map[string]string{"CIRCLECI": "true", "CIRCLE_OIDC_TOKEN": a + "." + a}}, "Token"},
	} {
		t.Run(name, func(t *testing.T) {
			visit, err := one.job.Take(context.Background())
			require.Error(t, err)
			assert.Contains(t, err.Error(), one.want)
			for _, secret := range append(append(secretParts(a), secretParts(b)...), secretParts(c)...) {
				assert.NotContains(t, err.Error(), secret)
				assert.NotContains(t, fmt.Sprintf("%+v", visit), secret)
			}
		})
	}
	visit, err := doctor.Job{Environment: with(onGitLab, "A", b, "B", a), Now: now}.Take(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "the variable B", visit.From, "the one with the audience for AWS")
	visit, err = doctor.Job{Environment: with(onGitLab, "A", b, "B", a), Now: now, Audience: "vault"}.Take(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "the variable A", visit.From)
	visit, err = doctor.Job{Environment: with(onGitLab, "A", b, "B", c), Now: now, Variable: "B"}.Take(context.Background())
	require.NoError(t, err)
	assert.Equal(t, "the variable B", visit.From)
}

// Services that have nothing of their own but a variable.
func TestJobsWithoutAToken(t *testing.T) {
	checkFindings(t, map[string]findingCase{
		"Bitbucket without oidc: true":      {with(region, "BITBUCKET_BUILD_NUMBER", "1"), []string{"problem no-token"}},
		"HCP Terraform without an audience": {with(region, "TFC_RUN_ID", "run-1"), []string{"problem no-token"}},
	})
}

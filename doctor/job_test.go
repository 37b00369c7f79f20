package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
	"github.com/cipublisher/cipublisher/trust"
)

const (
	uuid1 = "11111111-2222-4333-8444-555555555555"
	uuid2 = "66666666-7777-4888-9999-aaaaaaaaaaaa"
	// requestToken is what GitHub gives a job to ask for tokens with.
	requestToken = "request-token-0123456789abcdef"
	secretKey    = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

// region is what every job has that is set up well.
var region = map[string]string{"AWS_REGION": "eu-west-1"}

// gitHubClaims are those of a release job.
func gitHubClaims() map[string]any {
	return map[string]any{
		"iss": "https://token.actions.githubusercontent.com", "aud": "sts.amazonaws.com", "sub": "repo:acme@1234/app@5678:environment:release",
		"repository": "acme/app", "repository_id": "5678", "repository_owner_id": "1234", "environment": "release", "ref": "refs/heads/main", "event_name": "push",
	}
}

// gitHub is GitHub's server that gives out tokens, on this machine.
type gitHub struct {
	*httptest.Server
	requests int
}

// newGitHub serves a job: the claims with the audience asked for, to whom has
// the secret.
func newGitHub(t *testing.T, claims map[string]any, date time.Time, failures int) *gitHub {
	g := &gitHub{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.requests++
		w.Header().Set("Date", date.Format(http.TimeFormat))
		switch {
		case g.requests <= failures:
			http.Error(w, "busy, and the header was "+r.Header.Get("Authorization"), http.StatusServiceUnavailable)
		case r.Header.Get("Authorization") != "Bearer "+requestToken || r.URL.Query().Get("api-version") != "2.0":
			http.Error(w, "who is "+r.Header.Get("Authorization"), http.StatusUnauthorized)
		default:
			claims["aud"] = r.URL.Query().Get("audience")
			fmt.Fprintf(w, `{"count": 1, "value": %q}`, signed(t, claims))
		}
	}))
	t.Cleanup(g.Close)
	return g
}

func (g *gitHub) environment() map[string]string {
	return map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "AWS_REGION": "eu-west-1",
		"ACTIONS_ID_TOKEN_REQUEST_URL": g.URL + "/oidc?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": requestToken,
	}
}

func with(environment map[string]string, pairs ...string) map[string]string {
	all := map[string]string{}
	for name, value := range environment {
		all[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = pairs[i+1]
	}
	return all
}

func findings(v doctor.Visit) []string {
	list := []string{}
	for _, f := range v.Findings {
		list = append(list, string(f.Level)+" "+f.ID)
	}
	return list
}

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

// noSecret looks for secrets in everything that can be written of a report.
func noSecret(t *testing.T, report doctor.Report, secrets []string) {
	t.Helper()
	encoded, err := json.Marshal(report)
	require.NoError(t, err)
	for _, output := range []string{report.Text(), report.JSON(), string(encoded), fmt.Sprintf("%v %+v %#v", report, report, report), fmt.Sprintf("%v %x", report.Secret, report.Secret)} {
		for _, secret := range secrets {
			assert.NotContains(t, output, secret)
		}
	}
}

// What is wrong with a job is found, each fault by its id.
func TestFindings(t *testing.T) {
	gitLab := func(claims map[string]any) string {
		all := map[string]any{"iss": "https://gitlab.com", "aud": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:branch:ref:main"}
		for k, v := range claims {
			all[k] = v
		}
		return signed(t, all)
	}
	event := func(head string) string {
		path := filepath.Join(t.TempDir(), "event.json")
		require.NoError(t, os.WriteFile(path, []byte(`{"pull_request": {"head": {"repo": `+head+`}, "base": {"repo": {"full_name": "acme/app"}}}}`), 0o600))
		return path
	}
	gitHub := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "AWS_REGION": "eu-west-1"}
	pullRequest := with(gitHub, "GITHUB_EVENT_NAME", "pull_request")
	onGitLab := with(region, "GITLAB_CI", "true", "CI_SERVER_URL", "https://gitlab.com")
	for name, c := range map[string]struct {
		environment map[string]string
		want        []string
	}{
		"no permission":                     {gitHub, []string{"problem no-permission"}},
		"an address without its secret":     {with(gitHub, "ACTIONS_ID_TOKEN_REQUEST_URL", "https://x.test"), []string{"problem no-permission"}},
		"a fork":                            {with(pullRequest, "GITHUB_EVENT_PATH", event(`{"full_name": "evil/app"}`)), []string{"note fork", "problem no-permission"}},
		"a fork that was deleted":           {with(pullRequest, "GITHUB_EVENT_PATH", event(`null`)), []string{"note fork", "problem no-permission"}},
		"a pull request of one's own":       {with(pullRequest, "GITHUB_EVENT_PATH", event(`{"full_name": "acme/app"}`)), []string{"problem no-permission"}},
		"a pull request without its event":  {with(pullRequest, "GITHUB_EVENT_PATH", "/none"), []string{"note unknown-event", "problem no-permission"}},
		"Dependabot":                        {with(pullRequest, "GITHUB_ACTOR", "dependabot[bot]", "GITHUB_EVENT_PATH", event(`{"full_name": "acme/app"}`)), []string{"note dependabot", "problem no-permission"}},
		"pull_request_target":               {with(gitHub, "GITHUB_EVENT_NAME", "pull_request_target"), []string{"warning pull-request-target", "problem no-permission"}},
		"GitLab without a token":            {onGitLab, []string{"problem no-token"}},
		"GitLab with a foreign token":       {with(onGitLab, "VAULT", signed(t, map[string]any{"iss": "https://vault.test", "aud": "x", "sub": "y"})), []string{"problem no-token"}},
		"GitLab, a fork":                    {with(onGitLab, "T", gitLab(nil), "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH", "evil/app", "CI_MERGE_REQUEST_PROJECT_PATH", "acme/app"), []string{"note fork"}},
		"another audience":                  {with(onGitLab, "T", gitLab(map[string]any{"aud": "vault"})), []string{"warning audience"}},
		"several audiences":                 {with(onGitLab, "T", gitLab(map[string]any{"aud": []string{"a", "b"}})), []string{"warning audience"}},
		"no audience":                       {with(onGitLab, "T", gitLab(map[string]any{"aud": []string{}})), []string{"problem audience"}},
		"an expired token":                  {with(onGitLab, "T", gitLab(map[string]any{"exp": now.Add(-time.Second).Unix()})), []string{"problem expired"}},
		"a token that expires now":          {with(onGitLab, "T", gitLab(map[string]any{"exp": now.Unix()})), []string{"problem expired"}},
		"a token of the future":             {with(onGitLab, "T", gitLab(map[string]any{"nbf": now.Add(time.Hour).Unix(), "iat": now.Add(time.Hour).Unix()})), []string{"problem early"}},
		"a token of the near future":        {with(onGitLab, "T", gitLab(map[string]any{"nbf": now.Add(time.Minute).Unix(), "iat": now.Add(time.Minute).Unix()})), []string{}},
		"no region":                         {with(onGitLab, "T", gitLab(nil), "AWS_REGION", ""), []string{"warning no-region"}},
		"two regions":                       {with(onGitLab, "T", gitLab(nil), "AWS_DEFAULT_REGION", "us-east-1"), []string{"warning two-regions"}},
		"a region that is none":             {with(onGitLab, "T", gitLab(nil), "AWS_REGION", "eu-wets-1"), []string{"warning unknown-region"}},
		"a user's key":                      {with(onGitLab, "T", gitLab(nil), "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", secretKey), []string{"warning static-keys"}},
		"a session already":                 {with(onGitLab, "T", gitLab(nil), "AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", secretKey, "AWS_SESSION_TOKEN", "FwoGZXIvYXdzEXAMPLE"), []string{"note session-keys"}},
		"a role that is none":               {with(onGitLab, "T", gitLab(nil), "AWS_ROLE_ARN", "publisher"), []string{"warning role-arn"}},
		"a role of another partition":       {with(onGitLab, "T", gitLab(nil), "AWS_ROLE_ARN", "arn:aws-cn:iam::111122223333:role/x"), []string{"warning role-partition"}},
		"a role":                            {with(onGitLab, "T", gitLab(nil), "AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/ci/x"), []string{}},
		"a token file that is not there":    {with(onGitLab, "T", gitLab(nil), "AWS_WEB_IDENTITY_TOKEN_FILE", "/none"), []string{"warning token-file"}},
		"Bitbucket without oidc: true":      {with(region, "BITBUCKET_BUILD_NUMBER", "1"), []string{"problem no-token"}},
		"CircleCI without a token, a fork":  {with(region, "CIRCLECI", "true", "CIRCLE_PR_REPONAME", "app", "CIRCLE_PR_USERNAME", "evil"), []string{"note fork", "problem no-token"}},
		"HCP Terraform without an audience": {with(region, "TFC_RUN_ID", "run-1"), []string{"problem no-token"}},
		"Buildkite without its agent, a fork": {with(region, "BUILDKITE", "true", "BUILDKITE_REPO", "git@github.com:acme/app.git", "BUILDKITE_PULL_REQUEST_REPO", "https://github.com/evil/app"),
			[]string{"note fork", "problem no-agent"}},
	} {
		t.Run(name, func(t *testing.T) {
			visit, err := doctor.Job{Environment: c.environment, Now: now}.Take(context.Background())
			require.NoError(t, err)
			assert.Equal(t, c.want, findings(visit))
			report := doctor.Report{Visit: visit}
			refused := strings.Contains(strings.Join(c.want, ","), "problem")
			assert.Equal(t, !refused, report.Admitted())
			for _, f := range visit.Findings {
				assert.Contains(t, strings.Join(strings.Fields(report.Text()), " "), strings.Join(strings.Fields(f.Text), " "), "the report says it")
				assert.True(t, f.Level == doctor.Note || f.Remedy != "", f.ID)
			}
			noSecret(t, report, []string{secretKey, "FwoGZXIvYXdzEXAMPLE"})
			for _, value := range c.environment {
				if strings.HasPrefix(value, "eyJ") {
					noSecret(t, report, secretParts(value))
				}
			}
		})
	}
}

func TestFaults(t *testing.T) {
	a := signed(t, map[string]any{"iss": "https://gitlab.com", "aud": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:branch:ref:main"})
	b := signed(t, map[string]any{"iss": "https://gitlab.com", "aud": "vault", "sub": "project_path:acme/app:ref_type:branch:ref:main"})
	c := signed(t, map[string]any{"iss": "https://gitlab.com", "aud": "sigstore", "sub": "project_path:acme/app:ref_type:branch:ref:main"})
	onGitLab := map[string]string{"GITLAB_CI": "true", "CI_SERVER_URL": "https://gitlab.com"}
	for name, one := range map[string]struct {
		job  doctor.Job
		want string
	}{
		"no service":               {doctor.Job{Environment: map[string]string{"PATH": "/bin"}}, "Service is not to be seen from the environment"},
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

// A token that was given is not taken from anywhere.
func TestGivenToken(t *testing.T) {
	token := signed(t, gitHubClaims())
	visit, err := doctor.Job{Token: doctor.NewSecret(token), Now: now, Environment: region}.Take(context.Background())
	require.NoError(t, err)
	assert.Empty(t, visit.Service)
	assert.Equal(t, "what was given", visit.From)
	assert.Empty(t, findings(visit))
}

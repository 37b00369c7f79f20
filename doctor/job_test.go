package doctor_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
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

// onGitLab is the environment of a GitLab job.
var onGitLab = with(region, "GITLAB_CI", "true", "CI_SERVER_URL", "https://gitlab.com")

// gitLab returns the token of a GitLab job, with further claims.
func gitLab(t *testing.T, claims map[string]any) string {
	all := map[string]any{"iss": "https://gitlab.com", "aud": "https://gitlab.com", "sub": "project_path:acme/app:ref_type:branch:ref:main"}
	for name, value := range claims {
		all[name] = value
	}
	return signed(t, all)
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

// findingCase is a job, and what is found in it.
type findingCase struct {
	environment map[string]string
	want        []string
}

// checkFindings looks at each job: what is wrong is found, each fault by its
// id, the report says it, and no secret.
func checkFindings(t *testing.T, cases map[string]findingCase) {
	t.Helper()
	for name, c := range cases {
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

// A token that was given is not taken from anywhere.
func TestGivenToken(t *testing.T) {
	token := signed(t, gitHubClaims())
	visit, err := doctor.Job{Token: doctor.NewSecret(token), Now: now, Environment: region}.Take(context.Background())
	require.NoError(t, err)
	assert.Empty(t, visit.Service)
	assert.Equal(t, "what was given", visit.From)
	assert.Empty(t, findings(visit))
}

// Claims that somebody sent are looked at as a token is, whenever that was.
func TestGivenClaims(t *testing.T) {
	claims := trust.Token{Claims: map[trust.Claim][]string{"iss": {"https://gitlab.com"}, "aud": {"vault"}, "sub": {"project_path:acme/app:ref_type:branch:ref:main"}, "exp": {"1"}}}
	visit, err := doctor.Job{Claims: claims, Now: now}.Take(context.Background())
	require.NoError(t, err)
	assert.True(t, visit.HasToken())
	assert.True(t, visit.Secret.IsZero())
	assert.Equal(t, []string{"warning audience"}, findings(visit))
}

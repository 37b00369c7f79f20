package doctor_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/doctor"
)

func TestRequestIsTriedAgain(t *testing.T) {
	g := newGitHub(t, gitHubClaims(), now, 2)
	visit, err := doctor.Job{Environment: g.environment(), Now: now}.WithoutWaiting().Take(context.Background())
	require.NoError(t, err)
	assert.Equal(t, 3, g.requests)
	assert.Equal(t, []string{"sts.amazonaws.com"}, visit.Token.Claims["aud"])
	g = newGitHub(t, gitHubClaims(), now, 9)
	_, err = doctor.Job{Environment: g.environment(), Now: now}.WithoutWaiting().Take(context.Background())
	require.ErrorContains(t, err, "503")
	assert.Equal(t, 3, g.requests, "and no more often")
	assert.NotContains(t, err.Error(), requestToken)
}

func TestRequestAsksForTheAudience(t *testing.T) {
	g := newGitHub(t, gitHubClaims(), now, 0)
	visit, err := doctor.Job{Environment: with(g.environment(), "AWS_REGION", "cn-north-1"), Now: now}.Take(context.Background())
	require.NoError(t, err)
	assert.Equal(t, []string{"sts.amazonaws.com.cn"}, visit.Token.Claims["aud"])
	visit, err = doctor.Job{Environment: g.environment(), Now: now, Audience: "https://a b&c=d"}.Take(context.Background())
	require.NoError(t, err)
	assert.Equal(t, []string{"https://a b&c=d"}, visit.Token.Claims["aud"])
}

// A wrong clock is told from the time that the service gives, and the token is
// compared with that.
func TestClock(t *testing.T) {
	for ahead, want := range map[time.Duration][]string{
		0: {}, time.Minute: {}, -time.Minute: {},
		time.Hour: {"warning clock"}, -time.Hour: {"warning clock"},
	} {
		g := newGitHub(t, gitHubClaims(), now, 0)
		visit, err := doctor.Job{Environment: g.environment(), Now: now.Add(ahead)}.Take(context.Background())
		require.NoError(t, err)
		assert.Equal(t, want, findings(visit), ahead)
	}
}

// Secrets go to the address that the job has, and nowhere else.
func TestRequestGoesNowhereElse(t *testing.T) {
	reached := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	defer other.Close()
	serve := func(handler http.HandlerFunc) string {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		return server.URL
	}
	for name, c := range map[string]struct{ address, want string }{
		"a redirect": {serve(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) }), "sends the request elsewhere"},
		"a redirect that repeats": {serve(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
		}), "sends the request elsewhere"},
		"not https":             {"http://192.0.2.1/oidc", "is not https"},
		"another scheme":        {"file:///etc/passwd", "is none"},
		"a user in the address": {"https://me@example.com/", "is not https"},
		"no address":            {"::", "is none"},
		"a refusal that repeats the secret": {serve(func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, r.Header.Get("Authorization"), http.StatusForbidden)
		}), "refuses to give a token: 403"},
		"too much":       {serve(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", 1<<20)) }), "answers with more than a token"},
		"something else": {serve(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>"+r.Header.Get("Authorization")) }), "answers with something else"},
		"an empty token": {serve(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"value": " "}`) }), "answers with something else"},
		"no token":       {serve(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"value": "`+requestToken+`"}`) }), "not three parts between dots"},
		"nobody there":   {"http://127.0.0.1:1/oidc?runner=" + secretKey, "does not answer"},
	} {
		t.Run(name, func(t *testing.T) {
			environment := map[string]string{"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": c.address, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": requestToken}
			_, err := doctor.Job{Environment: environment, Now: now}.WithoutWaiting().Take(context.Background())
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), requestToken)
			assert.NotContains(t, err.Error(), secretKey)
		})
	}
	assert.False(t, reached)
}

func TestRequestIsBounded(t *testing.T) {
	stop := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(stop)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	environment := map[string]string{"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_URL": server.URL, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": requestToken}
	began := time.Now()
	_, err := doctor.Job{Environment: environment, Now: now}.Take(ctx)
	require.Error(t, err)
	assert.Less(t, time.Since(began), 5*time.Second)
}

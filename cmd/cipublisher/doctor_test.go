package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	jobRequestToken = "a-request-token-of-the-job-0123456789"
	jobSecretKey    = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	jobSession      = "IQoJb3JpZ2luX2VjEXAMPLESESSION"
)

// jobToken returns a token that is valid now.
func jobToken(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	claims = strings.TrimSuffix(claims, "}") + fmt.Sprintf(`, "iat": %d, "exp": %d}`, time.Now().Unix(), time.Now().Add(time.Hour).Unix())
	return part([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + part([]byte(claims)) + "." + part(bytes.Repeat([]byte("signature of the token "), 9))
}

// inJob runs the binary in an environment that is a job's alone.
func inJob(t *testing.T, environment map[string]string, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.Command(binary, append([]string{"doctor"}, args...)...)
	command.Env = []string{"AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE=/none", "AWS_SHARED_CREDENTIALS_FILE=/none"}
	for name, value := range environment {
		command.Env = append(command.Env, name+"="+value)
	}
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(stdin), &stdout, &stderr
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	for _, output := range []string{stdout.String(), stderr.String()} {
		for _, secret := range []string{jobRequestToken, jobSecretKey, jobSession, "c2lnbmF0dXJl", "ASIAEXAMPLE"} {
			assert.NotContains(t, output, secret)
		}
		assert.NotContains(t, output, "eyJ", "no part of any token")
	}
	return result{stdout.String(), stderr.String(), command.ProcessState.ExitCode()}
}

// onGitHub is a job on GitHub whose tokens have the claims.
func onGitHub(t *testing.T, claims string) map[string]string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+jobRequestToken {
			http.Error(w, r.Header.Get("Authorization"), http.StatusUnauthorized)
			return
		}
		audience := strings.Replace(claims, "AUD", r.URL.Query().Get("audience"), 1)
		fmt.Fprintf(w, `{"count": 1, "value": %q}`, jobToken(audience))
	}))
	t.Cleanup(server.Close)
	return map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push", "AWS_REGION": "eu-west-1",
		"ACTIONS_ID_TOKEN_REQUEST_URL": server.URL + "/?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": jobRequestToken,
	}
}

const releaseJob = `{"iss": "https://token.actions.githubusercontent.com", "aud": "AUD", "sub": "repo:my-company@1234567/app@7654321:environment:release"}`

func TestDoctor(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	release := printed(t, "trust "+ownAccount+" "+repository+" --environment release")
	policy := write("release.json", release)
	branch := write("branch.json", printed(t, "trust "+ownAccount+" "+repository+" --branch main"))
	accountFile := write("account.json", `{"RoleDetailList": [{"RoleName": "publisher", "AssumeRolePolicyDocument": `+release+`}]}`)
	registry := write("registry.yaml", "version: 1\naccountId: \"111122223333\"\nregion: eu-west-1\nrepositories:\n"+
		"  - {team: a, repository: my-company/app, ownerId: 1234567, id: 7654321, environments: [release], s3: {bucket: my-company-dist, prefix: app/}}\n")
	job := onGitHub(t, releaseJob)

	t.Run("writes the trust that admits the job", func(t *testing.T) {
		r := inJob(t, job, "", "--account-id", "111122223333")
		require.Equal(t, exitOK, r.status, r.stderr)
		_, after, _ := strings.Cut(r.stdout, "as JSON:\n\n")
		document, _, _ := strings.Cut(after, "\n}\n")
		assert.JSONEq(t, release, document+"\n}")
		again := inJob(t, job, "", "--policy", write("written.json", document+"\n}"))
		assert.Equal(t, exitOK, again.status, again.stdout)
	})
	t.Run("against each source", func(t *testing.T) {
		for _, args := range [][]string{
			{"--policy", policy}, {"--account", accountFile, "--role", "publisher"}, {"--registry", registry, "--role", "my-company-app"},
			{"--template", "testdata/examples/cdk.out/CiPublisher.template.json", "--role", "PublisherRole64A1E8C0"},
		} {
			r := inJob(t, job, "", args...)
			assert.Equal(t, exitOK, r.status, "%v %s %s", args, r.stdout, r.stderr)
			assert.Contains(t, r.stdout, "admitted: ")
		}
	})
	t.Run("says why not", func(t *testing.T) {
		r := inJob(t, job, "", "--policy", branch)
		assert.Equal(t, exitDenied, r.status)
		assert.Contains(t, r.stdout, "refused: branch.json"[:9])
		assert.Contains(t, r.stdout, "environment")
		var report struct {
			Admitted bool
			Role     struct{ Causes []string }
		}
		require.NoError(t, json.Unmarshal([]byte(inJob(t, job, "", "--policy", branch, "-o", "json").stdout), &report))
		assert.False(t, report.Admitted)
		assert.NotEmpty(t, report.Role.Causes)
	})
	t.Run("without permission", func(t *testing.T) {
		r := inJob(t, map[string]string{"GITHUB_ACTIONS": "true", "AWS_REGION": "eu-west-1"}, "", "--policy", policy)
		assert.Equal(t, exitDenied, r.status)
		assert.Contains(t, r.stdout, "id-token: write")
		assert.Empty(t, r.stderr)
	})
	t.Run("a token in a file", func(t *testing.T) {
		r := inJob(t, map[string]string{"AWS_REGION": "eu-west-1"}, jobToken(strings.Replace(releaseJob, "AUD", "sts.amazonaws.com", 1)), "--token", "-", "--policy", policy)
		assert.Equal(t, exitOK, r.status, r.stdout+r.stderr)
	})
	t.Run("the service refuses", func(t *testing.T) {
		wrong := map[string]string{}
		for name, value := range job {
			wrong[name] = value
		}
		wrong["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = jobSecretKey
		r := inJob(t, wrong, "")
		assert.Equal(t, exitBadInput, r.status)
		assert.Empty(t, r.stdout)
		assert.Contains(t, r.stderr, "refuses to give a token: 401")
	})
}

// The role is tried at AWS: a server here that answers as STS does.
func TestDoctorAssumes(t *testing.T) {
	const role = "arn:aws:iam::111122223333:role/ci/publisher"
	job := onGitHub(t, releaseJob)
	for name, c := range map[string]struct {
		code    int
		answer  string
		status  int
		written string
	}{
		"accepted": {http.StatusOK, `<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>` + jobSecretKey + `</SecretAccessKey><SessionToken>` + jobSession +
			`</SessionToken><Expiration>2026-11-29T12:15:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/publisher/x</Arn><AssumedRoleId>A:x</AssumedRoleId></AssumedRoleUser></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
			exitOK, "admitted: AWS let the job assume"},
		"refused":     {http.StatusForbidden, `<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>`, exitDenied, "AWS answers both alike"},
		"no provider": {http.StatusBadRequest, `<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com</Message></Error></ErrorResponse>`, exitDenied, "has no identity provider"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.WriteHeader(c.code)
				fmt.Fprint(w, c.answer)
			}))
			defer server.Close()
			job["AWS_ENDPOINT_URL"] = server.URL
			for _, format := range []string{"text", "json"} {
				r := inJob(t, job, "", "--assume", role, "-o", format)
				assert.Equal(t, c.status, r.status, r.stdout+r.stderr)
				if format == "text" {
					assert.Contains(t, strings.Join(strings.Fields(r.stdout), " "), c.written)
				}
			}
		})
	}
}

// What only this command has of bad input, every fault at once.
func TestDoctorRefuses(t *testing.T) {
	for _, c := range []struct {
		line string
		want []string
	}{
		{"--claims testdata/examples/claims.json --assume publisher --ci jenkins", []string{
			`--assume "publisher" needs a token, and --claims is none; leave one of them out`,
			`--assume "publisher" is not the ARN of a role; write it as arn:aws:iam::111122223333:role/ci/publisher`,
		}},
		{"--claims a --token b --policy c --template d", []string{
			`--template "d" is given beside --policy, and one excludes the other; leave one of them out`,
			`--token "b" is given beside --claims, and one excludes the other; leave one of them out`,
		}},
		{"--session-name x --account-id 1 -o yaml", []string{
			`--session-name "x" means nothing without --assume; add --assume ARN, or leave --session-name out`,
			`--account-id "1"`, `--format "yaml" is not a format; use text or json`,
		}},
		{"--assume arn:aws:iam::111122223333:role/x --duration-seconds 60", []string{`--duration-seconds "60" is no length of a session that AWS gives; choose 900 to 43200`}},
		{"--ci jenkins", []string{`--ci "jenkins" is not a CI service that the doctor knows; write one of github, gitlab, bitbucket, circleci, buildkite, terraform`}},
		{"", []string{"--ci can't be found from the environment: this is no job of GitHub Actions"}},
		{"--role x --claims testdata/examples/claims.json", []string{`--role "x" means nothing without --template, --account or --registry`}},
	} {
		r := inJob(t, nil, "", words(c.line)...)
		assert.Equal(t, exitBadInput, r.status, c.line)
		assert.Empty(t, r.stdout)
		for _, want := range c.want {
			assert.Contains(t, r.stderr, want, c.line)
		}
	}
}

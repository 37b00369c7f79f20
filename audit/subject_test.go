package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/trust"
)

// A stranger has a subject in the form of each service.
func TestStrangersOf(t *testing.T) {
	for issuer, want := range map[string]string{
		"github": "repo:stranger/repository:pull_request", "gitlab": "project_path:stranger/repository:ref_type:branch:ref:main",
		"terraform": "organization:stranger:project:project:workspace:workspace:run_phase:apply", "buildkite": "organization:stranger:pipeline:repository:ref:refs/heads/main:commit:x",
		"oidc:https://ci.example.com,x": "stranger",
	} {
		i, err := trust.ParseIssuer(issuer)
		assert.NoError(t, err)
		assert.Contains(t, strangersOf(i), want)
	}
}

// A pattern is filled with what somebody else may have, and with nothing that
// the service does not give out.
func TestFilled(t *testing.T) {
	for pattern, want := range map[string]string{
		"repo:acme/app:ref:refs/heads/main": "repo:acme/app:ref:refs/heads/main",
		"repo:*":                            "repo:stranger/repository:ref:refs/heads/main",
		"repo:acme*":                        "repo:acme-evil/repository:ref:refs/heads/main",
		"repo:acme/*":                       "repo:acme/other-repository:ref:refs/heads/main",
		"repo:acme@1/*":                     "repo:acme@1/other-repository@999999999:ref:refs/heads/main",
		"repo:acme/app*":                    "repo:acme/app-evil:ref:refs/heads/main",
		"repo:acme@*/app@*:pull_request":    "repo:acme@999999999/app@999999999:pull_request",
		"*:ref:refs/heads/main":             "repo:stranger/repository:ref:refs/heads/main",
	} {
		all := filled(trust.GitHub(), pattern)
		assert.Contains(t, all, want, pattern)
		assert.True(t, possible(trust.GitHub(), want), want)
	}
	for _, impossible := range []string{"repo:acme:ref:refs/heads/main", "repo:acme/a/b:pull_request", "repo:acme@x/app@2:pull_request", "x"} {
		assert.False(t, possible(trust.GitHub(), impossible), impossible)
	}
}

func TestInContext(t *testing.T) {
	d, _ := trust.GitHub().Describe("repo:acme@1/app@*:ref:refs/heads/main")
	assert.Equal(t, []string{"repo:acme@1/app@999999999:environment:attack"}, inContext(trust.GitHub(), d, trust.Subject{Environments: []string{attack}}))
	circle := trust.CircleCI("a1b2c3d4-0000-4000-8000-000000000000")
	d, _ = circle.Describe("org/a1b2c3d4-0000-4000-8000-000000000000/project/99999999-9999-4999-8999-999999999999/user/*")
	assert.Empty(t, inContext(circle, d, trust.Subject{Branches: []string{attack}}), "its subjects have no branch")
}

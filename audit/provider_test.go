package audit_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/audit"
)

func TestProviders(t *testing.T) {
	a := accountOf(t, map[string][2]string{"a": {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, immutable), ""}})
	known := account.Provider{ARN: provider(gitHub), URL: gitHub}
	other := account.Provider{ARN: provider("gitlab.com"), URL: "gitlab.com"}
	for name, test := range map[string]struct {
		providers []account.Provider
		listed    bool
		use       account.Use
		want      map[string][]string
	}{
		"not listed":         {nil, false, account.Use{}, map[string][]string{}},
		"as it should be":    {[]account.Provider{known}, true, account.Use{}, map[string][]string{}},
		"no provider":        {nil, true, account.Use{}, map[string][]string{roleARN("a"): {"provider-missing"}}},
		"one without a role": {[]account.Provider{known, other}, true, account.Use{}, map[string][]string{other.ARN: {"provider-without-role"}}},
		"one never used":     {[]account.Provider{known}, true, account.Use{Known: true}, map[string][]string{known.ARN: {"unused-provider"}, roleARN("a"): {"unused-role"}}},
	} {
		t.Run(name, func(t *testing.T) {
			a.Providers, a.ProvidersListed, a.Roles[0].LastUsed = test.providers, test.listed, test.use
			assert.Equal(t, test.want, found(audit.Run(a, audit.Options{})))
		})
	}
}

// Where the provider is known, a policy without an audience admits those that it
// lists.
func TestAudiences(t *testing.T) {
	a := accountOf(t, map[string][2]string{"a": {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:acme@1/app@2:ref:refs/heads/main"}}`), ""}})
	for name, test := range map[string]struct {
		detailed  bool
		audiences []string
		want      []string
	}{
		"unknown": {false, nil, []string{"foreign-audience"}},
		"the one": {true, []string{"sts.amazonaws.com"}, nil},
		"two":     {true, []string{"sts.amazonaws.com", "https://github.com/acme"}, []string{"foreign-audience"}},
	} {
		a.Providers = []account.Provider{{ARN: provider(gitHub), URL: gitHub, Audiences: test.audiences, Detailed: test.detailed}}
		assert.Equal(t, test.want, found(audit.Run(a, audit.Options{}))[roleARN("a")], name)
	}
}

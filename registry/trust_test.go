package registry_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

func TestTrustOfARole(t *testing.T) {
	r := read(t, head+`
  - {team: platform, repository: acme/app, ownerId: 1234, id: 5678, dev: true}
`)
	claims := func(sub string) trust.Token {
		return trust.Token{Claims: map[trust.Claim][]string{"iss": {trust.GitHub().URL()}, "aud": {"sts.amazonaws.com"}, "sub": {sub}}}
	}
	for name, want := range map[string]map[string]bool{
		"acme-app":     {"repo:acme@1234/app@5678:environment:release": true, "repo:acme@1234/app@5678:ref:refs/heads/x": false},
		"acme-app-dev": {"repo:acme@1234/app@5678:environment:release": false, "repo:acme@1234/app@5678:ref:refs/heads/x": true},
	} {
		document, err := r.Trust(name)
		require.NoError(t, err)
		for sub, admitted := range want {
			result, err := trust.Check(document, claims(sub))
			require.NoError(t, err)
			require.Equal(t, admitted, result.Allowed, name+" "+sub)
		}
	}
	_, err := r.Trust("app")
	require.ErrorContains(t, err, `Role "app" is not the name of one of the registry's roles; name one of acme-app, acme-app-dev`)
	_, err = r.Trust("")
	require.ErrorContains(t, err, "Role is missing; name one of acme-app, acme-app-dev")
}

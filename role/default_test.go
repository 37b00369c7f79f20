package role_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// custom is a set of a user of the library.
type custom struct{ permission.Publisher }

func TestDefaults(t *testing.T) {
	packages := &permission.CodeArtifactRead{DomainName: "acme"}
	for _, test := range []struct {
		name              string
		role              role.Role
		called, described string
	}{
		{"a publisher", role.Publisher(permission.Publisher{}), "publisher", "Publishes artifacts from CI"},
		{"a dev publisher", role.Publisher(permission.Publisher{Dev: true}), "publisher-dev", "Publishes dev artifacts from CI"},
		{"a builder", role.Builder(permission.Builder{CodeArtifact: packages}), "builder", "Reads artifacts in CI"},
		{"a limited publisher", role.Role{PolicyName: "x", Sets: []permission.Set{permission.Limited{Set: permission.Publisher{Dev: true}}}}, "x", "Publishes dev artifacts from CI"},
		{"another set", role.Role{PolicyName: "x", Sets: []permission.Set{custom{}}}, "x", "Runs CI jobs"},
		{"several sets", role.Role{PolicyName: "x", Sets: []permission.Set{permission.Publisher{}, permission.Builder{}}}, "x", "Runs CI jobs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := test.role
			require.Equal(t, test.called, r.PolicyName)
			require.Equal(t, "arn:aws:iam::123456789012:role/ci/"+test.called, r.ARN(ireland))
			require.Equal(t, test.described, role.Describe(r))
		})
	}
}

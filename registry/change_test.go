package registry_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/trust"
)

// The stacks are of the registry as it is when they are asked for.
func TestChangesAfterReadingCount(t *testing.T) {
	text := func(r registry.Registry) string {
		made, err := slices.Collect(r.StacksOfRoles())[0].Template()
		require.NoError(t, err)
		return made.Indent()
	}
	before := read(t, rows(1))
	require.Contains(t, text(before), "123456789012")

	moved := before
	moved.AccountID = "210987654321"
	require.NotContains(t, text(moved), "123456789012")

	renamed := before
	renamed.Repositories = []registry.Repository{before.Repositories[0]}
	renamed.Repositories[0].Options = registry.Options{"s3.prefix": "elsewhere/"}
	require.Contains(t, text(renamed), "elsewhere/")
	require.NotContains(t, text(before), "elsewhere/")

	stack := slices.Collect(before.StacksOfRoles())[0]
	stack.Roles[0].Trust.Subjects = []trust.Subject{{Repositories: []string{"acme/other"}, Environments: []string{"x"}}}
	made, err := stack.Template()
	require.NoError(t, err)
	require.Contains(t, made.Indent(), "repo:acme/other:environment:x")
	require.NotContains(t, text(before), "acme/other")
}

package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/template"
)

func TestAThousandRowsFitTheLimits(t *testing.T) {
	t.Parallel()
	r := read(t, thousand())
	roles := 0
	for stack := range r.StacksOfRoles() {
		made, err := stack.Template()
		require.NoError(t, err)
		require.LessOrEqual(t, len(made.Resources), template.MaxResources)
		require.Less(t, len(made.Indent()), template.MaxBytes)
		roles += len(stack.Roles)
	}
	require.Equal(t, 1000, roles)
}

// Each of the several policies of a role is a resource.
func TestEveryPolicyCountsAgainstTheLimit(t *testing.T) {
	var names []string
	for i := range 60 {
		names = append(names, fmt.Sprintf("teams/a-repository-with-a-long-name-%d", i))
	}
	var b strings.Builder
	b.WriteString(strings.Replace(head, "ecr: {}", "ecr: {shared: true, repositories: ["+strings.Join(names, ", ")+"]}", 1))
	for i := range 170 {
		b.WriteString(row(i))
	}
	text := strings.Replace(b.String(), "version: 1", "version: 1\nstacks: 1", 1)
	_, err := registry.Read([]byte(text))
	require.ErrorContains(t, err, `stacks "1" gives stack ci-publishers 510 resources, and CloudFormation takes 500`)
}

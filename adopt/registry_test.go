package adopt_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/adopt"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// A role that a registry can't have is in it as a comment.
func TestRowsThatCannotBe(t *testing.T) {
	publish := policy.New(publishers["prefix"].Statements(home)...)
	plain := trusting(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}})
	two := trusting(trust.Subject{Repositories: []string{"acme@1/app@2", "acme@1/lib@3"}, Branches: []string{"main"}})
	for name, test := range map[string]struct {
		roles map[string][2]any
		want  string
	}{
		"no ids":            {map[string][2]any{"a": {plain, publish}}, "# /ci/a: the ids of acme/app are not known; gh api repos/acme/app --jq '.owner.id, .id' prints them"},
		"two repositories":  {map[string][2]any{"a": {two, publish}}, "# /ci/a: it trusts 2 repositories, and a registry has a role for each"},
		"nothing published": {map[string][2]any{"a": {released, policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"sqs:SendMessage"}, Resources: []string{"*"}})}}, "# /ci/a: publishes to nothing that the options name"},
		"dev":               {map[string][2]any{"a": {released, policy.New(publishers["dev"].Statements(home)...)}}, "# /ci/a: it is a dev publisher"},
	} {
		text := adopt.Registry(adopt.Roles(accountOf(t, test.roles), adopt.Options{Region: "eu-west-1"}), "111122223333")
		assert.Contains(t, text, test.want, name)
		assert.Contains(t, text, "# No role can be written as a row.", name)
	}
	text := adopt.Registry(adopt.Roles(accountOf(t, map[string][2]any{"a": {plain, publish}}), adopt.Options{IDs: map[string]adopt.IDs{"acme/app": {Owner: "1", Repository: "2"}}}), "111122223333")
	assert.Contains(t, text, "ownerId: 1\n    id: 2\n")
	// Paths and regions are those of the whole registry.
	a := accountOf(t, map[string][2]any{"a": {released, publish}, "b": {released, publish}})
	a.Roles[1].Path = "/teams/"
	assert.Contains(t, adopt.Registry(adopt.Roles(a, adopt.Options{}), "111122223333"), ", and a registry has one, /")
}

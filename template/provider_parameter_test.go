package template_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/template"
)

// With the parameter, one template serves accounts that have a provider and
// those that don't.
func TestAParameterDecidesOnTheProvider(t *testing.T) {
	made, err := template.Stack{CreateProvider: true, ProviderParameter: true, Roles: []template.Role{acme()}}.Template()
	require.NoError(t, err)
	require.Equal(t, "true", *made.Parameters[template.CreateProvider].Default)
	var plain struct {
		Conditions map[string]any
		Resources  map[string]struct {
			Type, Condition string
			Properties      struct{ AssumeRolePolicyDocument json.RawMessage }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	for id, r := range plain.Resources {
		switch r.Type {
		case "AWS::IAM::OIDCProvider":
			require.Contains(t, plain.Conditions, r.Condition)
		case "AWS::IAM::Role":
			require.Contains(t, string(r.Properties.AssumeRolePolicyDocument), `"Fn::If"`, id)
		}
	}
}

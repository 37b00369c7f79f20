package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/template"
)

// With its defaults the template grants nothing, and refuses to be deployed
// until a store is named; of a domain, also a repository or "*". Every switch is
// off until somebody turns it on, AllowDelete too.
func TestGrantsNothingUnlessAsked(t *testing.T) {
	made, err := publisher()
	require.NoError(t, err)
	var plain struct {
		Conditions map[string]any
		Rules      map[string]struct{ Assertions []struct{ Assert any } }
		Resources  map[string]struct{ Condition string }
		Parameters map[string]struct {
			Default       *string
			AllowedValues []string
		}
	}
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	for name, parameter := range plain.Parameters {
		if parameter.AllowedValues != nil && name != template.CreateProvider {
			require.Equal(t, "false", *parameter.Default, name)
		}
	}
	for _, test := range []struct {
		given    map[string]string
		admitted bool
		granted  []string
	}{
		{map[string]string{}, false, nil},
		{map[string]string{"BucketName": "acme-dist"}, true, []string{"S3"}},
		{map[string]string{"EcrRepository": "app"}, true, []string{"Ecr"}},
		{map[string]string{"EcrPublicRepository": "app"}, true, []string{"EcrPublic"}},
		{map[string]string{"CodeArtifactDomain": "acme"}, false, []string{"CodeArtifact"}},
		{map[string]string{"CodeArtifactDomain": "acme", "CodeArtifactRepository": "*"}, true, []string{"CodeArtifact"}},
	} {
		d := deployment{map[string]string{"Repository": "acme/app"}, plain.Conditions}
		for name, parameter := range plain.Parameters {
			if parameter.Default != nil {
				d.parameters[name] = *parameter.Default
			}
		}
		for name, value := range test.given {
			d.parameters[name] = value
		}
		admitted := true
		for _, rule := range plain.Rules {
			for _, a := range rule.Assertions {
				admitted = admitted && d.holds(a.Assert)
			}
		}
		assert.Equal(t, test.admitted, admitted, "%v", test.given)
		var granted []string
		for _, s := range stores() {
			if d.holds(map[string]any{"Condition": plain.Resources[template.LogicalID("Publisher", s.id+"Policy", "Resource")].Condition}) {
				granted = append(granted, s.id)
			}
		}
		assert.Equal(t, test.granted, granted, "%v", test.given)
	}
}

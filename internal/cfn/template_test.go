package cfn_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/cfn"
)

// refusal is a text that is no template, and what is said of it.
type refusal struct{ name, text, problem string }

func requireRefused(t *testing.T, cases []refusal) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			_, err := cfn.Read([]byte(test.text), nil)
			require.ErrorContains(t, err, test.problem)
		})
	}
}

func TestReadRefuses(t *testing.T) {
	requireRefused(t, []refusal{
		{"nothing", "", "it is empty"},
		{"a comment", "# x", "it is empty"},
		{"text", "nonsense", "it is no object"},
		{"no resources", "{}", "it has no Resources"},
		{"no resources, and what no template has", `{"Parameters": {}, "Resource": {}}`, "it has no Resources"},
		{"resources of another form", `{"Resources": []}`, "it has no Resources"},
	})
}

// What adds to a template from elsewhere is told, and changes with whatever it
// may make another thing of.
func TestElsewhere(t *testing.T) {
	elsewhere := func(transform, rest string) []string {
		return read(t, `{"Transform": `+transform+`, "Resources": {"A": {"Type": "`+rest+`"}}}`, nil).Elsewhere
	}
	assert.Empty(t, elsewhere(`"AWS::Serverless-2016-10-31"`, "x"))
	assert.Empty(t, elsewhere(`["AWS::LanguageExtensions"]`, "x"))
	assert.Len(t, elsewhere(`{"Name": "AWS::Include", "Parameters": {"Location": "s3://b/k"}}`, "x"), 1)
	assert.Equal(t, elsewhere(`{"Name": "AWS::Include"}`, "x"), elsewhere(`{"Name": "AWS::Include"}`, "y"), "an include changes nothing beside it")
	assert.Equal(t, elsewhere(`"AWS::CodeDeployBlueGreen", "Hooks": {"H": {"Type": "a"}}`, "x"), elsewhere(`"AWS::CodeDeployBlueGreen", "Hooks": {"H": {"Type": "a"}}`, "y"))
	assert.NotEqual(t, elsewhere(`"AWS::CodeDeployBlueGreen", "Hooks": {"H": {"Type": "a"}}`, "x"), elsewhere(`"AWS::CodeDeployBlueGreen", "Hooks": {"H": {"Type": "b"}}`, "x"))
	assert.Len(t, elsewhere(`"AWS::SecretsManager-2024-09-16"`, "x"), 1, "it adds functions and their roles")
	assert.Len(t, elsewhere(`["AWS::Serverless-2016-10-31", {"Name": "Own"}]`, "x"), 1)
	assert.Len(t, elsewhere(`"Own"`, "x"), 1)
	assert.NotEqual(t, elsewhere(`"Own"`, "x"), elsewhere(`"Own"`, "y"), "a macro sees the whole template")
}

// A stack may have no resources; what has none is a template all the same.
func TestTemplatesWithoutResources(t *testing.T) {
	for _, text := range []string{
		`{"Resources": {}}`, `{"AWSTemplateFormatVersion": "2010-09-09"}`, "Resources:\nOutputs: {}\n", "Metadata: {a: b}\nConditions: {}\n",
		`{"Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/x"}}, "Rules": {"CheckBootstrapVersion": {"Assertions": []}}}`,
	} {
		assert.Empty(t, read(t, text, nil).Resources, text)
	}
	assert.Len(t, read(t, `{"Transform": "Own", "Outputs": {}}`, nil).Elsewhere, 1, "a macro may add resources")
}

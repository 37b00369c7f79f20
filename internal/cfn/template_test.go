package cfn_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/cfn"
)

const inYAML = `# a comment
Parameters:
  Stage: {Type: String, Default: dev}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties: &common
      Name: !Sub "${Stage}-x"
      Version: 2012-10-17
      Account: 012345678901
      On: True
      Null: ~
      Get: !GetAtt Other.Arn
      If: !If [C, !Ref Stage, !Ref "AWS::NoValue"]
      List: [!Join ["-", [a, !Ref Stage]]]
  Other:
    Type: AWS::S3::Bucket
    Condition: C
    Properties:
      <<: *common
      Name: own
Conditions:
  C: !And [!Condition D, !Equals [a, a]]
  D: !Not [!Equals [a, b]]
`

func TestYAML(t *testing.T) {
	template := read(t, inYAML, nil)
	want := map[string]any{
		"Name": "dev-x", "Version": "2012-10-17", "Account": "012345678901", "On": "true", "If": "dev", "List": []any{"a-dev"},
		"Get": template.Cases(map[string]any{"Fn::GetAtt": "Other.Arn"}, nil)[0].Value,
	}
	assert.Equal(t, want, template.Cases(any(template.Resources["Bucket"].Properties), nil)[0].Value)
	want["Name"] = "own"
	assert.Equal(t, want, template.Cases(any(template.Resources["Other"].Properties), nil)[0].Value)
	assert.Equal(t, "C", template.Resources["Other"].Condition)
	assert.Equal(t, 5, template.Resources["Bucket"].Line)
	assert.Equal(t, 5, read(t, "{\n \"A\": {},\n\n \"Resources\": {\n  \"R\": {}}}", nil).Resources["R"].Line)
}

func TestReadRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, problem string }{
		{"nothing", "", "it is empty"},
		{"a comment", "# x", "it is empty"},
		{"text", "nonsense", "it is no object"},
		{"no resources", "{}", "it has no Resources"},
		{"no resources, and what no template has", `{"Parameters": {}, "Resource": {}}`, "it has no Resources"},
		{"resources of another form", `{"Resources": []}`, "it has no Resources"},
		{"JSON that ends early", `{"Resources": {"A"`, "unexpected end of JSON input"},
		{"two documents", "Resources: {A: {}}\n---\nResources: {B: {}}", "it has several documents"},
		{"a key twice", `{"Resources": {"A": {"Type": "x", "Type": "y"}}}`, `line 1: "Resources.A.Type" is there twice`},
		{"a key twice in YAML", "Resources:\n  A:\n    Type: x\n    Type: y", `line 4: "Resources.A.Type" is there twice`},
		{"an anchor in itself", "Resources:\n  A: &a\n    B: *a", `the anchor "a" contains itself`},
		{"a forged unknown", `{"Resources": {"A": "\ufdd0A\ufdd1"}}`, "noncharacter"},
		{"a forged unknown in YAML", "Resources:\n  A: \"\\ufdd0A\\ufdd1\"", "noncharacter"},
		{"a forged unknown as a key", `{"Resources": {"\ufdd0A\ufdd1": {}}}`, "noncharacter"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := cfn.Read([]byte(test.text), nil)
			assert.ErrorContains(t, err, test.problem)
		})
	}
}

func TestLoops(t *testing.T) {
	template := read(t, `{
	  "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "a.1,b"}, "Open": {"Type": "CommaDelimitedList"}},
	  "Resources": {
	    "Fn::ForEach::Buckets": ["Name", {"Ref": "Names"}, {"Bucket&{Name}": {"Type": "AWS::S3::Bucket", "Properties": {
	      "BucketName": {"Fn::Sub": "${Name}-x"}, "Ref": {"Ref": "Name"},
	      "Fn::ForEach::Inner": ["Letter", ["p", "q"], {"${Letter}${Name}": "${Letter}"}]}}}],
	    "Fn::ForEach::Unknown": ["Name", {"Ref": "Open"}, {"Bucket${Name}": {"Type": "AWS::S3::Bucket"}}]
	  }}`, nil)
	assert.Equal(t, []string{"Bucketa1", "Bucketb"}, slices.Sorted(maps.Keys(template.Resources)))
	assert.Equal(t, map[string]any{"BucketName": "a.1-x", "Ref": "a.1", "pa.1": "p", "qa.1": "q"},
		template.Cases(any(template.Resources["Bucketa1"].Properties), nil)[0].Value)
	assert.Len(t, template.Elsewhere, 1)
	assert.Contains(t, template.Elsewhere[0], "Fn::ForEach::Unknown")
}

// A loop that makes a key that is there already is told, beside what it makes.
func TestLoopsThatCollide(t *testing.T) {
	template := read(t, `{"Resources": {"A": {"Type": "x"}, "Fn::ForEach::L": ["V", ["A"], {"${V}": {"Type": "y"}}]}}`, nil)
	assert.Len(t, template.Elsewhere, 1)
	template = read(t, `{"Resources": {"Fn::ForEach::L": ["V", ["A", "B"], {"Same": {"Type": "${V}"}}]}}`, nil)
	assert.Len(t, template.Elsewhere, 1)
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

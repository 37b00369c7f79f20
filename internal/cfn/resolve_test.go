package cfn_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/policy"
)

const stack = `{
  "Parameters": {
    "Owner": {"Type": "String", "Default": "acme"}, "Name": {"Type": "String"}, "Size": {"Type": "Number", "Default": 3},
    "List": {"Type": "CommaDelimitedList", "Default": "a, b"}, "OpenList": {"Type": "CommaDelimitedList"},
    "Ami": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/x"}
  },
  "Mappings": {"M": {"a": {"b": "mapped", "list": ["x", "y"]}}},
  "Conditions": {
    "Always": {"Fn::Equals": ["a", "a"]}, "Never": {"Fn::Not": [{"Condition": "Always"}]},
    "Loop": {"Fn::And": [{"Condition": "Loop"}, {"Condition": "Always"}]}
  },
  "Resources": {
    "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://gitlab.com"}},
    "Self": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": {"Ref": "Self"}}},
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Named": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "dist"}},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "publisher", "Path": "/ci/"}},
    "Database": {"Type": "AWS::RDS::DBInstance", "Properties": {"DBInstanceIdentifier": "x"}},
    "Custom": {"Type": "Custom::X", "Properties": {"A": "1"}}
  }
}`

func read(t testing.TB, text string, parameters map[string]string) *cfn.Template {
	t.Helper()
	template, err := cfn.Read([]byte(text), parameters)
	require.NoError(t, err)
	return template
}

// parsed is a value as a template has it.
func parsed(t testing.TB, text string) any {
	t.Helper()
	return read(t, `{"Resources": {"R": {"Properties": {"V": `+text+`}}}}`, nil).Resources["R"].Properties["V"]
}

// resolved is a value in its only case, as JSON for people.
func resolved(t testing.TB, template *cfn.Template, value string) string {
	t.Helper()
	cases := template.Cases(parsed(t, value), nil)
	if len(cases) == 0 {
		return "no value"
	}
	require.Len(t, cases, 1)
	require.Empty(t, cases[0].When)
	data, err := json.Marshal(cases[0].Value)
	require.NoError(t, err)
	return policy.ShowUnknown(string(data))
}

// resolution is a value, and what it is resolved to in the template stack.
type resolution struct{ name, value, want string }

func requireResolved(t *testing.T, cases []resolution) {
	t.Helper()
	template := read(t, stack, nil)
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) { require.Equal(t, test.want, resolved(t, template, test.value)) })
	}
}

func TestResolve(t *testing.T) {
	requireResolved(t, []resolution{
		{"text", `"a"`, `"a"`},
		{"dynamic reference", `"a{{resolve:ssm:/x:1}}b"`, `"a<{{resolve:ssm:/x:1}}>b"`},
		{"dynamic reference in parts", `{"Fn::Sub": "{{resolve:ssm:/${Owner}}}"}`, `"<{{resolve:ssm:/acme}}>"`},
		{"no value", `{"Ref": "AWS::NoValue"}`, "no value"},
		{"no value in a list", `["a", {"Ref": "AWS::NoValue"}]`, `["a"]`},
		{"no value in an object", `{"a": "1", "b": {"Ref": "AWS::NoValue"}}`, `{"a":"1"}`},
		{"object of several keys", `{"Ref": "Owner", "b": "1"}`, `{"Ref":"Owner","b":"1"}`},
		{"macro", `{"a": "1", "Fn::Transform": {"Name": "X"}}`, `{"Fn::Transform":"<Fn::Transform {"Name":"X"}>","a":"1"}`},
	})
}

// No template keeps its reader busy, or makes it fail, whatever its shape.
func FuzzTemplate(f *testing.F) {
	f.Add(stack)
	f.Add(`{"Resources": {"A": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": {"Ref": "A"}}}}}`)
	f.Add(`{"Resources": {"A": {"Properties": {"x": [{"Fn::Sub": ["${a", {"a": {"Fn::Join": []}}]}]}}}}`)
	f.Add("Resources:\n  A: &a\n    Type: X\n    Properties:\n      B: *a\n")
	f.Add("Resources:\n  A:\n    Type: X\n    Properties: !If [C, !Sub '${A}', !Ref 'AWS::NoValue']\nConditions:\n  C: !Equals [!Ref P, 'x']\nParameters:\n  P: {Default: y}\n")
	f.Fuzz(func(t *testing.T, text string) {
		template, err := cfn.Read([]byte(text), nil)
		if err != nil {
			t.Skip(err)
		}
		for _, r := range template.Resources {
			for _, when := range template.Present(r) {
				template.Cases(any(r.Properties), when)
				template.Elements(any(r.Properties), when)
				template.Whole(any(r.Properties), when)
			}
		}
	})
}

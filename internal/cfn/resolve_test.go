package cfn_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

func TestResolve(t *testing.T) {
	template := read(t, stack, nil)
	for _, test := range []struct{ name, value, want string }{
		{"text", `"a"`, `"a"`},
		{"parameter with a default", `{"Ref": "Owner"}`, `"acme"`},
		{"parameter that is a number", `{"Ref": "Size"}`, `"3"`},
		{"parameter without a default", `{"Ref": "Name"}`, `"<Name>"`},
		{"parameter that is a list", `{"Ref": "List"}`, `["a","b"]`},
		{"list without a default", `{"Ref": "OpenList"}`, `"<OpenList>"`},
		{"entry of the parameter store", `{"Ref": "Ami"}`, `"<Ami from the SSM parameter /x>"`},
		{"dynamic reference", `"a{{resolve:ssm:/x:1}}b"`, `"a<{{resolve:ssm:/x:1}}>b"`},
		{"dynamic reference in parts", `{"Fn::Sub": "{{resolve:ssm:/${Owner}}}"}`, `"<{{resolve:ssm:/acme}}>"`},
		{"pseudo parameter", `{"Ref": "AWS::AccountId"}`, `"<AWS::AccountId>"`},
		{"nothing of this name", `{"Ref": "Nowhere"}`, `"<Nowhere>"`},
		{"resource", `{"Ref": "Bucket"}`, `"<Bucket>"`},
		{"attribute", `{"Fn::GetAtt": ["Bucket", "Arn"]}`, `"arn:<AWS::Partition>:s3:::<Bucket>"`},
		{"attribute as YAML writes it", `{"Fn::GetAtt": "Named.Arn"}`, `"arn:<AWS::Partition>:s3:::dist"`},
		{"attribute that does not follow from the name", `{"Fn::GetAtt": ["Named", "DomainName"]}`, `"<Named.DomainName of dist>"`},
		{"name", `{"Ref": "Role"}`, `"publisher"`},
		{"path and name", `{"Fn::GetAtt": ["Role", "Arn"]}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:role/ci/publisher"`},
		{"resource whose attributes are not known", `{"Fn::GetAtt": ["Database", "Endpoint.Address"]}`, `"<Database.Endpoint.Address of x>"`},
		{"resource that code makes", `{"Fn::GetAtt": ["Custom", "Out"]}`, `"<Custom.Out of {"A":"1"}>"`},
		{"provider", `{"Ref": "Provider"}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/gitlab.com"`},
		{"provider that refers to itself", `{"Ref": "Self"}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/<Self>"`},
		{"join", `{"Fn::Join": ["-", ["a", {"Ref": "Owner"}]]}`, `"a-acme"`},
		{"join of a list", `{"Fn::Join": ["/", {"Ref": "List"}]}`, `"a/b"`},
		{"join of what is not known", `{"Fn::Join": ["/", {"Ref": "OpenList"}]}`, `"<Fn::Join ["/","<OpenList>"]>"`},
		{"substitution", `{"Fn::Sub": "${Owner}/${!aws:username}/${Bucket.Arn}"}`, `"acme/${aws:username}/arn:<AWS::Partition>:s3:::<Bucket>"`},
		{"substitution with its own names", `{"Fn::Sub": ["${Owner}/${X}", {"X": {"Ref": "Size"}, "Owner": "own"}]}`, `"own/3"`},
		{"select", `{"Fn::Select": [1, {"Ref": "List"}]}`, `"b"`},
		{"select of what is not known", `{"Fn::Select": [0, {"Ref": "OpenList"}]}`, `"<Fn::Select ["0","<OpenList>"]>"`},
		{"select beyond the end", `{"Fn::Select": [2, {"Ref": "List"}]}`, `"<Fn::Select ["2",["a","b"]]>"`},
		{"split", `{"Fn::Split": [":", "a:b"]}`, `["a","b"]`},
		{"split of what is not known", `{"Fn::Split": [":", {"Fn::Sub": "a:${Name}"}]}`, `"<Fn::Split [":","a:<Name>"]>"`},
		{"mapping", `{"Fn::FindInMap": ["M", "a", "b"]}`, `"mapped"`},
		{"mapping to a list", `{"Fn::FindInMap": ["M", "a", "list"]}`, `["x","y"]`},
		{"mapping by what is not known", `{"Fn::FindInMap": ["M", {"Ref": "Name"}, "b"]}`, `"<Fn::FindInMap [["M","<Name>","b"],{"a":{"b":"mapped","list":["x","y"]}}]>"`},
		{"mapping with a default", `{"Fn::FindInMap": ["M", "z", "b", {"DefaultValue": {"Ref": "Owner"}}]}`, `"acme"`},
		{"if that holds", `{"Fn::If": ["Always", "a", "b"]}`, `"a"`},
		{"if that does not", `{"Fn::If": ["Never", "a", {"Ref": "Owner"}]}`, `"acme"`},
		{"length", `{"Fn::Length": {"Ref": "List"}}`, `"2"`},
		{"JSON as text", `{"Fn::ToJsonString": {"a": {"Ref": "Owner"}}}`, `"{\"a\":\"acme\"}"`},
		{"no value", `{"Ref": "AWS::NoValue"}`, "no value"},
		{"no value in a list", `["a", {"Ref": "AWS::NoValue"}]`, `["a"]`},
		{"no value in an object", `{"a": "1", "b": {"Ref": "AWS::NoValue"}}`, `{"a":"1"}`},
		{"import", `{"Fn::ImportValue": {"Fn::Sub": "Stack-${Owner}"}}`, `"<Fn::ImportValue "Stack-acme">"`},
		{"function of no name that is known", `{"Fn::Soon": [{"Ref": "Owner"}]}`, `"<Fn::Soon ["acme"]>"`},
		{"arguments are no patterns", `{"Fn::Soon": ["*", "<Name>"]}`, `"<Fn::Soon ["*","\u003cName\u003e"]>"`},
		{"object of several keys", `{"Ref": "Owner", "b": "1"}`, `{"Ref":"Owner","b":"1"}`},
		{"macro", `{"a": "1", "Fn::Transform": {"Name": "X"}}`, `{"Fn::Transform":"<Fn::Transform {"Name":"X"}>","a":"1"}`},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, resolved(t, template, test.value)) })
	}
}

// What is given counts, whatever the default.
func TestParameters(t *testing.T) {
	template := read(t, stack, map[string]string{"Name": "given", "Owner": "other", "List": "x", "AWS::Region": "eu-west-1", "Ami": "/y"})
	assert.Equal(t, `"given/other/eu-west-1"`, resolved(t, template, `{"Fn::Sub": "${Name}/${Owner}/${AWS::Region}"}`))
	assert.Equal(t, `["x"]`, resolved(t, template, `{"Ref": "List"}`))
	assert.Equal(t, `"<Ami from the SSM parameter /y>"`, resolved(t, template, `{"Ref": "Ami"}`))
	assert.Contains(t, template.Parameters(), "Owner")
}

// A literal text is no unknown, whatever its letters, and equal unknowns are
// one.
func TestUnknownsAreOpaque(t *testing.T) {
	template := read(t, stack, nil)
	value := func(text string) any { return template.Cases(parsed(t, text), nil)[0].Value }
	assert.NotEqual(t, value(`{"Ref": "Name"}`), value(`"<Name>"`))
	assert.Equal(t, value(`{"Ref": "Name"}`), value(`{"Fn::Sub": "${Name}"}`))
	assert.NotEqual(t, value(`{"Fn::Soon": "<Name>"}`), value(`{"Fn::Soon": {"Ref": "Name"}}`))
	long := func(end string) any { return value(`{"Fn::Soon": "` + strings.Repeat("a", 500) + end + `"}`) }
	assert.NotEqual(t, long("x"), long("y"), "the end of a long identity counts")
	assert.Less(t, len(long("x").(string)), 300)
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

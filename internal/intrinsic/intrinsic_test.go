package intrinsic_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/intrinsic"
)

const stack = `{
  "Parameters": {"Owner": {"Default": "acme"}, "Name": {}, "Size": {"Default": 3}},
  "Resources": {
    "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://gitlab.com"}},
    "Bucket": {"Type": "AWS::S3::Bucket"}
  }
}`

func TestResolve(t *testing.T) {
	parsed, err := intrinsic.Read([]byte(stack))
	require.NoError(t, err)
	for _, test := range []struct{ name, value, want string }{
		{"text", `"a"`, `"a"`},
		{"parameter with a default", `{"Ref": "Owner"}`, `"acme"`},
		{"parameter that is a number", `{"Ref": "Size"}`, `"3"`},
		{"parameter without a default", `{"Ref": "Name"}`, `"<Name>"`},
		{"pseudo parameter", `{"Ref": "AWS::AccountId"}`, `"<AWS::AccountId>"`},
		{"resource", `{"Ref": "Bucket"}`, `"<Bucket>"`},
		{"attribute", `{"Fn::GetAtt": ["Bucket", "Arn"]}`, `"<Bucket.Arn>"`},
		{"provider", `{"Ref": "Provider"}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/gitlab.com"`},
		{"join", `{"Fn::Join": ["-", ["a", {"Ref": "Owner"}]]}`, `"a-acme"`},
		{"substitution", `{"Fn::Sub": "${Owner}/${!aws:username}/${Bucket.Arn}"}`, `"acme/${aws:username}/<Bucket.Arn>"`},
		{"no value in a list", `["a", {"Ref": "AWS::NoValue"}]`, `["a"]`},
		{"no value in an object", `{"a": 1, "b": {"Ref": "AWS::NoValue"}}`, `{"a":1}`},
		{"import", `{"Fn::ImportValue": "Stack:Role"}`, `"<Fn::ImportValue Stack:Role>"`},
		{"another function, with its arguments", `{"Fn::Select": [0, {"Ref": "X"}]}`, `"<Fn::Select [0,{\"Ref\":\"X\"}]>"`},
		{"arguments are no patterns", `{"Fn::Select": [0, ["*", "?"]]}`, `"<Fn::Select [0,[\"%2A\",\"%3F\"]]>"`},
		{"an object of several keys is data", `{"Ref": "Owner", "b": 1}`, `{"Ref":"Owner","b":1}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var value any
			require.NoError(t, json.Unmarshal([]byte(test.value), &value))
			want := any(nil)
			require.NoError(t, json.Unmarshal([]byte(test.want), &want))
			assert.Equal(t, want, parsed.Resolve(value))
		})
	}
}

// A resource that refers to itself, as no deployment would take it, ends.
func TestResolveEnds(t *testing.T) {
	parsed, err := intrinsic.Read([]byte(`{"Resources": {"A": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": {"Ref": "A"}}}}}`))
	require.NoError(t, err)
	assert.Equal(t, "arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/<A>", parsed.Resolve(map[string]any{"Ref": "A"}))
}

func TestReadRefuses(t *testing.T) {
	for _, text := range []string{"", "nonsense", "{}", `{"Resources": {}}`, `{"Resources": []}`} {
		_, err := intrinsic.Read([]byte(text))
		assert.Error(t, err, text)
	}
}

// No template makes resolving fail, whatever its shape.
func FuzzResolve(f *testing.F) {
	f.Add(stack)
	f.Add(`{"Resources": {"A": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": {"Ref": "A"}}}}}`)
	f.Add(`{"Resources": {"A": {"Properties": {"x": [{"Fn::Sub": ["${a", {"a": {"Fn::Join": []}}]}]}}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := intrinsic.Read([]byte(text))
		if err != nil {
			t.Skip(err)
		}
		for _, resource := range parsed.Resources {
			parsed.Resolve(any(resource.Properties))
		}
	})
}

package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/template"
)

func TestTokensBecomeFunctions(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"none", "plain", `"plain"`},
		{"alone", template.Ref("BucketName"), `{"Ref":"BucketName"}`},
		{"a pseudo parameter", template.Ref("AWS::Region"), `{"Ref":"AWS::Region"}`},
		{"an attribute", template.GetAtt("Role", "Arn"), `{"Fn::GetAtt":["Role","Arn"]}`},
		{"an attribute of an attribute", template.GetAtt("Database", "Endpoint.Port"), `{"Fn::GetAtt":["Database","Endpoint.Port"]}`},
		{"within a text", "a" + template.Ref("X") + "b", `{"Fn::Join":["",["a",{"Ref":"X"},"b"]]}`},
		{"under a condition", template.RefIf("C", "X", "AWS::Region"), `{"Fn::If":["C",{"Ref":"X"},{"Ref":"AWS::Region"}]}`},
		{"side by side", template.Ref("X") + template.Ref("Y"), `{"Fn::Join":["",[{"Ref":"X"},{"Ref":"Y"}]]}`},
		{"of the CDK", "${Token[TOKEN.22]}", `"${Token[TOKEN.22]}"`},
		{"a policy variable", "${aws:username}", `"${aws:username}"`},
		{"what HTML would escape", "<&>", `"<&>"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := template.Template{Outputs: map[string]template.Output{"O": {Value: test.text}}}
			text, err := made.MarshalJSON()
			require.NoError(t, err)
			require.Contains(t, string(text), `"Outputs":{"O":{"Value":`+test.want+`}}`)
		})
	}
}

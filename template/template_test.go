package template_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

func TestTokensBecomeFunctions(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"none", "plain", `"plain"`},
		{"alone", template.Ref("BucketName"), `{"Ref":"BucketName"}`},
		{"a pseudo parameter", template.Ref("AWS::Region"), `{"Ref":"AWS::Region"}`},
		{"an attribute", template.GetAtt("Role", "Arn"), `{"Fn::GetAtt":["Role","Arn"]}`},
		{"an attribute of an attribute", template.GetAtt("Database", "Endpoint.Port"), `{"Fn::GetAtt":["Database","Endpoint.Port"]}`},
		{"within a text", "a" + template.Ref("X") + "b", `{"Fn::Join":["",["a",{"Ref":"X"},"b"]]}`},
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

func TestLimits(t *testing.T) {
	filled := func(resources, outputs, parameters int, text string) template.Template {
		made := template.Template{Resources: map[string]template.Resource{}, Outputs: map[string]template.Output{}}
		for i := range resources {
			made.Resources["R"+strconv.Itoa(i)] = template.Resource{Type: "AWS::SNS::Topic", Properties: map[string]any{"DisplayName": text}}
		}
		for i := range outputs {
			made.Outputs["O"+strconv.Itoa(i)] = template.Output{Value: "x"}
		}
		for i := range parameters {
			made.AddParameter("P"+strconv.Itoa(i), template.Parameter{Type: "String"})
		}
		return made
	}
	require.NoError(t, filled(500, 200, 200, "").Validate())
	for _, test := range []struct {
		made    template.Template
		message string
	}{
		{filled(501, 0, 0, ""), "the template has 501 resources, and CloudFormation takes 500 at most; divide it between several stacks"},
		{filled(1, 201, 0, ""), "the template has 201 outputs, and CloudFormation takes 200 at most; divide it between several stacks"},
		{filled(1, 0, 201, ""), "the template has 201 parameters, and CloudFormation takes 200 at most; divide it between several stacks"},
		{filled(2, 0, 0, strings.Repeat("x", template.MaxBytes/2)), "bytes, and CloudFormation takes 1048576 at most"},
	} {
		require.ErrorContains(t, test.made.Validate(), test.message)
	}
}

func TestRefusesBadRoles(t *testing.T) {
	for _, test := range []struct {
		name    string
		change  func(*template.Role)
		message string
	}{
		{"no sets", func(r *template.Role) { r.Sets = nil }, "Sets is empty, so the job could do nothing"},
		{"no name", func(r *template.Role) { r.PolicyName = "" }, "PolicyName is empty"},
		{"a long name", func(r *template.Role) { r.PolicyName = strings.Repeat("x", 65) }, "has 65 characters, and the role is named like the policy; shorten it to 64 at most, or set Role.Name"},
		{"a bad name", func(r *template.Role) { r.RoleName = "a/b" }, `Role.Name "a/b" has characters that IAM does not allow in a name`},
		{"a bad path", func(r *template.Role) { r.RolePath = "ci" }, `Role.Path "ci" is not an IAM path`},
		{"a short session", func(r *template.Role) { r.SessionSeconds = 60 }, `Role.MaxSessionDuration "60 seconds" is not a session length`},
		{"a bad description", func(r *template.Role) { r.Description = "日本" }, "has characters that IAM does not allow in a description"},
		{"nobody", func(r *template.Role) { r.Trust.Subjects = nil }, "Subjects is empty, so nobody could assume the role"},
	} {
		t.Run(test.name, func(t *testing.T) {
			role := acme()
			test.change(&role)
			_, err := template.Stack{Roles: []template.Role{role}}.Template()
			require.ErrorContains(t, err, test.message)
			_, err = template.Stack{Roles: []template.Role{acmeDev(), role}}.Template()
			require.ErrorContains(t, err, "Roles[1].", "of several roles, the message says which")
		})
	}
	require.ErrorContains(t, template.Stack{}.Validate(), "Roles is empty, and CloudFormation takes no stack without resources")
}

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

func TestProviderAlone(t *testing.T) {
	made := template.Provider(trust.GitHub(), permission.Environment{Region: "cn-north-1"})
	require.Len(t, made.Resources, 1)
	require.Equal(t, []any{"sts.amazonaws.com.cn"}, made.Resources["OidcProvidertokenactionsgithubusercontentcom9F707405"].Properties["ClientIdList"])
}

func TestNoticesAreThoseOfTheCore(t *testing.T) {
	var ids []string
	for _, notice := range (template.Stack{Roles: []template.Role{acme()}}).Notices() {
		ids = append(ids, notice.ID)
	}
	require.Equal(t, []string{"ecr-every-repository", "trust-environment-protection"}, ids)
}

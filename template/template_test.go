package template_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
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

// What is wrong with a role is its own to say; of several, the message says
// which.
func TestRefusesBadRoles(t *testing.T) {
	bad := acme()
	bad.PolicyName, bad.Trust.Subjects = "a b", nil
	require.EqualError(t, template.Stack{Roles: []template.Role{bad}}.Validate(), "cipublisher: 2 faults:\n"+
		`  - PolicyName "a b" has characters that IAM does not allow in a name; use letters, digits and _+=,.@-`+"\n"+
		"  - Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context")
	_, err := template.Stack{Roles: []template.Role{acmeDev(), bad}}.Template()
	require.EqualError(t, err, "cipublisher: 2 faults:\n"+
		`  - Roles[1].PolicyName "a b" has characters that IAM does not allow in a name; use letters, digits and _+=,.@-`+"\n"+
		"  - Roles[1].Trust.Subjects is empty, so nobody could assume the role; name at least one repository and a context")
	require.EqualError(t, template.Stack{Roles: []template.Role{acme(), acmeDev(), acme()}}.Validate(),
		`cipublisher: Roles[2].ID "Publisher" is that of Roles[0], too, so that one would take the place of the other; set another id`)
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
	require.Equal(t, []string{"s3-whole-bucket", "ecr-every-repository", "codeartifact-every-repository", "codeartifact-every-package", "trust-environment-protection"}, ids)
}

func TestUnknownRegions(t *testing.T) {
	var found []fault.Notice
	for _, notice := range (template.Stack{Environment: permission.Environment{Region: "eu-centrall-1"}, Roles: []template.Role{acme()}}).Notices() {
		if notice.ID == aws.UnknownRegionID {
			found = append(found, notice)
		}
	}
	require.Len(t, found, 1)
	require.Contains(t, found[0].String(), `Region "eu-centrall-1" is no region that is known here`)
}

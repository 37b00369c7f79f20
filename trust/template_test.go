package trust_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

// stack is a template with one role, whose principal and subject are given as
// JSON.
func stack(principal, sub string) []byte {
	return []byte(`{
  "Parameters": {"Owner": {"Type": "String", "Default": "acme"}, "Name": {"Type": "String"}},
  "Resources": {
    "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://token.actions.githubusercontent.com"}},
    "OldProvider": {"Type": "Custom::AWSCDKOpenIdConnectProvider", "Properties": {"Url": "https://token.actions.githubusercontent.com"}},
    "Bucket": {"Type": "AWS::S3::Bucket"},
    "Bare": {"Type": "AWS::IAM::Role"},
    "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
      "Version": "2012-10-17",
      "Statement": [{"Ref": "AWS::NoValue"}, {
        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": ` + principal + `},
        "Condition": {"StringEquals": {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": ` + sub + `
        }}
      }]
    }}}
  }
}`)
}

const literalSub = `"repo:acme/app:ref:refs/heads/main"`

func TestFromTemplate(t *testing.T) {
	for _, c := range []struct {
		name, principal, sub string
		wantPrincipal        string
		wantSub              string
		allowed              bool
		assumed              bool
	}{
		{"literal", `"` + provider + `"`, literalSub, provider, "repo:acme/app:ref:refs/heads/main", true, false},
		{"Ref of a provider", `{"Ref": "Provider"}`, literalSub,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"Arn of a provider", `{"Fn::GetAtt": ["OldProvider", "Arn"]}`, literalSub,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"Arn of a provider as YAML writes it", `{"Fn::GetAtt": "Provider.Arn"}`, literalSub,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"Fn::Join", `{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":oidc-provider/` + github + `"]]}`, literalSub,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"Fn::Sub", `{"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/` + github + `"}`, literalSub,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"Fn::Sub with its own names", `{"Ref": "Provider"}`, `{"Fn::Sub": ["repo:${O}/${!x}${Provider.Arn}:ref", {"O": {"Ref": "Owner"}}]}`,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/${x}arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github + ":ref", false, false},
		{"an imported provider", `{"Fn::ImportValue": "ProviderArn"}`, literalSub, "<Fn::ImportValue ProviderArn>", "repo:acme/app:ref:refs/heads/main", true, true},
		{"another intrinsic", `{"Fn::Select": [0, {"Ref": "List"}]}`, literalSub, `<Fn::Select [0,{"Ref":"List"}]>`, "repo:acme/app:ref:refs/heads/main", true, true},
		{"a parameter with a default", `{"Ref": "Provider"}`, `{"Fn::Join": ["", ["repo:", {"Ref": "Owner"}, "/app:ref:refs/heads/main"]]}`,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"a parameter without", `{"Ref": "Provider"}`, `{"Fn::Join": ["", ["repo:acme/", {"Ref": "Name"}, ":ref:refs/heads/main"]]}`,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/<Name>:ref:refs/heads/main", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := trust.FromTemplate(stack(c.principal, c.sub), "Role")
			require.NoError(t, err)
			require.Len(t, d.Statements, 1)
			assert.Equal(t, []string{c.wantPrincipal}, d.Statements[0].Principal.Federated)
			assert.Equal(t, []string{c.wantSub}, d.Statements[0].Conditions["StringEquals"][github+":sub"])
			result, err := trust.Checker{Undeployed: true}.Check(d, token("repo:acme/app:ref:refs/heads/main"))
			require.NoError(t, err)
			assert.Equal(t, c.allowed, result.Allowed)
			if c.assumed {
				require.Len(t, result.Notes, 1)
				assert.Contains(t, result.Notes[0], "known only at deployment")
			} else {
				assert.Empty(t, result.Notes)
			}
			foreign, err := trust.Checker{Undeployed: true}.Check(d, token("repo:evil/app:ref:refs/heads/main"))
			require.NoError(t, err)
			assert.False(t, foreign.Allowed)
		})
	}
}

// What this package writes into a template is what it reads from there.
func TestFromTemplateReadsOurDocuments(t *testing.T) {
	for _, a := range attacks {
		want := document(t, a.options)
		template, err := json.Marshal(map[string]any{"Resources": map[string]any{
			"R": map[string]any{"Type": "AWS::IAM::Role", "Properties": map[string]any{"AssumeRolePolicyDocument": want.Map()}},
		}})
		require.NoError(t, err)
		got, err := trust.FromTemplate(template, "R")
		require.NoError(t, err)
		assert.Equal(t, want.Indent(), got.Indent())
	}
}

func TestFromTemplateRefuses(t *testing.T) {
	good := stack(`{"Ref": "Provider"}`, literalSub)
	for _, c := range []struct {
		name, template, role, want string
	}{
		{"no such role", string(good), "Publisher", `cipublisher: Role "Publisher" is not a resource of the template; name one of its roles: Bare, Role`},
		{"no role", string(good), "Bucket", `cipublisher: Role "Bucket" is of the type AWS::S3::Bucket and not a role; name one of its roles: Bare, Role`},
		{"no trust policy", string(good), "Bare", `cipublisher: Role "Bare" has no trust policy in the template; name one of its roles: Bare, Role`},
		{"no roles at all", `{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}`, "R", `cipublisher: Role "R" is not a resource of the template; give a template with a role`},
		{"YAML", "Resources:\n  R:\n", "R", `cipublisher: Template is not a CloudFormation template in JSON (invalid character 'R' looking for beginning of value at byte 1); run "cdk synth" and give the file STACK.template.json in cdk.out`},
		{"a policy", `{"Version": "2012-10-17", "Statement": []}`, "R", `cipublisher: Template is not a CloudFormation template in JSON (it has no Resources); run "cdk synth" and give the file STACK.template.json in cdk.out`},
		{"nothing", "", "R", `cipublisher: Template is not a CloudFormation template in JSON (EOF); run "cdk synth" and give the file STACK.template.json in cdk.out`},
		{"resources of another form", `{"Resources": []}`, "R", `cipublisher: Template is not a CloudFormation template in JSON (it is a JSON array); run "cdk synth" and give the file STACK.template.json in cdk.out`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := trust.FromTemplate([]byte(c.template), c.role)
			assert.EqualError(t, err, c.want)
		})
	}
	_, err := trust.FromTemplate([]byte(`{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": {"Fn::If": ["A", {}, {}]}}}}}}`), "R")
	require.Error(t, err, "a policy that only the deployment knows is no policy")
}

package trust_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
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

func TestCheckOfTemplates(t *testing.T) {
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
		{"an imported provider", `{"Fn::ImportValue": "ProviderArn"}`, literalSub, `<Fn::ImportValue "ProviderArn">`, "repo:acme/app:ref:refs/heads/main", true, true},
		{"another intrinsic", `{"Fn::Select": [0, {"Ref": "List"}]}`, literalSub, `<Fn::Select ["0","<List>"]>`, "repo:acme/app:ref:refs/heads/main", true, true},
		{"a parameter with a default", `{"Ref": "Provider"}`, `{"Fn::Join": ["", ["repo:", {"Ref": "Owner"}, "/app:ref:refs/heads/main"]]}`,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
		{"a parameter without", `{"Ref": "Provider"}`, `{"Fn::Join": ["", ["repo:acme/", {"Ref": "Name"}, ":ref:refs/heads/main"]]}`,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/<Name>:ref:refs/heads/main", false, false},
		{"Fn::If that the deployment decides", `{"Ref": "Provider"}`, `{"Fn::If": ["Prod", ` + literalSub + `, ` + literalSub + `]}`,
			"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + github, "repo:acme/app:ref:refs/heads/main", true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := review.RoleTrust(stack(c.principal, c.sub), "Role", nil)
			require.NoError(t, err)
			require.Len(t, d.Statements, 1)
			assert.Equal(t, c.wantPrincipal, policy.ShowUnknown(d.Statements[0].Principal.Federated[0]))
			assert.Equal(t, c.wantSub, policy.ShowUnknown(d.Statements[0].Conditions["StringEquals"][github+":sub"][0]))
			result, err := trust.Check(d, token("repo:acme/app:ref:refs/heads/main"))
			require.NoError(t, err)
			assert.Equal(t, c.allowed, result.Allowed)
			if c.assumed {
				require.Len(t, result.Notes, 1)
				assert.Contains(t, result.Notes[0], "known only at deployment")
			} else {
				assert.Empty(t, result.Notes)
			}
			foreign, err := trust.Check(d, token("repo:evil/app:ref:refs/heads/main"))
			require.NoError(t, err)
			assert.False(t, foreign.Allowed)
		})
	}
}

// What this package writes into a template is what it reads from there.
func TestOurDocumentsInTemplates(t *testing.T) {
	for _, a := range attacks {
		want := document(t, a.options)
		template, err := json.Marshal(map[string]any{"Resources": map[string]any{
			"R": map[string]any{"Type": "AWS::IAM::Role", "Properties": map[string]any{"AssumeRolePolicyDocument": want.Map()}},
		}})
		require.NoError(t, err)
		got, err := review.RoleTrust(template, "R", nil)
		require.NoError(t, err)
		assert.Equal(t, want.Indent(), got.Indent())
	}
}

// A statement that the deployment decides about admits nobody, and says why.
func TestCheckOfUndecidedTemplates(t *testing.T) {
	sub := `{"Fn::If": ["Prod", ` + literalSub + `, "repo:acme/other:ref:refs/heads/main"]}`
	template := []byte(strings.Replace(string(stack(`{"Ref": "Provider"}`, sub)), `"Resources"`, `"Conditions": {"Prod": {"Fn::Equals": [{"Ref": "Name"}, "prod"]}}, "Resources"`, 1))
	for name, allowed := range map[string]bool{"": false, "prod": true, "dev": false} {
		parameters := map[string]string{"Name": name}
		if name == "" {
			parameters = nil
		}
		d, err := review.RoleTrust(template, "Role", parameters)
		require.NoError(t, err)
		result, err := trust.Check(d, token("repo:acme/app:ref:refs/heads/main"))
		require.NoError(t, err)
		assert.Equal(t, allowed, result.Allowed, name)
		if name == "" {
			assert.Contains(t, strings.Join(strings.Fields(result.Report()), " "), `The deployment decides whether the statement is there: <deployment: parameter Name> must be "prod".`)
		}
	}
}

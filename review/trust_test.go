package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

const issuer = "token.actions.githubusercontent.com"

// trusting is a template with a role that trusts a provider, for a subject;
// both in YAML.
func trusting(principal, subject string) []byte {
	return []byte(strings.NewReplacer("PRINCIPAL", principal, "SUBJECT", subject).Replace(`
Parameters:
  Subjects: {Type: CommaDelimitedList, Default: "repo:acme/app:ref:refs/heads/main, repo:acme/app:environment:release"}
  Create: {Type: String, Default: "true"}
  Stage: {Type: String}
Conditions:
  Creates: !Equals [!Ref Create, "true"]
  Always: !Equals [a, a]
  Prod: !Equals [!Ref Stage, prod]
Resources:
  Provider:
    Type: AWS::IAM::OIDCProvider
    Properties: {Url: "https://token.actions.githubusercontent.com"}
  Bucket: {Type: "AWS::S3::Bucket"}
  Bare: {Type: "AWS::IAM::Role"}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Action: sts:AssumeRoleWithWebIdentity
            Principal: {Federated: PRINCIPAL}
            Condition:
              StringEquals: {"token.actions.githubusercontent.com:sub": SUBJECT}
`))
}

func TestRoleTrust(t *testing.T) {
	const arn = "arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/" + issuer
	for _, test := range []struct {
		name, principal, subject string
		parameters               map[string]string
		wantPrincipal            string
		want                     []string
	}{
		{"as it stands", "arn:aws:iam::111122223333:oidc-provider/" + issuer, "s", nil, "arn:aws:iam::111122223333:oidc-provider/" + issuer, []string{"s"}},
		{"a list parameter", "!Ref Provider", "!Ref Subjects", nil, arn, []string{"repo:acme/app:ref:refs/heads/main", "repo:acme/app:environment:release"}},
		{"a list parameter that is given", "!Ref Provider", "!Ref Subjects", map[string]string{"Subjects": "a,b"}, arn, []string{"a", "b"}},
		{"an if that holds", `!If [Always, !Ref Provider, "arn:x"]`, `!If [Always, "a", "b"]`, nil, arn, []string{"a"}},
		{"an if on a parameter that is given", `!GetAtt Provider.Arn`, `!If [Prod, "a", "b"]`, map[string]string{"Stage": "prod"}, arn, []string{"a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := review.RoleTrust(trusting(test.principal, test.subject), "Role", test.parameters)
			require.NoError(t, err)
			require.Len(t, d.Statements, 1)
			assert.Equal(t, test.wantPrincipal, policy.ShowUnknown(d.Statements[0].Principal.Federated[0]))
			assert.Equal(t, policy.Conditions{"StringEquals": {issuer + ":sub": test.want}}, d.Statements[0].Conditions)
		})
	}
}

// What the deployment decides admits nobody, and refuses everybody.
func TestRoleTrustIsEvaluatedAsUnknown(t *testing.T) {
	arn := "arn:aws:iam::111122223333:oidc-provider/" + issuer
	allowed := func(text []byte, parameters map[string]string, subject string) bool {
		d, err := review.RoleTrust(text, "Role", parameters)
		require.NoError(t, err)
		result, err := d.Evaluate(policy.Request{
			Principal: policy.Caller{Federated: arn}, Action: "sts:AssumeRoleWithWebIdentity",
			Context: policy.Context{issuer + ":sub": {subject}},
		})
		require.NoError(t, err)
		return result.Allowed()
	}
	depends := trusting(arn, `!If [Prod, "a", "b"]`)
	assert.False(t, allowed(depends, nil, "a"), "the stage is not known")
	assert.False(t, allowed(depends, nil, "b"))
	assert.True(t, allowed(depends, map[string]string{"Stage": "prod"}, "a"))
	assert.True(t, allowed(depends, map[string]string{"Stage": "dev"}, "b"))
	assert.False(t, allowed(trusting(arn, `!Sub "repo:${Stage}"`), nil, "repo:<Stage>"))

	denied := []byte(strings.Replace(string(trusting(arn, "a")), "          - Effect: Allow", `          - !If
            - Prod
            - {Effect: Deny, Action: "sts:*", Principal: "*"}
            - !Ref AWS::NoValue
          - Effect: Allow`, 1))
	assert.False(t, allowed(denied, nil, "a"), "it may be denied")
	assert.False(t, allowed(denied, map[string]string{"Stage": "prod"}, "a"))
	assert.True(t, allowed(denied, map[string]string{"Stage": "dev"}, "a"))
}

func TestRoleTrustRefuses(t *testing.T) {
	good := trusting("!Ref Provider", "s")
	for _, test := range []struct {
		name, role string
		template   []byte
		want       string
	}{
		{"no such role", "Publisher", good, `cipublisher: Role "Publisher" is not a resource of the template; name one of its roles: Bare, Role`},
		{"no role", "Bucket", good, `cipublisher: Role "Bucket" is of the type AWS::S3::Bucket and not a role; name one of its roles: Bare, Role`},
		{"no trust policy", "Bare", good, `cipublisher: Role "Bare" has no trust policy in the template; name one of its roles: Bare, Role`},
		{"no roles at all", "R", []byte(`{"Resources": {"B": {"Type": "AWS::S3::Bucket"}}}`), `cipublisher: Role "R" is not a resource of the template; give a template with a role`},
		{"a role that is not there", "R", []byte(`{"Conditions": {"C": {"Fn::Equals": ["a", "b"]}}, "Resources": {"R": {"Type": "AWS::IAM::Role", "Condition": "C", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}}}`),
			`cipublisher: Role "R" is not there with these parameters; give the parameters with which it is`},
		{"no trust policy by its elements", "R", []byte(`{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}]}}}}}`),
			`cipublisher: Statement[0].Resource has no place in a trust policy, whose resource is its own role (IAM: "Has prohibited field Resource"); remove it`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := review.RoleTrust(test.template, test.role, nil)
			assert.EqualError(t, err, test.want)
		})
	}
	_, err := review.RoleTrust(trusting("{Fn::Transform: {Name: X}}", "s"), "Role", nil)
	assert.NoError(t, err, "a provider that is not known stays so")
	_, err = review.RoleTrust([]byte(`{"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Fn::Transform": {"Name": "X"}}}}}}`), "R", nil)
	assert.ErrorContains(t, err, "of which this is not known")
}

func ExampleRoleTrust() {
	template := []byte(`{"Resources": {
		"Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {"Url": "https://token.actions.githubusercontent.com"}},
		"Publisher": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": {
			"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": {"Ref": "Provider"}},
			"Condition": {"StringEquals": {
				"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
				"token.actions.githubusercontent.com:sub": "repo:acme/app:environment:release"
			}}
		}}}}
	}}`)
	document, err := review.RoleTrust(template, "Publisher", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(policy.ShowUnknown(document.Statements[0].Principal.Federated[0]))
	// Output:
	// arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/token.actions.githubusercontent.com
}

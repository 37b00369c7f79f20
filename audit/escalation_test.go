package audit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/account"
)

var home1 = account.Account{Partition: "aws", ID: "111122223333"}

func ask(t *testing.T, p power) questioned {
	t.Helper()
	return questioned{role: account.Principal{Name: "a", ARN: "arn:aws:iam::111122223333:role/a", Attached: []string{"arn:aws:iam::111122223333:policy/own", "arn:aws:iam::aws:policy/ReadOnlyAccess"}},
		power: p, account: home1, regions: regionsOf(p), mighty: []string{"arn:aws:iam::111122223333:role/ops"}}
}

func all(actions []string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["` + strings.Join(actions, `","`) + `"],"Resource":"*"}]}`
}

// Each way needs all of its actions: with them the role escalates, and without
// any one of them it does not.
func TestEveryEscalationNeedsAllItsActions(t *testing.T) {
	for _, e := range escalations {
		var actions []string
		for _, s := range e.steps {
			actions = append(actions, s.action)
		}
		is, evidence := ask(t, role(t, "", all(actions))).escalates()
		assert.Equal(t, yes, is, e.text)
		assert.Contains(t, strings.Join(evidence, "\n"), e.text)
		for i := range actions {
			rest := append(append([]string{"logs:PutLogEvents"}, actions[:i]...), actions[i+1:]...)
			_, evidence := ask(t, role(t, "", all(rest))).escalates()
			assert.NotContains(t, strings.Join(evidence, "\n"), e.text+":", "without %s", actions[i])
		}
		is, _ = ask(t, role(t, one("Allow", "s3:*", "*", ""), one("Allow", "*", "*", ""))).escalates()
		assert.Equal(t, no, is, "a boundary stops %s", e.text)
	}
}

func TestEscalationsUnderConditions(t *testing.T) {
	for name, test := range map[string]struct {
		identity string
		want     answer
	}{
		"a condition on the request":         {one("Allow", "iam:AttachRolePolicy", "*", `{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}`), perhaps},
		"passed to another service":          {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}},{"Effect":"Allow","Action":"lambda:*","Resource":"arn:aws:lambda:eu-west-1:111122223333:function:ci"}]}`, no},
		"passed to this service":             {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},{"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"arn:aws:lambda:eu-west-1:111122223333:function:ci"}]}`, yes},
		"a role that is no administrator":    {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/task"},{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*"}]}`, no},
		"an administrator by name":           {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/ops"},{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*"}]}`, yes},
		"its own policy":                     {one("Allow", "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/own", ""), yes},
		"another policy":                     {one("Allow", "iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/other", ""), no},
		"itself alone":                       {one("Allow", "iam:PutRolePolicy", "arn:aws:iam::111122223333:role/a", ""), yes},
		"functions of a region":              {one("Allow", "lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:*", ""), yes},
		"one function":                       {one("Allow", "lambda:UpdateFunctionCode", "arn:aws:lambda:eu-west-1:111122223333:function:site", ""), no},
		"a variable that the role may be in": {one("Allow", "iam:PutRolePolicy", "arn:aws:iam::111122223333:role/${aws:PrincipalTag/x}", ""), perhaps},
	} {
		t.Run(name, func(t *testing.T) {
			is, _ := ask(t, role(t, "", test.identity)).escalates()
			assert.Equal(t, test.want, is)
		})
	}
}

func TestIsAdministrator(t *testing.T) {
	for name, test := range map[string]struct {
		boundary, identity string
		want               answer
	}{
		"everything":                 {"", one("Allow", "*", "*", ""), yes},
		"everything under condition": {"", one("Allow", "*", "*", `{"Bool":{"aws:SecureTransport":"true"}}`), perhaps},
		"everything but IAM":         {"", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}]}`, no},
		"IAM alone":                  {"", one("Allow", "iam:*", "*", ""), no},
		"within a boundary":          {one("Allow", "s3:*", "*", ""), one("Allow", "*", "*", ""), no},
	} {
		is, _ := role(t, test.boundary, test.identity).isAdministrator(home1)
		assert.Equal(t, test.want, is, name)
	}
}

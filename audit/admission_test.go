package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

func parse(t *testing.T, text string) policy.Document {
	t.Helper()
	d, err := policy.Parse([]byte(text))
	require.NoError(t, err)
	return d
}

const gitHubProvider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"

func TestAdmissions(t *testing.T) {
	d := parse(t, `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Federated":["`+gitHubProvider+`","arn:aws:iam::111122223333:oidc-provider/gitlab.example.com","arn:aws:iam::111122223333:saml-provider/x"]},"Action":"sts:*",
		 "Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":["repo:acme/app:*","repo:acme@1/lib@2:environment:release"],"gitlab.example.com:sub":"project_path:acme/app:*"},"StringNotLike":{"token.actions.githubusercontent.com:sub":"*:pull_request"}}},
		{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"},
		{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:actor":"mallory"}}},
		{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}]}`)
	list := admissions(d)
	require.Len(t, list, 2)
	assert.Equal(t, "GitHub", list[0].issuer.Name())
	assert.Equal(t, "GitLab", list[1].issuer.Name(), "an instance of one's own, by the form of the subject")
	assert.Equal(t, []string{"repo:acme/app:*", "repo:acme@1/lib@2:environment:release"}, list[0].subjects)
	assert.Equal(t, []string{
		`GitHub: repository acme/app, any context: every branch, tag, environment and pull request, if gitlab.example.com:sub is like "project_path:acme/app:*" and token.actions.githubusercontent.com:sub is not like "*:pull_request"`,
		`GitHub: repository acme/lib, id 2, environment release, if gitlab.example.com:sub is like "project_path:acme/app:*" and token.actions.githubusercontent.com:sub is not like "*:pull_request"`,
	}, list[0].words())
	assert.Equal(t, []string{`except who has a token in which token.actions.githubusercontent.com:actor is "mallory"`}, exceptions(d))
}

func TestAdmissionsOfEverybody(t *testing.T) {
	list := admissions(parse(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRoleWithWebIdentity"}]}`))
	require.Len(t, list, 1)
	assert.Equal(t, []string{"tokens of every identity provider: every subject"}, list[0].words())
}

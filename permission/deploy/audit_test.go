package deploy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

const (
	identityProvider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
	iamReference     = "https://docs.aws.amazon.com/IAM/latest/APIReference/"
)

var audits = []setCase{{
	name: "audit", set: deploy.Audit{},
	calls: []call{
		{"cipublisher audit --live: GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails", "*", nil, iamReference + "API_GetAccountAuthorizationDetails.html"},
		{"cipublisher audit --live: ListOpenIDConnectProviders", "iam:ListOpenIDConnectProviders", "*", nil, iamReference + "API_ListOpenIDConnectProviders.html"},
		{"cipublisher audit --live: GetOpenIDConnectProvider", "iam:GetOpenIDConnectProvider", identityProvider, nil, iamReference + "API_GetOpenIDConnectProvider.html"},
	},
	refused: []call{
		{client: "a provider of another account", action: "iam:GetOpenIDConnectProvider", resource: "arn:aws:iam::999999999999:oidc-provider/gitlab.com"},
		{client: "a provider, to delete", action: "iam:DeleteOpenIDConnectProvider", resource: identityProvider},
		{client: "a provider's audience, to add", action: "iam:AddClientIDToOpenIDConnectProvider", resource: identityProvider},
		{client: "a role, to change its trust", action: "iam:UpdateAssumeRolePolicy", resource: "arn:aws:iam::111122223333:role/ci/publisher"},
		{client: "a SAML provider", action: "iam:GetSAMLProvider", resource: "arn:aws:iam::111122223333:saml-provider/sso"},
	},
}}

func TestAuditNeedsTheAccount(t *testing.T) {
	require.ErrorContains(t, deploy.Audit{}.Validate(permission.Environment{}), "AccountId is missing")
	require.ErrorContains(t, deploy.Audit{}.Validate(permission.Environment{AccountID: "1"}), "AccountId \"1\"")
}

package deploy_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

const analyzerReference = "https://docs.aws.amazon.com/access-analyzer/latest/APIReference/"

var verifications = []setCase{{
	name: "verify", set: deploy.Verify{},
	calls: []call{
		{"cipublisher verify: ValidatePolicy", "access-analyzer:ValidatePolicy", "*", nil, analyzerReference + "API_ValidatePolicy.html"},
		{"cipublisher verify --before: CheckNoNewAccess", "access-analyzer:CheckNoNewAccess", "*", nil, analyzerReference + "API_CheckNoNewAccess.html"},
		{"cipublisher verify: CheckAccessNotGranted", "access-analyzer:CheckAccessNotGranted", "*", nil, analyzerReference + "API_CheckAccessNotGranted.html"},
		{"cipublisher verify: SimulateCustomPolicy", "iam:SimulateCustomPolicy", "*", nil, iamReference + "API_SimulateCustomPolicy.html"},
	},
	refused: []call{
		{client: "the policies of a role, to simulate", action: "iam:SimulatePrincipalPolicy", resource: "arn:aws:iam::111122223333:role/admin"},
		{client: "an analyzer, to create", action: "access-analyzer:CreateAnalyzer", resource: "arn:aws:access-analyzer:eu-west-1:111122223333:analyzer/ci"},
		{client: "an account, to read", action: "iam:GetAccountAuthorizationDetails", resource: "*"},
	},
}}

func TestVerifyNeedsNoAccount(t *testing.T) {
	require.NoError(t, deploy.Verify{}.Validate(permission.Environment{}))
	require.Error(t, deploy.Verify{}.Validate(permission.Environment{AccountID: "1"}))
}

package deploy

import (
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Verify is what "cipublisher verify" needs to ask AWS about policies that it
// gives along. The calls read nothing of the account.
type Verify struct{}

var verifyTable = table.New("Verify", "", nil, []table.Row{
	// The actions take no resource.
	{Sid: "VerifyPolicies", Resource: "*", Actions: []table.Action{
		{"access-analyzer:ValidatePolicy", "cipublisher verify: ValidatePolicy, of each policy and the trust policy", accessAnalyzerPage},
		{"access-analyzer:CheckNoNewAccess", "cipublisher verify --before: CheckNoNewAccess", accessAnalyzerPage},
		{"access-analyzer:CheckAccessNotGranted", "cipublisher verify: CheckAccessNotGranted, of actions that the policy has no statement for", accessAnalyzerPage},
		{"iam:SimulateCustomPolicy", "cipublisher verify: SimulateCustomPolicy, of what the statements allow and deny", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html"},
	}},
})

// Validate reports every fault of the environment.
func (Verify) Validate(env permission.Environment) error { return env.Validate() }

// Statements returns the statements of the set.
func (Verify) Statements(env permission.Environment) []policy.Statement {
	return verifyTable.Statements(table.Options{}, table.At(placeIn(env)))
}

func (*Verify) options() option.Table { return nil }

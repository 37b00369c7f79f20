package deploy

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Audit is what "cipublisher audit --live" needs to read an account: its roles,
// users, groups and policies, and its identity providers. It reads, and changes
// nothing.
type Audit struct{}

var _ permission.Noticer = Audit{}

const accessAnalyzerPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html"

var auditTable = table.New("Audit", "", nil, []table.Row{
	// The actions take no resource.
	{Sid: "AuditAccount", Resource: "*", Actions: []table.Action{
		{"iam:GetAccountAuthorizationDetails", "cipublisher audit --live: GetAccountAuthorizationDetails, every page", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html"},
		{"iam:ListOpenIDConnectProviders", "cipublisher audit --live: ListOpenIDConnectProviders", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html"},
	}},
	// Which providers there are is what is asked.
	{Sid: "AuditProviders", Resource: "arn:{partition}:iam::{account}:oidc-provider/*", Actions: []table.Action{
		{"iam:GetOpenIDConnectProvider", "cipublisher audit --live: GetOpenIDConnectProvider, of each provider", "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html"},
	}},
})

// Validate reports an account that is missing: the identity providers are its
// own.
func (Audit) Validate(env permission.Environment) error {
	var faults fault.List
	faults.Append("", env.Validate())
	env.NeedAccount(&faults, "identity providers")
	return faults.Err()
}

// Statements returns the statements of the set.
func (Audit) Statements(env permission.Environment) []policy.Statement {
	return auditTable.Statements(table.Options{}, table.At(placeIn(env)))
}

// Notices tells of the wildcard.
func (Audit) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	all.Note("audit-every-provider", "the set reads every identity provider of the account: which there are is what an audit asks")
	return all
}

func (*Audit) options() option.Table { return nil }

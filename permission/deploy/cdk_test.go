package deploy_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

const (
	bootstrapSourceOfCdk = "https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html"
	assumeSource         = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
)

// bootstrapRole is the ARN of a role that cdk bootstrap has made.
func bootstrapRole(qualifier, role, account, region string) string {
	return "arn:aws:iam::" + account + ":role/cdk-" + qualifier + "-" + role + "-role-" + account + "-" + region
}

func here(role string) string { return bootstrapRole("hnb659fds", role, "111122223333", "eu-west-1") }

// deployments are the calls of cdk deploy with a stack that has neither images
// nor lookups.
var deployments = []call{
	{"cdk deploy: the template goes to the bucket", "sts:AssumeRole", here("file-publishing"), nil, bootstrapSourceOfCdk},
	{"cdk deploy: CreateChangeSet", "sts:AssumeRole", here("deploy"), nil, bootstrapSourceOfCdk},
}

var cdkStrangers = []call{
	{client: "the execution role itself", action: "sts:AssumeRole", resource: here("cfn-exec")},
	{client: "another bootstrap", action: "sts:AssumeRole", resource: bootstrapRole("other", "deploy", "111122223333", "eu-west-1")},
	{client: "another region", action: "sts:AssumeRole", resource: bootstrapRole("hnb659fds", "deploy", "111122223333", "us-east-2")},
	{client: "another account", action: "sts:AssumeRole", resource: bootstrapRole("hnb659fds", "deploy", "222233334444", "eu-west-1")},
	{client: "a name that goes on", action: "sts:AssumeRole", resource: here("deploy") + "-evil"},
	{client: "the name on a path", action: "sts:AssumeRole", resource: "arn:aws:iam::111122223333:role/evil/cdk-hnb659fds-deploy-role-111122223333-eu-west-1"},
	{client: "tags of the session", action: "sts:TagSession", resource: here("deploy")},
	{client: "past the roles: the version of the bootstrap", action: "ssm:GetParameter", resource: "arn:aws:ssm:eu-west-1:111122223333:parameter/cdk-bootstrap/hnb659fds/version"},
	{client: "past the roles: a change set", action: "cloudformation:CreateChangeSet", resource: "arn:aws:cloudformation:eu-west-1:111122223333:stack/App/1a2b3c4d"},
	{client: "past the roles: the execution role", action: "iam:PassRole", resource: here("cfn-exec")},
}

var cdkDeploys = []setCase{
	{
		name: "cdk-deploy", set: deploy.CDK{},
		calls: deployments,
		refused: concat(cdkStrangers, []call{
			{client: "images, which nobody asked for", action: "sts:AssumeRole", resource: here("image-publishing")},
			{client: "lookups, which nobody asked for", action: "sts:AssumeRole", resource: here("lookup")},
		}),
	},
	{
		name: "cdk-deploy-every-role", set: deploy.CDK{Roles: deploy.BootstrapRoles()},
		calls: concat(deployments, []call{
			{"cdk deploy: an image goes to the repository", "sts:AssumeRole", here("image-publishing"), nil, bootstrapSourceOfCdk},
			{"cdk synth: Vpc.fromLookup", "sts:AssumeRole", here("lookup"), nil, bootstrapSourceOfCdk},
		}),
		refused: cdkStrangers,
	},
	{
		name: "cdk-deploy-elsewhere", set: deploy.CDK{
			Qualifier: "acme", Accounts: []string{"111122223333", "999988887777"}, Regions: []string{"eu-west-1", "us-east-1"}, Roles: []string{deploy.DeployRole},
		},
		calls: []call{
			{"cdk deploy", "sts:AssumeRole", bootstrapRole("acme", "deploy", "111122223333", "eu-west-1"), nil, assumeSource},
			{"cdk deploy", "sts:AssumeRole", bootstrapRole("acme", "deploy", "111122223333", "us-east-1"), nil, assumeSource},
			{"cdk deploy", "sts:AssumeRole", bootstrapRole("acme", "deploy", "999988887777", "eu-west-1"), nil, assumeSource},
			{"cdk deploy", "sts:AssumeRole", bootstrapRole("acme", "deploy", "999988887777", "us-east-1"), nil, assumeSource},
		},
		refused: concat(cdkStrangers, []call{
			{client: "the default bootstrap", action: "sts:AssumeRole", resource: here("deploy")},
			{client: "one account's role under the name of the other's", action: "sts:AssumeRole",
				resource: "arn:aws:iam::999988887777:role/cdk-acme-deploy-role-111122223333-eu-west-1"},
		}),
	},
}

func ExampleCDK() {
	set := deploy.CDK{}
	document := policy.New(set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...)
	for _, resource := range document.Statements[0].Resources {
		fmt.Println(resource)
	}
	// Output:
	// arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1
	// arn:aws:iam::111122223333:role/cdk-hnb659fds-file-publishing-role-111122223333-eu-west-1
}

func TestCDKRefuses(t *testing.T) {
	const roles = "is no bootstrap role that the CDK command line assumes; use any of deploy, file-publishing, image-publishing, lookup"
	checkInvalid(t, []invalid{
		{"a long qualifier", deploy.CDK{Qualifier: "acme-team-web"}, `Qualifier "acme-team-web" is not the qualifier of a CDK bootstrap; use 1 to 10 letters, digits, hyphens and underscores`},
		{"every qualifier", deploy.CDK{Qualifier: "*"}, `Qualifier "*" holds "*", where one name is meant; write the names out`},
		{"no account", deploy.CDK{Accounts: []string{}}, "Accounts is empty; name at least one, or leave it unset"},
		{"every account", deploy.CDK{Accounts: []string{"*"}}, `Accounts[0] "*" is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included`},
		{"no region", deploy.CDK{Regions: []string{}}, "Regions is empty; name at least one, or leave it unset"},
		{"every region", deploy.CDK{Regions: []string{"eu-west-1", "*"}}, `Regions[1] "*" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`},
		{"a region of another partition", deploy.CDK{Regions: []string{"cn-north-1"}}, `Regions[0] "cn-north-1" is a region of partition aws-cn, not of aws; leave it out, or set Partition to aws-cn`},
		{"no role", deploy.CDK{Roles: []string{}}, "Roles is empty; name at least one, or leave it unset"},
		{"every role", deploy.CDK{Roles: []string{"*"}}, `Roles[0] "*" ` + roles},
		{"the execution role", deploy.CDK{Roles: []string{"deploy", "cfn-exec"}}, `Roles[1] "cfn-exec" ` + roles},
		{"an empty role", deploy.CDK{Roles: []string{""}}, "Roles[0] " + roles},
	})
	assert.EqualError(t, deploy.CDK{}.Validate(permission.Environment{}), "cipublisher: 2 faults:\n"+
		"  - Accounts is missing, and bootstrap roles have the account in their names; name the accounts to deploy to, or set AccountId to the only one\n"+
		"  - Regions is missing, and bootstrap roles have the region in their names; name the regions to deploy to, or set Region to the only one")
	assert.NoError(t, deploy.CDK{Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}}.Validate(permission.Environment{}))
}

func TestCDKNotices(t *testing.T) {
	const (
		execution = `warning cdk-deploy-execution-role: {Roles} "deploy" lets the job deploy any template with the execution role of the environment, which has AdministratorAccess unless "cdk bootstrap --cloudformation-execution-policies" says otherwise; bootstrap with the policies that the stacks need`
		lookup    = `note cdk-deploy-lookup-role: {Roles} "lookup" lets the job read the whole environment: the role has ReadOnlyAccess, except for what KMS encrypts`
	)
	checkNotices(t, []noticed{
		{"the default", deploy.CDK{}, []string{execution}},
		{"every role", deploy.CDK{Roles: deploy.BootstrapRoles()}, []string{execution, lookup}},
		{"cdk diff", deploy.CDK{Roles: []string{deploy.LookupRole}}, []string{lookup}},
		{"a region that nobody knows", deploy.CDK{Roles: []string{deploy.FilePublishingRole}, Regions: []string{"eu-west-9"}},
			[]string{`warning region-unknown: {Regions[0]} "eu-west-9" is no region that is known here, and a policy for a region that does not exist grants nothing; check its spelling: the nearest known one is "eu-west-1"`}},
	})
}

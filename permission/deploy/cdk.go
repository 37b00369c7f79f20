package deploy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// CDK is what a CI job needs to run "cdk deploy" in environments that are
// bootstrapped: to assume the roles that "cdk bootstrap" has made there. What
// these may do is the bootstrap template's business; the job itself may do
// nothing else.
//
// It is for stacks with CDK's DefaultStackSynthesizer and the names that it
// gives to roles. Bootstrap roles trust their own account; those of another
// account trust the job's after "cdk bootstrap --trust". sts:TagSession is not
// granted: the command line sends no session tags unless a synthesizer's
// additional options have some.
type CDK struct {
	// Qualifier is that of the bootstrap: 1 to 10 letters, digits, hyphens and
	// underscores. Empty is DefaultQualifier.
	Qualifier string
	// Accounts are the accounts that are deployed to, twelve digits each. Nil is
	// the account of the Environment.
	Accounts []string
	// Regions are the regions that are deployed to, in each of the accounts. Nil
	// is the region of the Environment.
	Regions []string
	// Roles are the bootstrap roles that the job may assume: any of
	// BootstrapRoles. Nil is DefaultBootstrapRoles.
	Roles []string
}

// DefaultQualifier is the qualifier of a bootstrap that names none.
//
// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
const DefaultQualifier = "hnb659fds"

// The bootstrap roles that the CDK command line assumes, by the middle of their
// names.
//
// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
const (
	// DeployRole hands templates to CloudFormation, with the execution role of
	// the environment.
	DeployRole = "deploy"
	// FilePublishingRole uploads files, and the templates themselves, to the
	// bucket of the bootstrap.
	FilePublishingRole = "file-publishing"
	// ImagePublishingRole pushes images to the repository of the bootstrap.
	ImagePublishingRole = "image-publishing"
	// LookupRole reads the environment: context lookups, "cdk diff".
	LookupRole = "lookup"
)

// BootstrapRoles returns all four.
func BootstrapRoles() []string {
	return []string{DeployRole, FilePublishingRole, ImagePublishingRole, LookupRole}
}

// DefaultBootstrapRoles returns the roles without which no stack is deployed:
// its template is uploaded as a file. Images and lookups are for the apps that
// have some.
func DefaultBootstrapRoles() []string { return []string{DeployRole, FilePublishingRole} }

var _ permission.Noticer = CDK{}

// overEnvironment is the kind of place that roles are in: an account and a
// region.
const overEnvironment = "environment"

var cdkTable = table.New("CDK", "", nil, []table.Row{
	{Sid: "CdkAssume", Each: overEnvironment, Resource: "arn:{partition}:iam::{account}:role/cdk-{qualifier}-{bootstrap role}-role-{account}-{region}",
		Actions: []table.Action{
			{"sts:AssumeRole", "cdk deploy: AssumeRole, before all else that it calls in an environment", "https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html"},
		}},
})

// qualifierRule is that of the bootstrap template's parameter.
//
// https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
var qualifierRule = aws.NewRule("the qualifier of a CDK bootstrap", "use 1 to 10 letters, digits, hyphens and underscores",
	`[A-Za-z0-9_-]{1,10}`, `[A-Za-z0-9_-]*`, `[A-Za-z0-9_-]*`).Literal()

// Validate reports every fault of the options.
func (c CDK) Validate(env permission.Environment) error {
	faults := env.Faults("")
	if c.Qualifier != "" {
		qualifierRule.CheckPattern(&faults, "Qualifier", c.Qualifier)
	}
	if c.Accounts == nil && env.AccountID == "" {
		faults.Add("Accounts", "", "is missing, and bootstrap roles have the account in their names", "name the accounts to deploy to, or set {AccountId} to the only one")
	}
	if c.Regions == nil && env.Region == "" {
		faults.Add("Regions", "", "is missing, and bootstrap roles have the region in their names", "name the regions to deploy to, or set {Region} to the only one")
	}
	for option, account := range fault.EachIn(&faults, "Accounts", c.Accounts) {
		aws.AccountID.Check(&faults, option, account)
	}
	for option, region := range fault.EachIn(&faults, "Regions", c.Regions) {
		if aws.Region.Check(&faults, option, region) && !token.In(region+env.ARNPartition()) && aws.PartitionOf(region) != env.ARNPartition() {
			faults.Add(option, region, "is a region of partition "+aws.PartitionOf(region)+", not of "+env.ARNPartition(),
				"leave it out, or set {Partition} to "+aws.PartitionOf(region))
		}
	}
	fault.CheckChoices(&faults, "Roles", c.Roles, BootstrapRoles(), "is no bootstrap role that the CDK command line assumes", "use any of "+strings.Join(BootstrapRoles(), ", "))
	return faults.Err()
}

// Statements returns the statements of the set.
func (c CDK) Statements(env permission.Environment) []policy.Statement {
	var environments []table.Place
	for _, account := range orElse(c.Accounts, env.AccountID) {
		for _, region := range orElse(c.Regions, env.Region) {
			environments = append(environments, placeIn(permission.Environment{Partition: env.ARNPartition(), Region: region, AccountID: account}).
				With("qualifier", cmp.Or(c.Qualifier, DefaultQualifier)).With("bootstrap role", c.roles()...))
		}
	}
	return cdkTable.Statements(nil, table.Places{overEnvironment: environments})
}

func orElse(list []string, unset ...string) []string {
	if list == nil {
		return unset
	}
	return list
}

func (c CDK) roles() []string { return orElse(c.Roles, DefaultBootstrapRoles()...) }

// Notices returns what a reviewer should know of legal options.
func (c CDK) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	for option, region := range fault.Each("Regions", c.Regions) {
		all.Add(aws.UnknownRegion(option, region)...)
	}
	if slices.Contains(c.roles(), DeployRole) {
		all.Warn("cdk-deploy-execution-role", `{Roles} "deploy" lets the job deploy any template with the execution role of the environment, which has AdministratorAccess unless "cdk bootstrap --cloudformation-execution-policies" says otherwise; bootstrap with the policies that the stacks need`)
	}
	if slices.Contains(c.roles(), LookupRole) {
		all.Note("cdk-deploy-lookup-role", `{Roles} "lookup" lets the job read the whole environment: the role has ReadOnlyAccess, except for what KMS encrypts`)
	}
	return all
}

func (c *CDK) options() option.Table {
	return option.Table{
		{Path: "Qualifier", Flag: "cdk-qualifier", Value: "TEXT", Example: "acme", Unset: DefaultQualifier, Field: &c.Qualifier,
			About: "qualifier of the CDK bootstrap"},
		{Path: "Accounts", Flag: "cdk-account", Value: "ID", Example: "123456789012,210987654321", Unset: "{AccountId}", Field: &c.Accounts,
			About: "account that CDK apps are deployed to"},
		{Path: "Regions", Flag: "cdk-region", Value: "REGION", Example: "eu-west-1,us-east-1", Unset: "{Region}", Field: &c.Regions,
			About: "region that CDK apps are deployed to, in each of the accounts"},
		{Path: "Roles", Flag: "cdk-role", Value: "ROLE", Example: "deploy,file-publishing,image-publishing,lookup", Unset: strings.Join(DefaultBootstrapRoles(), " and "), Field: &c.Roles,
			About: "bootstrap role that the job may assume: " + strings.Join(BootstrapRoles(), ", ")},
	}
}

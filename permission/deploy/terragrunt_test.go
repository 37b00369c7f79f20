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
	terragruntSource = "https://terragrunt.gruntwork.io/docs/features/aws-authentication/#required-permissions"
	bootstrapSource  = "https://terragrunt.gruntwork.io/docs/reference/cli/commands/backend/bootstrap"
	functionsSource  = "https://terragrunt.gruntwork.io/docs/reference/hcl/functions"
)

// runs are the calls of Terragrunt itself, beside those of Terraform. It also
// calls GetCallerIdentity, which needs no permission:
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
var runs = []call{
	{"terragrunt run --all plan: HeadBucket", "s3:ListBucket", stateBucket, nil, "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html"},
}

// aliases are what a configuration calls that names the account.
var aliases = []call{
	{"terragrunt run --all plan: get_aws_account_alias()", "iam:ListAccountAliases", "*", nil, functionsSource},
}

var creations = []call{
	{"terragrunt backend bootstrap: CreateBucket", "s3:CreateBucket", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: CreateBucket with ObjectOwnership", "s3:PutBucketOwnershipControls", stateBucket, nil, "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html"},
	{"terragrunt backend bootstrap: GetBucketVersioning", "s3:GetBucketVersioning", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: PutBucketVersioning", "s3:PutBucketVersioning", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: GetBucketEncryption", "s3:GetEncryptionConfiguration", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: PutBucketEncryption", "s3:PutEncryptionConfiguration", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: GetBucketPolicy", "s3:GetBucketPolicy", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: PutBucketPolicy", "s3:PutBucketPolicy", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap: PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", stateBucket, nil, terragruntSource},
	{"terragrunt backend bootstrap with s3_bucket_tags, 1.0.0 and later: CreateBucket with tags", "s3:TagResource", stateBucket, nil, "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html"},
	{"terragrunt backend bootstrap with s3_bucket_tags, before 1.0.0: PutBucketTagging", "s3:PutBucketTagging", stateBucket, nil, terragruntSource},
}

var tableCreations = []call{
	{"terragrunt backend bootstrap: CreateTable", "dynamodb:CreateTable", lockTable, nil, bootstrapSource},
	{"terragrunt backend bootstrap: CreateTable with tags", "dynamodb:TagResource", lockTable, nil, "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"},
	{"terragrunt backend bootstrap with enable_lock_table_ssencryption: UpdateTable", "dynamodb:UpdateTable", lockTable, nil, "https://terragrunt.gruntwork.io/docs/reference/hcl/blocks/#remote_state"},
}

func terragrunt(create bool, change func(*deploy.TerraformState)) deploy.Terragrunt {
	return deploy.Terragrunt{State: terraformState(change), Create: create}
}

func liveTree(s *deploy.TerraformState) { s.Keys = []string{"live/"} }

var terragrunts = []setCase{
	{
		name: "terragrunt", set: terragrunt(false, liveTree),
		calls: concat(runs, applies(app), lockFiles(app), applies("live/eu/db/terraform.tfstate"), lockFiles("live/eu/db/terraform.tfstate")),
		refused: concat(strangers, aliases, creations, tableCreations, []call{
			{client: "a user, whom no role is", action: "iam:GetUser", resource: "arn:aws:iam::111122223333:user/ann"},
		}),
	},
	{
		name: "terragrunt-read-only", set: terragrunt(false, func(s *deploy.TerraformState) { s.ReadOnly = true }),
		calls: concat(runs, reads(app)), refused: concat(strangers, writers, creations),
	},
	{
		name: "terragrunt-account-alias", set: deploy.Terragrunt{State: terraformState(liveTree), AccountAlias: true},
		calls: concat(runs, aliases, applies(app), lockFiles(app)), refused: concat(strangers, creations),
	},
	{
		name: "terragrunt-create", set: terragrunt(true, nil),
		calls: concat(runs, applies(app), lockFiles(app), creations),
		refused: concat(tableCreations, []call{
			{client: "another bucket", action: "s3:CreateBucket", resource: stateBucket + "-evil"},
			{client: "the bucket, to delete", action: "s3:DeleteBucket", resource: stateBucket},
			{client: "the state, to delete", action: "s3:DeleteObject", resource: stateBucket + "/" + app},
		}),
	},
	{
		name: "terragrunt-create-lock-table", set: terragrunt(true, func(s *deploy.TerraformState) { s.LockTable = "locks" }),
		calls: concat(runs, applies(app), lockItems(app), creations, tableCreations),
		refused: []call{
			{client: "another table", action: "dynamodb:CreateTable", resource: lockTable + "-evil"},
			{client: "the table, to delete", action: "dynamodb:DeleteTable", resource: lockTable},
			{client: "a sibling's lock", action: "dynamodb:DeleteItem", resource: lockTable, context: item("other/app.tfstate")},
		},
	},
}

func ExampleTerragrunt() {
	set := deploy.Terragrunt{
		State: deploy.TerraformState{Bucket: "acme-state", Keys: []string{"live/"}, ReadOnly: true},
	}
	for _, s := range policy.New(set.Statements(permission.Environment{})...).Statements {
		fmt.Println(s.Sid, s.Actions[0])
	}
	// Output:
	// StateList s3:ListBucket
	// StateRead s3:GetObject
	// TerragruntBucket s3:ListBucket
}

func TestTerragruntRefuses(t *testing.T) {
	state := func(change func(*deploy.TerraformState)) deploy.Terragrunt { return terragrunt(false, change) }
	checkInvalid(t, []invalid{
		{"no state", deploy.Terragrunt{}, "2 faults:\n" +
			"  - State.Bucket is missing; name the bucket of the state\n" +
			`  - State.Keys is missing; name the key of each state, a directory such as "live/", or write "*" for every state of the bucket`},
		{"creating read-only", terragrunt(true, func(s *deploy.TerraformState) { s.ReadOnly = true }), `Create "true" contradicts State.ReadOnly; unset one of them`},
		{"bucket's address", state(func(s *deploy.TerraformState) { s.Bucket = "s3://acme-state" }), `State.Bucket "s3://acme-state" is an address; write the bucket's name alone, and the path in State.Keys`},
		{"upper-case bucket", state(func(s *deploy.TerraformState) { s.Bucket = "Acme" }), `State.Bucket "Acme" holds "A"; use lower-case letters, digits, dots and hyphens`},
		{"leading slash", state(func(s *deploy.TerraformState) { s.Keys = []string{"/live"} }), `State.Keys[0] "/live" begins with "/", so it matches no object key; write "live"`},
		{"wildcard before the end", state(func(s *deploy.TerraformState) { s.Keys = []string{"*/terraform.tfstate"} }), `State.Keys[0] "*/terraform.tfstate" has a wildcard before its end; use one "*", at the end`},
		{"the second key", state(func(s *deploy.TerraformState) { s.Keys = []string{"live/", ""} }), `State.Keys[1] is empty; name the key of the state, or write "*" for every state of the bucket`},
		{"every table", state(func(s *deploy.TerraformState) { s.LockTable = "*" }), `State.LockTable "*" is not the name of a DynamoDB table; use 3 to 255 letters, digits, dots, hyphens and underscores`},
		{"alias", state(func(s *deploy.TerraformState) { s.KMSKeyARN = "alias/state" }), `State.KmsKeyArn "alias/state" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`},
		{"workspace prefix without workspaces", state(func(s *deploy.TerraformState) { s.WorkspaceKeyPrefix = "spaces" }), `State.WorkspaceKeyPrefix "spaces" means nothing without State.Workspaces; set State.Workspaces, or leave it unset`},
		{"locking read-only", state(func(s *deploy.TerraformState) { s.LockFile, s.ReadOnly = true, true }), `State.LockFile "true" is of no use with State.ReadOnly: who only reads takes no lock; unset one of them`},
	})
	assert.EqualError(t, terragrunt(false, nil).Validate(permission.Environment{Region: "Ireland"}),
		`cipublisher: Region "Ireland" is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`)
}

func TestTerragruntNotices(t *testing.T) {
	checkNotices(t, []noticed{
		{"a tree", terragrunt(false, liveTree), nil},
		{"every key", terragrunt(false, func(s *deploy.TerraformState) { s.Keys = []string{"*"} }),
			[]string{`warning state-every-key: {State.Keys[0]} "*" is every object of the bucket, so the job has the states of other teams and environments, with the secrets in them; name the keys`}},
		{"creation", terragrunt(true, liveTree),
			[]string{"warning terragrunt-create: {Create} lets the job replace the policy of the state's bucket and lift its public access block, long after the bucket is created; create it once with other credentials, and unset {Create}"}},
	})
}

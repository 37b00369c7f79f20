package deploy

import (
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// Terragrunt is what a CI job needs to run Terragrunt with its state in S3:
// all of TerraformState, what Terragrunt asks of the account it is in, and on
// request the creation of bucket and table.
//
// It grants neither sts:GetCallerIdentity, which needs no permission, nor
// iam:GetUser, which answers users and not roles.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html
type Terragrunt struct {
	// State is the state. Required.
	State TerraformState
	// Create allows "terragrunt backend bootstrap", and runs with
	// --backend-bootstrap: creating the bucket, and the table where
	// State.LockTable names one, and bringing the bucket's settings up to date.
	// It does not cover a bucket for access logs (accesslogging_bucket_name).
	Create bool
	// AccountAlias allows get_aws_account_alias() in a configuration. The action
	// takes no resource, and answers with the alias of the account alone.
	AccountAlias bool
}

var _ permission.Noticer = Terragrunt{}

const terragruntPage = "https://terragrunt.gruntwork.io/docs/features/aws-authentication/#required-permissions"

var terragruntTable = table.New("Terragrunt", "", stateLimits, []table.Row{
	// HeadBucket names no prefix, so the condition of StateList refuses it.
	// IAM can't tell it from a list without a prefix: this shows the names of
	// all keys, but no state.
	{Sid: "TerragruntBucket", Resource: "arn:{partition}:s3:::{bucket}", Conditions: policy.Conditions{"Null": {"s3:prefix": {"true"}}}, Actions: []table.Action{
		{"s3:ListBucket", "terragrunt run --all: HeadBucket, whether the bucket is there", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html"},
	}},
	// The action takes no resource.
	{Sid: "TerragruntIdentity", When: []string{"AccountAlias"}, Resource: "*", Actions: []table.Action{
		{"iam:ListAccountAliases", "terragrunt run --all: get_aws_account_alias()", "https://terragrunt.gruntwork.io/docs/reference/hcl/functions/#get_aws_account_alias"},
	}},
	{Sid: "TerragruntCreateBucket", When: []string{"Create"}, Resource: "arn:{partition}:s3:::{bucket}", Actions: []table.Action{
		{"s3:CreateBucket", "terragrunt backend bootstrap: CreateBucket", terragruntPage},
		{"s3:PutBucketOwnershipControls", "terragrunt backend bootstrap: CreateBucket with ObjectOwnership needs it beside s3:CreateBucket", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html"},
		{"s3:GetBucketVersioning", "terragrunt backend bootstrap: GetBucketVersioning, unless skip_bucket_versioning", terragruntPage},
		{"s3:PutBucketVersioning", "terragrunt backend bootstrap: PutBucketVersioning, unless skip_bucket_versioning", terragruntPage},
		{"s3:GetEncryptionConfiguration", "terragrunt backend bootstrap: GetBucketEncryption, unless skip_bucket_ssencryption", terragruntPage},
		{"s3:PutEncryptionConfiguration", "terragrunt backend bootstrap: PutBucketEncryption, unless skip_bucket_ssencryption", terragruntPage},
		{"s3:GetBucketPolicy", "terragrunt backend bootstrap: GetBucketPolicy, unless skip_bucket_root_access and skip_bucket_enforced_tls", terragruntPage},
		{"s3:PutBucketPolicy", "terragrunt backend bootstrap: PutBucketPolicy, unless skip_bucket_root_access and skip_bucket_enforced_tls", terragruntPage},
		{"s3:GetBucketPublicAccessBlock", "terragrunt backend bootstrap: GetPublicAccessBlock, unless skip_bucket_public_access_blocking", terragruntPage},
		{"s3:PutBucketPublicAccessBlock", "terragrunt backend bootstrap: PutPublicAccessBlock, unless skip_bucket_public_access_blocking", terragruntPage},
		{"s3:TagResource", "terragrunt backend bootstrap with s3_bucket_tags, since 1.0.0: CreateBucket with tags needs it beside s3:CreateBucket", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html"},
		{"s3:PutBucketTagging", "terragrunt backend bootstrap with s3_bucket_tags, before 1.0.0: PutBucketTagging", terragruntPage},
	}},
	{Sid: "TerragruntCreateTable", When: []string{"Create"}, Resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}", Actions: []table.Action{
		{"dynamodb:CreateTable", "terragrunt backend bootstrap with dynamodb_table: CreateTable", terragruntPage},
		{"dynamodb:TagResource", "terragrunt backend bootstrap with dynamodb_table_tags: tags beside CreateTable", "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"},
		{"dynamodb:UpdateTable", "terragrunt backend bootstrap with enable_lock_table_ssencryption: UpdateTable of a table that is not encrypted", "https://github.com/gruntwork-io/terragrunt/blob/v1.1.3/internal/remotestate/backend/s3/client.go#L2061"},
	}},
})

// Validate reports every fault of the options.
func (t Terragrunt) Validate(env permission.Environment) error {
	var faults fault.List
	faults.Append("", t.State.Validate(env))
	faults = faults.Rename(inState)
	if t.Create && t.State.ReadOnly {
		faults.Add("Create", "true", "contradicts {State.ReadOnly}", "unset one of them")
	}
	return faults.Err()
}

// Statements returns the statements of the set.
func (t Terragrunt) Statements(env permission.Environment) []policy.Statement {
	return append(t.State.Statements(env), terragruntTable.Statements(table.Options{"Create": t.Create, "AccountAlias": t.AccountAlias}, t.State.places(env))...)
}

// Notices returns what a reviewer should know of legal options.
func (t Terragrunt) Notices(env permission.Environment) []fault.Notice {
	var all fault.Notices
	for _, notice := range t.State.Notices(env) {
		all.Add(notice.Rename(inState))
	}
	if t.Create {
		all.Warn("terragrunt-create", "{Create} lets the job replace the policy of the state's bucket and lift its public access block, long after the bucket is created; create it once with other credentials, and unset {Create}")
	}
	return all
}

var inState = permission.Below("State")

func (t *Terragrunt) options() option.Table {
	return append(stateOptions("State.", &t.State), option.Table{
		{Path: "Create", Flag: "create-state", Field: &t.Create, About: "let Terragrunt create the bucket and the table of the state, and change their settings"},
		{Path: "AccountAlias", Flag: "account-alias", Field: &t.AccountAlias, About: "let configurations call get_aws_account_alias()"},
	}...)
}

package deploy_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

const (
	stateBucket   = "arn:aws:s3:::acme-state"
	lockTable     = "arn:aws:dynamodb:eu-west-1:111122223333:table/locks"
	stateKey      = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	backendSource = "https://developer.hashicorp.com/terraform/language/backend/s3"
	sseSource     = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
	headSource    = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"
)

// reads are the calls of who only reads a state.
func reads(key string) []call {
	return []call{
		{"terraform output: HeadObject of a state that is yet to be written", "s3:ListBucket", stateBucket, policy.Context{"s3:prefix": {key}}, headSource},
		{"terraform output: HeadObject, GetObject", "s3:GetObject", stateBucket + "/" + key, nil, backendSource},
	}
}

// applies are the calls of who writes it, except those for the lock.
func applies(key string) []call {
	return append(reads(key), call{"terraform apply: PutObject", "s3:PutObject", stateBucket + "/" + key, nil, backendSource})
}

// lockFiles are the calls that lock and unlock with use_lockfile.
func lockFiles(key string) []call {
	object := stateBucket + "/" + key + ".tflock"
	return []call{
		{"terraform plan: PutObject of the lock, if there is none", "s3:PutObject", object, nil, backendSource},
		{"terraform plan: GetObject of the lock", "s3:GetObject", object, nil, backendSource},
		{"terraform plan: DeleteObject of the lock", "s3:DeleteObject", object, nil, backendSource},
	}
}

func item(key string) policy.Context {
	return policy.Context{"dynamodb:LeadingKeys": {"acme-state/" + key}}
}

// lockItems are the calls that lock and unlock with dynamodb_table.
func lockItems(key string) []call {
	return []call{
		{"terraform init with dynamodb_table", "dynamodb:DescribeTable", lockTable, nil, backendSource},
		{"terraform plan: PutItem of the lock", "dynamodb:PutItem", lockTable, item(key), backendSource},
		{"terraform plan: GetItem of the lock", "dynamodb:GetItem", lockTable, item(key), backendSource},
		{"terraform plan: DeleteItem of the lock", "dynamodb:DeleteItem", lockTable, item(key), backendSource},
		{"terraform plan: GetItem of the checksum", "dynamodb:GetItem", lockTable, item(key + "-md5"), backendSource},
		{"terraform apply: PutItem of the checksum", "dynamodb:PutItem", lockTable, item(key + "-md5"), backendSource},
	}
}

// anothersWorkspace are calls for the workspaces of states that end like the
// own one: in a pattern "*" spans "/".
func anothersWorkspace(prefix string) []call {
	var all []call
	for _, key := range []string{prefix + "/pr-1/payments/" + app, prefix + "/dev/a/b/" + app} {
		all = append(all,
			call{client: "another state's workspace", action: "s3:GetObject", resource: stateBucket + "/" + key},
			call{client: "another state's workspace, to write", action: "s3:PutObject", resource: stateBucket + "/" + key},
			call{client: "another state's workspace, to delete", action: "s3:DeleteObject", resource: stateBucket + "/" + key},
		)
		for _, c := range lockFiles(key) {
			all = append(all, call{client: "another state's lock", action: c.action, resource: c.resource})
		}
	}
	return all
}

// throughS3 is the context in which S3 asks for a key: that of an object, or with
// an S3 Bucket Key that of the bucket.
func throughS3(encrypted string) policy.Context {
	return policy.Context{"kms:ViaService": {"s3.eu-west-1.amazonaws.com"}, "kms:EncryptionContext:aws:s3:arn": {encrypted}}
}

const app = "live/app.tfstate"

func terraformState(change func(*deploy.TerraformState)) deploy.TerraformState {
	set := deploy.TerraformState{Bucket: "acme-state", Keys: []string{app}}
	if change != nil {
		change(&set)
	}
	return set
}

// strangers are calls that no state of the tests is for.
var strangers = []call{
	{client: "a sibling's state", action: "s3:GetObject", resource: stateBucket + "/other/app.tfstate"},
	{client: "a sibling's state, to write", action: "s3:PutObject", resource: stateBucket + "/other/app.tfstate"},
	{client: "a sibling's lock", action: "s3:DeleteObject", resource: stateBucket + "/other/app.tfstate.tflock"},
	{client: "the state, to delete", action: "s3:DeleteObject", resource: stateBucket + "/" + app},
	{client: "an old version of the state", action: "s3:GetObjectVersion", resource: stateBucket + "/" + app},
	{client: "the same key in another bucket", action: "s3:GetObject", resource: stateBucket + "-evil/" + app},
	{client: "the bucket's policy", action: "s3:PutBucketPolicy", resource: stateBucket},
	{client: "a sibling's directory", action: "s3:ListBucket", resource: stateBucket, context: policy.Context{"s3:prefix": {"other/"}}},
	{client: "a sibling's lock item", action: "dynamodb:DeleteItem", resource: lockTable, context: item("other/app.tfstate")},
	{client: "the table itself", action: "dynamodb:DeleteTable", resource: lockTable},
	{client: "the table's items", action: "dynamodb:Scan", resource: lockTable},
	{client: "the key, past S3", action: "kms:Decrypt", resource: stateKey},
	{client: "another key", action: "kms:Decrypt", resource: strings.Replace(stateKey, "1234abcd", "9999abcd", 1), context: throughS3(stateBucket + "/" + app)},
	{client: "a sibling's state, to decrypt", action: "kms:Decrypt", resource: stateKey, context: throughS3(stateBucket + "/other/app.tfstate")},
	{client: "another bucket's object, to decrypt", action: "kms:Decrypt", resource: stateKey, context: throughS3(stateBucket + "-evil/" + app)},
	{client: "an object without its name", action: "kms:Decrypt", resource: stateKey, context: policy.Context{"kms:ViaService": {"s3.eu-west-1.amazonaws.com"}}},
}

// writers are calls that who only reads must not make.
var writers = concat([]call{
	{client: "the state, to write", action: "s3:PutObject", resource: stateBucket + "/" + app},
	{client: "encryption", action: "kms:GenerateDataKey", resource: stateKey, context: throughS3(stateBucket + "/" + app)},
	{client: "the lock item", action: "dynamodb:PutItem", resource: lockTable, context: item(app)},
	{client: "the checksum", action: "dynamodb:PutItem", resource: lockTable, context: item(app + "-md5")},
}, lockFiles(app))

var terraformStates = []setCase{
	{
		name: "terraform-state", set: terraformState(nil),
		calls: concat(applies(app), lockFiles(app)),
		refused: concat(strangers, lockItems(app), []call{
			{client: "a workspace's state", action: "s3:GetObject", resource: stateBucket + "/env:/dev/" + app},
			{client: "a look-alike", action: "s3:GetObject", resource: stateBucket + "/" + app + ".backup"},
			{client: "the bucket's list", action: "s3:ListBucket", resource: stateBucket},
		}),
	},
	{
		name: "terraform-state-read-only", set: terraformState(func(s *deploy.TerraformState) { s.ReadOnly = true }),
		calls: reads(app), refused: concat(strangers, writers),
	},
	{
		name: "terraform-state-prefix", set: terraformState(func(s *deploy.TerraformState) { s.Keys = []string{"live/"} }),
		calls: concat(applies(app), lockFiles(app), applies("live/eu/db.tfstate"), lockFiles("live/eu/db.tfstate")),
		refused: concat(strangers, []call{
			{client: "a look-alike", action: "s3:GetObject", resource: stateBucket + "/live-evil/app.tfstate"},
		}),
	},
	{
		name: "terraform-state-lock-table", set: terraformState(func(s *deploy.TerraformState) { s.LockTable = "locks" }),
		calls: concat(applies(app), lockItems(app)), refused: concat(strangers, lockFiles(app)),
	},
	{
		name: "terraform-state-both-locks", set: terraformState(func(s *deploy.TerraformState) { s.LockTable, s.LockFile = "locks", true }),
		calls: concat(applies(app), lockItems(app), lockFiles(app)), refused: strangers,
	},
	{
		name: "terraform-state-lock-table-prefix", set: terraformState(func(s *deploy.TerraformState) {
			s.Keys, s.LockTable = []string{"live/*"}, "locks"
		}),
		calls: concat(applies(app), lockItems(app)), refused: strangers,
	},
	{
		name: "terraform-state-lock-table-read-only", set: terraformState(func(s *deploy.TerraformState) { s.LockTable, s.ReadOnly = "locks", true }),
		calls: concat(reads(app), []call{
			{"terraform init with dynamodb_table", "dynamodb:DescribeTable", lockTable, nil, backendSource},
			{"terraform output: GetItem of the checksum", "dynamodb:GetItem", lockTable, item(app + "-md5"), backendSource},
		}),
		refused: concat(strangers, writers),
	},
	{
		name: "terraform-state-kms", set: terraformState(func(s *deploy.TerraformState) { s.KMSKeyARN = stateKey }),
		calls: concat(applies(app), lockFiles(app), []call{
			{"terraform plan: GetObject of an encrypted state", "kms:Decrypt", stateKey, throughS3(stateBucket + "/" + app), sseSource},
			{"terraform plan: GetObject of an encrypted state, with an S3 Bucket Key", "kms:Decrypt", stateKey, throughS3(stateBucket), "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"},
			{"terraform plan: GetObject of the lock, encrypted too", "kms:Decrypt", stateKey, throughS3(stateBucket + "/" + app + ".tflock"), sseSource},
			{"terraform apply: PutObject of an encrypted state", "kms:GenerateDataKey", stateKey, throughS3(stateBucket + "/" + app), sseSource},
			{"terraform apply: PutObject of an encrypted state, with an S3 Bucket Key", "kms:GenerateDataKey", stateKey, throughS3(stateBucket), "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"},
			{"terraform apply: PutObject of the lock of an encrypted state", "kms:GenerateDataKey", stateKey, throughS3(stateBucket + "/" + app + ".tflock"), sseSource},
		}),
		refused: concat(strangers, []call{
			{client: "the key's policy", action: "kms:PutKeyPolicy", resource: stateKey, context: policy.Context{"kms:ViaService": {"s3.eu-west-1.amazonaws.com"}}},
		}),
	},
	{
		name: "terraform-state-kms-read-only", set: terraformState(func(s *deploy.TerraformState) { s.KMSKeyARN, s.ReadOnly = stateKey, true }),
		calls: concat(reads(app), []call{{"terraform output: GetObject of an encrypted state", "kms:Decrypt", stateKey, throughS3(stateBucket + "/" + app), sseSource},
			{"terraform output: GetObject of an encrypted state, with an S3 Bucket Key", "kms:Decrypt", stateKey, throughS3(stateBucket), "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"}}),
		refused: concat(strangers, writers),
	},
	{
		name: "terraform-state-workspaces", set: terraformState(func(s *deploy.TerraformState) { s.Workspaces, s.DeleteWorkspaces = []string{"*"}, true }),
		calls: concat(applies(app), lockFiles(app), applies("env:/dev/"+app), lockFiles("env:/dev/"+app), []call{
			{"terraform workspace list: ListObjectsV2", "s3:ListBucket", stateBucket, policy.Context{"s3:prefix": {"env:/"}}, backendSource},
			{"terraform workspace delete dev: DeleteObject", "s3:DeleteObject", stateBucket + "/env:/dev/" + app, nil, backendSource},
		}),
		refused: concat(strangers, []call{
			{client: "a workspace of another state", action: "s3:GetObject", resource: stateBucket + "/env:/dev/other/app.tfstate"},
		}, anothersWorkspace("env:")),
	},
	{
		name: "terraform-state-workspace-names", set: terraformState(func(s *deploy.TerraformState) { s.Workspaces, s.DeleteWorkspaces = []string{"dev"}, true }),
		calls: concat(applies(app), lockFiles(app), applies("env:/dev/"+app), lockFiles("env:/dev/"+app), []call{
			{"terraform workspace list: ListObjectsV2", "s3:ListBucket", stateBucket, policy.Context{"s3:prefix": {"env:/"}}, backendSource},
			{"terraform workspace delete dev: DeleteObject", "s3:DeleteObject", stateBucket + "/env:/dev/" + app, nil, backendSource},
		}),
		refused: concat(strangers, anothersWorkspace("env:"), []call{
			{client: "another workspace", action: "s3:GetObject", resource: stateBucket + "/env:/prod/" + app},
			{client: "a look-alike", action: "s3:GetObject", resource: stateBucket + "/env:/dev-evil/" + app},
		}),
	},
	{
		name: "terraform-state-workspaces-lock-table", set: terraformState(func(s *deploy.TerraformState) { s.Workspaces, s.LockTable = []string{"pr-*"}, "locks" }),
		calls: concat(applies(app), lockItems(app), applies("env:/pr-1/"+app), lockItems("env:/pr-1/"+app), []call{
			{"terraform workspace list: ListObjectsV2", "s3:ListBucket", stateBucket, policy.Context{"s3:prefix": {"env:/"}}, backendSource},
		}),
		refused: concat(strangers, anothersWorkspace("env:"), []call{
			{client: "another workspace", action: "s3:GetObject", resource: stateBucket + "/env:/prod/" + app},
			{client: "another state's lock", action: "dynamodb:DeleteItem", resource: lockTable, context: item("env:/pr-1/payments/" + app)},
			{client: "another state's checksum", action: "dynamodb:PutItem", resource: lockTable, context: item("env:/pr-1/payments/" + app + "-md5")},
		}),
	},
	{
		name: "terraform-state-workspace-prefix", set: terraformState(func(s *deploy.TerraformState) {
			s.Workspaces, s.WorkspaceKeyPrefix = []string{"*"}, "spaces"
		}),
		calls: concat(applies(app), lockFiles(app), applies("spaces/dev/"+app), lockFiles("spaces/dev/"+app), []call{
			{"terraform workspace list: ListObjectsV2", "s3:ListBucket", stateBucket, policy.Context{"s3:prefix": {"spaces/"}}, backendSource},
		}),
		refused: concat(strangers, []call{
			{client: "a workspace, to delete", action: "s3:DeleteObject", resource: stateBucket + "/spaces/dev/" + app},
		}, anothersWorkspace("spaces")),
	},
}

func ExampleTerraformState() {
	set := deploy.TerraformState{Bucket: "acme-state", Keys: []string{"live/app.tfstate"}}
	fmt.Print(policy.New(set.Statements(permission.Environment{})...).Indent())
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "StateList",
	//       "Effect": "Allow",
	//       "Action": "s3:ListBucket",
	//       "Resource": "arn:aws:s3:::acme-state",
	//       "Condition": {
	//         "StringLike": {
	//           "s3:prefix": "live/app.tfstate"
	//         }
	//       }
	//     },
	//     {
	//       "Sid": "StateRead",
	//       "Effect": "Allow",
	//       "Action": "s3:GetObject",
	//       "Resource": "arn:aws:s3:::acme-state/live/app.tfstate"
	//     },
	//     {
	//       "Sid": "StateWrite",
	//       "Effect": "Allow",
	//       "Action": "s3:PutObject",
	//       "Resource": "arn:aws:s3:::acme-state/live/app.tfstate"
	//     },
	//     {
	//       "Sid": "StateLock",
	//       "Effect": "Allow",
	//       "Action": [
	//         "s3:GetObject",
	//         "s3:PutObject"
	//       ],
	//       "Resource": "arn:aws:s3:::acme-state/live/app.tfstate.tflock"
	//     },
	//     {
	//       "Sid": "StateUnlock",
	//       "Effect": "Allow",
	//       "Action": "s3:DeleteObject",
	//       "Resource": "arn:aws:s3:::acme-state/live/app.tfstate.tflock"
	//     }
	//   ]
	// }
}

func TestTerraformStateRefuses(t *testing.T) {
	with := terraformState
	bucket := func(name string) deploy.TerraformState {
		return with(func(s *deploy.TerraformState) { s.Bucket = name })
	}
	key := func(key string) deploy.TerraformState {
		return with(func(s *deploy.TerraformState) { s.Keys = []string{key} })
	}
	table := func(name string) deploy.TerraformState {
		return with(func(s *deploy.TerraformState) { s.LockTable = name })
	}
	kms := func(arn string) deploy.TerraformState {
		return with(func(s *deploy.TerraformState) { s.KMSKeyARN = arn })
	}
	workspaces := func(prefix string) deploy.TerraformState {
		return with(func(s *deploy.TerraformState) { s.Workspaces, s.WorkspaceKeyPrefix = []string{"*"}, prefix })
	}
	const (
		atTheEnd   = `has a wildcard before its end; use one "*", at the end`
		tableShape = "is not the name of a DynamoDB table; use 3 to 255 letters, digits, dots, hyphens and underscores"
		kmsShape   = `is not the ARN of a KMS key; write it whole, such as "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"`
		alias      = "is an alias, and IAM compares the key itself; write the ARN of the key behind the alias"
	)
	checkInvalid(t, []invalid{
		{"no bucket", bucket(""), "Bucket is missing; name the bucket of the state"},
		{"bucket's ARN", bucket(stateBucket), `Bucket "` + stateBucket + `" is an ARN; write the bucket's name alone`},
		{"bucket's address", bucket("s3://acme-state/live"), `Bucket "s3://acme-state/live" is an address; write the bucket's name alone, and the path in Keys`},
		{"bucket pattern", bucket("acme-*"), `Bucket "acme-*" holds "*"; use lower-case letters, digits, dots and hyphens`},
		{"no key", with(func(s *deploy.TerraformState) { s.Keys = nil }), `Keys is missing; name the key of each state, a directory such as "live/", or write "*" for every state of the bucket`},
		{"empty key", key(""), `Keys[0] is empty; name the key of the state, or write "*" for every state of the bucket`},
		{"slash alone", key("/"), `Keys[0] "/" is no key; write "*" for every state of the bucket`},
		{"leading slash", key("/live/app.tfstate"), `Keys[0] "/live/app.tfstate" begins with "/", so it matches no object key; write "live/app.tfstate"`},
		{"wildcard before the end", key("*/app.tfstate"), `Keys[0] "*/app.tfstate" ` + atTheEnd},
		{"two wildcards", key("live/**"), `Keys[0] "live/**" ` + atTheEnd},
		{"question mark", key("live/ap?"), `Keys[0] "live/ap?" ` + atTheEnd},
		{"wildcard beside a token", key("*${Token[TOKEN.1]}"), `Keys[0] "*${Token[TOKEN.1]}" ` + atTheEnd},
		{"key's address", key("s3://acme-state/app"), `Keys[0] "s3://acme-state/app" is an address; write the bucket in Bucket, and the key alone here`},
		{"key's ARN", key(stateBucket + "/app"), `Keys[0] "` + stateBucket + `/app" is an ARN; write the key alone`},
		{"lock's key", key(app + ".tflock"), `Keys[0] "live/app.tfstate.tflock" is the key of a lock; write the key of the state, "live/app.tfstate"`},
		{"policy variable", key("${aws:username}/app"), `Keys[0] "${aws:username}/app" holds "${", which begins an IAM policy variable; write the value itself`},
		{"control character", key("app\n"), `Keys[0] "app\n" holds a control character; leave it out`},
		{"short table", table("ab"), `LockTable "ab" ` + tableShape},
		{"every table", table("*"), `LockTable "*" ` + tableShape},
		{"table's ARN", table(lockTable), `LockTable "` + lockTable + `" is an ARN; write the table's name alone`},
		{"key's alias", kms("alias/state"), `KmsKeyArn "alias/state" ` + alias},
		{"key's alias by ARN", kms("arn:aws:kms:eu-west-1:111122223333:alias/state"), `KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:alias/state" ` + alias},
		{"key's id", kms("1234abcd-12ab-34cd-56ef-1234567890ab"), `KmsKeyArn "1234abcd-12ab-34cd-56ef-1234567890ab" ` + kmsShape},
		{"every key", kms("arn:aws:kms:eu-west-1:111122223333:key/*"), `KmsKeyArn "arn:aws:kms:eu-west-1:111122223333:key/*" ` + kmsShape},
		{"key of another region", kms(strings.Replace(stateKey, "eu-west-1", "us-east-1", 1)), `KmsKeyArn "` + strings.Replace(stateKey, "eu-west-1", "us-east-1", 1) +
			`" is a key of us-east-1, and S3 uses keys of the bucket's own region only; name a key of Region eu-west-1`},
		{"workspace prefix without workspaces", with(func(s *deploy.TerraformState) { s.WorkspaceKeyPrefix = "spaces" }), `WorkspaceKeyPrefix "spaces" means nothing without Workspaces; set Workspaces, or leave it unset`},
		{"workspace prefix with a slash", workspaces("spaces/"), `WorkspaceKeyPrefix "spaces/" begins or ends with "/", which Terraform refuses; write "spaces"`},
		{"workspace prefix with a wildcard", workspaces("*"), `WorkspaceKeyPrefix "*" has a wildcard; write the backend's workspace_key_prefix as it is`},
		{"deleting no workspaces", with(func(s *deploy.TerraformState) { s.DeleteWorkspaces = true }), `DeleteWorkspaces "true" means nothing without Workspaces; set Workspaces, or leave it unset`},
		{"deleting read-only", with(func(s *deploy.TerraformState) {
			s.Workspaces, s.DeleteWorkspaces, s.ReadOnly = []string{"dev"}, true, true
		}), `DeleteWorkspaces "true" contradicts ReadOnly; unset one of them`},
		{"an empty list of workspaces", with(func(s *deploy.TerraformState) { s.Workspaces = []string{} }), `Workspaces is empty; name at least one, or leave it unset`},
		{"the default workspace", with(func(s *deploy.TerraformState) { s.Workspaces = []string{"default"} }), `Workspaces[0] "default" is the workspace whose state is at the key itself; leave it out`},
		{"a workspace with a slash", with(func(s *deploy.TerraformState) { s.Workspaces = []string{"a/b"} }), `Workspaces[0] "a/b" is not the name of a Terraform workspace; use letters, digits and $&+:=@-_.~, as Terraform does, or end with "*"`},
		{"every workspace of a directory", with(func(s *deploy.TerraformState) { s.Keys, s.Workspaces = []string{"live/"}, []string{"*"} }),
			`Workspaces[0] "*" ends with "*", which spans "/", and Keys[0] "live/" names no single state, so the workspaces of other states below could not be distinguished; name the workspaces, or the states`},
		{"every workspace of two states that end alike", with(func(s *deploy.TerraformState) {
			s.Keys, s.Workspaces = []string{"app.tfstate", "live/app.tfstate"}, []string{"pr-*"}
		}),
			`Workspaces[0] "pr-*" ends with "*", which spans "/", and Keys "live/app.tfstate" ends like Keys[0] "app.tfstate", so their workspaces could not be distinguished; name the workspaces`},
		{"locking read-only", with(func(s *deploy.TerraformState) { s.LockFile, s.ReadOnly = true, true }), `LockFile "true" is of no use with ReadOnly: who only reads takes no lock; unset one of them`},
	})

	everything := deploy.TerraformState{Bucket: "acme-state", Keys: []string{app}, LockTable: "locks", KMSKeyARN: stateKey}
	assert.EqualError(t, everything.Validate(permission.Environment{}), "cipublisher: 2 faults:\n"+
		"  - AccountId is missing, and the ARNs of DynamoDB name the account; set it to the twelve digits of the account\n"+
		`  - Region is missing, and the ARNs of DynamoDB name the region; set it to a region such as "eu-west-1"`)
	everything.LockTable, everything.KMSKeyARN = "", "${Token[TOKEN.1]}"
	assert.EqualError(t, everything.Validate(permission.Environment{}),
		`cipublisher: Region is missing, and the key's own region can't be told from KmsKeyArn; set it to the region of the bucket`)
	everything.KMSKeyARN = stateKey
	assert.NoError(t, everything.Validate(permission.Environment{Partition: "aws"}), "S3's ARNs name neither account nor region")
}

func TestTerraformStateNotices(t *testing.T) {
	key := func(key string) deploy.TerraformState {
		return terraformState(func(s *deploy.TerraformState) { s.Keys = []string{key} })
	}
	checkNotices(t, []noticed{
		{"a key", key(app), nil},
		{"a directory", key("live/"), nil},
		{"every key", key("*"), []string{`warning state-every-key: {Keys[0]} "*" is every object of the bucket, so the job has the states of other teams and environments, with the secrets in them; name the keys`}},
		{"a beginning that others continue", key("live*"), []string{`warning state-look-alikes: {Keys[0]} "live*" also covers look-alikes such as "live-evil/"; write "live/" unless keys really continue the name`}},
		{"a table", terraformState(func(s *deploy.TerraformState) { s.LockTable = "locks" }),
			[]string{"note state-lock-table: {LockTable}: Terraform has deprecated locking in DynamoDB; its S3 lock file (use_lockfile) needs no table"}},
		{"a table that is only read", terraformState(func(s *deploy.TerraformState) { s.LockTable, s.ReadOnly = "locks", true }), nil},
	})
}

// "live/" and "live/*" are two ways to write one thing.
func TestStateDirectory(t *testing.T) {
	slash := terraformState(func(s *deploy.TerraformState) { s.Keys = []string{"live/"} })
	star := terraformState(func(s *deploy.TerraformState) { s.Keys = []string{"live/*"} })
	assert.Equal(t, star.Statements(ireland), slash.Statements(ireland))
}

// A set whose states have workspaces by a pattern denies what has a directory more,
// in the whole role: a set for a state there is told of it, and the evaluation
// agrees.
func TestDenialsOfOtherStates(t *testing.T) {
	env := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	every := terraformState(func(s *deploy.TerraformState) { s.Keys, s.Workspaces = []string{"app.tfstate"}, []string{"*"} })
	for _, test := range []struct {
		name string
		set  deploy.TerraformState
		want string
	}{
		{"a workspace of a state that ends like it", terraformState(func(s *deploy.TerraformState) {
			s.Keys, s.Workspaces = []string{"payments/app.tfstate"}, []string{"prod"}
		}),
			`{Sets[0]} denies what {Sets[1]} allows, on "arn:aws:s3:::acme-state/env:/prod/payments/app.tfstate", because a Deny holds for the whole role; give each of them a role of its own`},
		{"the state itself", terraformState(func(s *deploy.TerraformState) { s.Keys = []string{"payments/app.tfstate"} }), ""},
		{"a state that ends otherwise", terraformState(func(s *deploy.TerraformState) {
			s.Keys, s.Workspaces = []string{"payments/db.tfstate"}, []string{"prod"}
		}), ""},
		{"a state of another bucket", terraformState(func(s *deploy.TerraformState) {
			s.Bucket, s.Keys, s.Workspaces = "acme-other", []string{"payments/app.tfstate"}, []string{"prod"}
		}), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			texts := []string{}
			for _, notice := range permission.NoticesOfAll(env, every, test.set) {
				if notice.ID == "sets-denied" {
					assert.False(t, notice.Note)
					texts = append(texts, notice.Text)
				}
			}
			if test.want == "" {
				assert.Empty(t, texts)
				return
			}
			assert.Equal(t, []string{test.want}, texts)
			decision, err := policy.New(permission.Combine(env, every, test.set)...).Evaluate(policy.Request{Action: "s3:GetObject", Resource: stateBucket + "/env:/prod/payments/app.tfstate"})
			require.NoError(t, err)
			assert.Equal(t, policy.ExplicitlyDenied, decision.Outcome)
		})
	}
	assert.Empty(t, slices.DeleteFunc(permission.NoticesOfAll(env, every), func(n fault.Notice) bool { return n.ID != "sets-denied" }), "of its own states it denies none")
}

// Every partition names S3 in the condition of the key as KMS does: with the
// suffix of the commercial partition.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
func TestStateKeyInOtherPartitions(t *testing.T) {
	for _, tt := range []struct {
		name string
		env  permission.Environment
		want []string
	}{
		{"commercial", permission.Environment{Region: "eu-west-1"}, []string{"s3.eu-west-1.amazonaws.com"}},
		{"GovCloud", permission.Environment{Region: "us-gov-west-1"}, []string{"s3.us-gov-west-1.amazonaws.com"}},
		{"China", permission.Environment{Region: "cn-north-1"}, []string{"s3.cn-north-1.amazonaws.com"}},
		{"European sovereign cloud", permission.Environment{Region: "eusc-de-east-1"}, []string{"s3.eusc-de-east-1.amazonaws.com"}},
		{"isolated", permission.Environment{Region: "us-iso-east-1"}, []string{"s3.us-iso-east-1.amazonaws.com"}},
		{"a stack's", permission.Environment{Partition: "${Token[AWS.Partition.3]}", Region: "${Token[AWS.Region.4]}"},
			[]string{"s3.${Token[AWS.Region.4]}.amazonaws.com"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := terraformState(func(s *deploy.TerraformState) { s.KMSKeyARN = "${Token[TOKEN.1]}" })
			require.NoError(t, set.Validate(tt.env))
			statements := set.Statements(tt.env)
			assert.Equal(t, tt.want, statements[len(statements)-1].Conditions["StringEquals"]["kms:ViaService"])
		})
	}
}

// Whatever valid keys there are: what begins with one may be read and written
// and nothing else, and nothing but locks be deleted.
func TestStatesAreTheirKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stem := rapid.StringMatching(`[ab{}.$-][ab/{}.]{0,6}`).Draw(t, "key")
		set := deploy.TerraformState{Bucket: "acme-state", Keys: []string{stem}, ReadOnly: rapid.Bool().Draw(t, "read only")}
		if err := set.Validate(ireland); err != nil {
			t.Skip(err)
		}
		document := policy.New(set.Statements(ireland)...)
		object := rapid.StringMatching(`[ab{}.$-][ab/{}.]{0,8}`).Draw(t, "object")
		if rapid.Bool().Draw(t, "inside") {
			object = stem + rapid.StringMatching(`[ab]{0,2}`).Draw(t, "rest")
		}
		inside := object == stem || strings.HasSuffix(stem, "/") && strings.HasPrefix(object, stem)
		resource := stateBucket + "/" + object
		allows := func(action, resource string) bool {
			return call{action: action, resource: resource}.allowed(t, document)
		}
		assert.Equal(t, inside, allows("s3:GetObject", resource), object)
		assert.Equal(t, inside && !set.ReadOnly, allows("s3:PutObject", resource), object)
		assert.False(t, allows("s3:DeleteObject", resource), object)
		if !strings.HasSuffix(object, "/") {
			assert.Equal(t, inside && !set.ReadOnly, allows("s3:DeleteObject", resource+".tflock"), object)
		}
	})
}

// Whatever the state, the prefix and the workspace: every workspace that the
// names cover is admitted, and one of a state that ends like the own one is not.
// Terraform takes no "/" in the name of a workspace.
func TestWorkspacesAreThoseOfTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.StringMatching(`[ab:]{1,3}`)
		key, prefix := rapid.StringMatching(`[ab]{1,2}(/[ab]{1,2}){0,2}`).Draw(t, "key"), rapid.SampledFrom([]string{"", "a", "a/b"}).Draw(t, "prefix")
		names := []string{rapid.SampledFrom([]string{"*", "a*", "ab*", "b"}).Draw(t, "workspaces")}
		set := deploy.TerraformState{Bucket: "acme-state", Keys: []string{key}, Workspaces: names, WorkspaceKeyPrefix: prefix,
			DeleteWorkspaces: true, LockTable: rapid.SampledFrom([]string{"", "locks"}).Draw(t, "table")}
		require.NoError(t, set.Validate(ireland))
		document := policy.New(set.Statements(ireland)...)

		workspace := part.Draw(t, "workspace")
		between := rapid.SliceOfN(part, 0, 2).Draw(t, "between")
		beginning, isPattern := strings.CutSuffix(names[0], "*")
		covered := workspace == names[0] || isPattern && strings.HasPrefix(workspace, beginning)
		object := cmp.Or(prefix, "env:") + "/" + strings.Join(append([]string{workspace}, between...), "/") + "/" + key
		// What lies between may be the end of the key itself.
		want := covered && len(between) == 0
		for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} {
			assert.Equal(t, want, call{action: action, resource: stateBucket + "/" + object}.allowed(t, document), "%s %s", action, object)
			if set.LockTable == "" {
				assert.Equal(t, want, call{action: action, resource: stateBucket + "/" + object + ".tflock"}.allowed(t, document), "%s of the lock of %s", action, object)
			}
		}
		if set.LockTable != "" {
			for _, action := range []string{"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"} {
				assert.Equal(t, want, call{action: action, resource: lockTable, context: item(object)}.allowed(t, document), "%s %s", action, object)
			}
		}
	})
}

func FuzzStateKey(f *testing.F) {
	for _, seed := range []string{app, "live/", "*", "live/*", "/", "{bucket}", "${aws:username}", "${Token[TOKEN.1]}", "\xff", "é日", "a*b", "s3://b/k"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, key string) {
		set := terraformState(func(s *deploy.TerraformState) { s.Keys = []string{key} })
		if err := set.Validate(ireland); err != nil {
			var faults fault.List
			require.ErrorAs(t, err, &faults)
			for _, f := range faults {
				assert.Equal(t, "Keys[0]", f.Option)
				assert.NotEmpty(t, f.Problem)
				assert.NotEmpty(t, f.Remedy)
			}
			return
		}
		document := policy.New(set.Statements(ireland)...)
		text, err := document.MarshalJSON()
		require.NoError(t, err)
		read, err := policy.Parse(text)
		require.NoError(t, err)
		_, err = read.Evaluate(policy.Request{Action: "s3:PutObject", Resource: "arn:aws:s3:::b/k"})
		require.NoError(t, err)
		stars := strings.Count(token.Without(key), "*")
		if strings.HasSuffix(key, "/") {
			stars = 1
		}
		for _, s := range document.Statements {
			for _, resource := range s.Resources {
				resource = token.Without(resource)
				if strings.Contains(resource, "?") || strings.Contains(resource, "${") || s.Sid != "StateList" && strings.Count(resource, "*") != stars {
					t.Fatalf("a wildcard or variable that nobody asked for: %s", resource)
				}
			}
		}
	})
}

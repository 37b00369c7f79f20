package deploy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// TerraformState is what a CI job needs to use a state that Terraform or
// OpenTofu keeps in S3. It says nothing of the resources in that state.
//
// Whoever reads a state reads every secret in it.
type TerraformState struct {
	// Bucket is the name of the bucket. Required.
	Bucket string
	// Keys are the backend's "key" of each state, such as "live/app.tfstate",
	// or the beginning of keys: a directory, "live/", or text with one "*" at
	// the end, "live/*". "*" is every state of the bucket. Required.
	Keys []string
	// ReadOnly allows what "terraform output", a terraform_remote_state data
	// source and "terraform plan -lock=false" do: to read, without locking.
	ReadOnly bool

	// LockTable is the name of the DynamoDB table that writers lock in, which
	// Terraform has deprecated. Empty is S3's own lock file (use_lockfile).
	LockTable string
	// LockFile allows the lock file beside LockTable: while a backend moves from
	// one to the other, Terraform takes both locks.
	LockFile bool
	// KMSKeyARN is the ARN of the KMS key that the bucket encrypts states with.
	// Empty is a bucket that uses S3's own key, or AWS's key aws/s3.
	KMSKeyARN string

	// Workspaces are the workspaces whose states are allowed beside that of the
	// default one, by name. A name may end with "*", and "*" alone is every
	// workspace. Nil is none.
	//
	// In a pattern "*" spans "/", so that of every workspace of "app.tfstate" also
	// matches the workspace "prod" of "payments/app.tfstate". No workspace has a
	// "/" in its name: a Deny takes out what has one more. It holds for the whole
	// role, whatever else it may do, and needs Keys that are states, not
	// directories, none of which ends like another.
	Workspaces []string
	// WorkspaceKeyPrefix is the backend's workspace_key_prefix. Empty is
	// Terraform's default, "env:".
	WorkspaceKeyPrefix string
	// DeleteWorkspaces allows "terraform workspace delete". Needs Workspaces.
	DeleteWorkspaces bool
}

var _ permission.Noticer = TerraformState{}

const (
	terraformS3Page       = "https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions"
	terraformTablePage    = "https://developer.hashicorp.com/terraform/language/backend/s3#dynamodb-table-permissions"
	stateKMSPage          = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"
	workspaceNamesPage    = "https://developer.hashicorp.com/terraform/language/backend/s3#workspace_key_prefix"
	defaultWorkspaceStart = "env:"
)

// stateLimits keep a key to what S3 does with it for states and their locks.
var stateLimits = []table.Limit{viaS3, forBucket}

// deeperItems takes the locks and checksums of other states out of what the
// patterns of workspaces match.
var deeperItems = table.Limit{
	Actions: []string{"dynamodb:*", "!dynamodb:DescribeTable"}, PerPlace: true,
	Operator: "ForAllValues:StringNotLike", Key: "dynamodb:LeadingKeys", Values: []string{"{bucket}/{deeper}", "{bucket}/{deeper}-md5"}, Source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html",
}

// terraformStateTable grants no kms:Encrypt, which Terraform's documentation
// names: S3 never asks KMS for it.
var terraformStateTable = table.New("TerraformState", "", append(stateLimits, deeperItems), []table.Row{
	// S3 answers the request for a missing object with 404 to those who may
	// list it, with 403 to others; Terraform takes the 404 for an empty state.
	{Sid: "StateList", Resource: "arn:{partition}:s3:::{bucket}", Conditions: policy.Conditions{"StringLike": {"s3:prefix": {"{listed}"}}}, Actions: []table.Action{
		{"s3:ListBucket", "terraform init, plan, apply: HeadObject of a state that is yet to be written; terraform workspace list: ListObjectsV2", "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"},
	}},
	{Sid: "StateRead", Resource: "arn:{partition}:s3:::{bucket}/{state}", Actions: []table.Action{
		{"s3:GetObject", "terraform init, plan, apply, output, terraform_remote_state: HeadObject and GetObject of the state", terraformS3Page},
	}},
	{Sid: "StateWrite", When: []string{"!ReadOnly"}, Resource: "arn:{partition}:s3:::{bucket}/{state}", Actions: []table.Action{
		{"s3:PutObject", "terraform apply, terraform state mv: PutObject of the state", terraformS3Page},
	}},
	// The lock files of a directory are below it, as its states are.
	{Sid: "StateLock", When: []string{"LockFile|!LockTable", "!ReadOnly"}, Resource: "arn:{partition}:s3:::{bucket}/{one state}.tflock", Actions: []table.Action{
		{"s3:GetObject", "terraform plan, apply with use_lockfile: GetObject of the lock before it is removed", terraformS3Page},
		{"s3:PutObject", "terraform plan, apply with use_lockfile: PutObject of the lock, if there is none", terraformS3Page},
	}},
	{Sid: "StateUnlock", When: []string{"LockFile|!LockTable", "!ReadOnly"}, Resource: "arn:{partition}:s3:::{bucket}/{state}.tflock", Actions: []table.Action{
		{"s3:DeleteObject", "terraform plan, apply with use_lockfile: DeleteObject of the lock", terraformS3Page},
	}},
	{Sid: "StateDeleteWorkspace", When: []string{"DeleteWorkspaces"}, Resource: "arn:{partition}:s3:::{bucket}/{workspace}", Actions: []table.Action{
		{"s3:DeleteObject", "terraform workspace delete: DeleteObject of the workspace's state", terraformS3Page},
	}},
	// The workspaces' patterns end with "*", and match these too.
	{Sid: "StateOthers", Deny: true, Resource: "arn:{partition}:s3:::{bucket}/{deeper object}", Actions: []table.Action{
		{"s3:GetObject", "terraform init with the key of another state, whose workspaces have names that look alike", workspaceNamesPage},
		{"s3:PutObject", "terraform apply with the key of another state", workspaceNamesPage, "!ReadOnly"},
		{"s3:DeleteObject", "terraform workspace delete, force-unlock with the key of another state", workspaceNamesPage, "LockFile|!LockTable|DeleteWorkspaces, !ReadOnly"},
	}},
	{Sid: "StateTable", When: []string{"LockTable"}, Resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}", Actions: []table.Action{
		{"dynamodb:DescribeTable", "terraform init with dynamodb_table, by Terraform's own list; terragrunt asks whether the table is there", terraformTablePage},
	}},
	// Terraform stores the checksum of a state beside its lock. A table
	// serves many states; the keys of its items begin with the bucket.
	//
	// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
	{Sid: "StateDigest", When: []string{"LockTable", "ReadOnly"}, Resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}",
		Conditions: policy.Conditions{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": {"{bucket}/{state}-md5"}}}, Actions: []table.Action{
			{"dynamodb:GetItem", "terraform plan -lock=false, output with dynamodb_table: GetItem of the state's checksum", terraformTablePage},
		}},
	{Sid: "StateTableLock", When: []string{"LockTable", "!ReadOnly"}, Resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}",
		Conditions: policy.Conditions{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": {"{bucket}/{state}", "{bucket}/{one state}-md5"}}}, Actions: []table.Action{
			{"dynamodb:GetItem", "terraform plan, apply with dynamodb_table: GetItem of the lock and of the state's checksum", terraformTablePage},
			{"dynamodb:PutItem", "terraform plan, apply with dynamodb_table: PutItem of the lock, if there is none, and of the checksum", terraformTablePage},
			{"dynamodb:DeleteItem", "terraform plan, apply with dynamodb_table: DeleteItem of the lock", terraformTablePage},
		}},
	{Sid: "StateDecrypt", Resource: "{key}", Actions: []table.Action{
		{"kms:Decrypt", "terraform init, plan, apply: GetObject of an encrypted state", stateKMSPage},
	}},
	{Sid: "StateEncrypt", When: []string{"!ReadOnly"}, Resource: "{key}", Actions: []table.Action{
		{"kms:GenerateDataKey", "terraform apply: PutObject of an encrypted state, and of its lock", stateKMSPage},
	}},
})

// Validate reports every fault of the options.
func (t TerraformState) Validate(env permission.Environment) error {
	service := ""
	if t.LockTable != "" {
		service = "DynamoDB"
	}
	faults := env.Faults(service)
	aws.DynamoDBTable.CheckSet(&faults, "LockTable", t.LockTable)
	aws.CheckBucket(&faults, "Bucket", t.Bucket, "name the bucket of the state", "Keys")
	if len(t.Keys) == 0 {
		faults.Add("Keys", "", "is missing", `name the key of each state, a directory such as "live/", or write "*" for every state of the bucket`)
	}
	for option, key := range fault.Each("Keys", t.Keys) {
		validateStateKey(&faults, option, key)
	}
	aws.CheckBucketKey(&faults, "KmsKeyArn", t.KMSKeyARN, env.ARNPartition(), env.Region)
	t.validateWorkspaces(&faults)
	if t.LockFile && t.ReadOnly {
		faults.Add("LockFile", "true", "is of no use with {ReadOnly}: who only reads takes no lock", "unset one of them")
	}
	return faults.Err()
}

func (t TerraformState) validateWorkspaces(faults *fault.List) {
	if t.WorkspaceKeyPrefix != "" {
		validateWorkspacePrefix(faults, "WorkspaceKeyPrefix", t.WorkspaceKeyPrefix)
	}
	if t.Workspaces != nil && t.DeleteWorkspaces && t.ReadOnly {
		faults.Add("DeleteWorkspaces", "true", "contradicts {ReadOnly}", "unset one of them")
	}
	if t.Workspaces != nil {
		workspaceRule.CheckPatterns(faults, "Workspaces", t.Workspaces)
		t.validateWorkspacePatterns(faults)
		return
	}
	if t.WorkspaceKeyPrefix != "" {
		faults.Add("WorkspaceKeyPrefix", t.WorkspaceKeyPrefix, "means nothing without {Workspaces}", "set {Workspaces}, or leave it unset")
	}
	if t.DeleteWorkspaces {
		faults.Add("DeleteWorkspaces", "true", "means nothing without {Workspaces}", "set {Workspaces}, or leave it unset")
	}
}

// validateWorkspacePatterns reports what keeps the workspaces of other states
// from being distinguished by the slashes in their keys.
func (t TerraformState) validateWorkspacePatterns(faults *fault.List) {
	for option, name := range fault.Each("Workspaces", t.Workspaces) {
		if name == "default" {
			faults.Add(option, name, "is the workspace whose state is at the key itself", "leave it out")
		}
		if !strings.HasSuffix(name, "*") {
			continue
		}
		for at, key := range fault.Each("Keys", t.Keys) {
			at = "{" + at + "} " + strconv.Quote(key)
			if pattern := statePattern(key); pattern != "*" && strings.HasSuffix(pattern, "*") {
				faults.Add(option, name, "ends with \"*\", which spans \"/\", and "+at+" names no single state, so the workspaces of other states below could not be distinguished",
					"name the workspaces, or the states")
			}
			for _, longer := range t.Keys {
				if strings.HasSuffix(longer, "/"+key) {
					faults.Add(option, name, "ends with \"*\", which spans \"/\", and {Keys} "+strconv.Quote(longer)+" ends like "+at+", so their workspaces could not be distinguished",
						"name the workspaces")
				}
			}
		}
	}
}

// Statements returns the statements of the set.
func (t TerraformState) Statements(env permission.Environment) []policy.Statement {
	return terraformStateTable.Statements(table.Options{
		"ReadOnly": t.ReadOnly, "LockTable": t.LockTable != "", "LockFile": t.LockFile, "DeleteWorkspaces": t.DeleteWorkspaces,
	}, t.places(env))
}

// places returns the one bucket with the patterns of its keys: of each state
// itself, then of its workspaces.
func (t TerraformState) places(env permission.Environment) table.Places {
	var listed, states, single, workspaces, deeper, deeperObjects []string
	for _, key := range t.Keys {
		patterns := []string{statePattern(key)}
		if len(t.Workspaces) > 0 && patterns[0] != "*" {
			start := cmp.Or(t.WorkspaceKeyPrefix, defaultWorkspaceStart) + "/"
			listed = append(listed, start)
			for _, name := range t.Workspaces {
				patterns = append(patterns, start+name+"/"+statePattern(key))
				if strings.HasSuffix(name, "*") {
					deeper = append(deeper, start+name+"/*/"+key)
				}
			}
			workspaces = append(workspaces, patterns[1:]...)
		}
		states, listed = append(states, patterns...), append(listed, patterns...)
		if !strings.HasSuffix(patterns[0], "*") {
			single = append(single, patterns...)
		}
	}
	locked := !t.ReadOnly && (t.LockFile || t.LockTable == "")
	for _, pattern := range deeper {
		deeperObjects = append(deeperObjects, pattern)
		if locked {
			deeperObjects = append(deeperObjects, pattern+".tflock")
		}
	}
	objects := slices.Clone(states) // which are encrypted, as the lock files beside them
	for _, state := range single {
		if locked {
			objects = append(objects, state+".tflock")
		}
	}
	return table.At(placeIn(env).
		With("bucket", t.Bucket).
		With("listed", listed...).
		With("state", states...).
		With("one state", single...).
		With("workspace", workspaces...).
		With("deeper", deeper...).
		With("deeper object", deeperObjects...).
		With("table", ifSet(t.LockTable)...).
		With("key", ifSet(t.KMSKeyARN)...).
		With("via", aws.ViaS3(t.KMSKeyARN, env.Region)).
		With("encrypted", encrypted(env, t.Bucket, objects...)...))
}

func ifSet(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// Notices returns what a reviewer should know of legal options.
func (t TerraformState) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	for option, key := range fault.Each("Keys", t.Keys) {
		beginning, isPattern := strings.CutSuffix(statePattern(key), "*")
		text := "{" + option + "} " + strconv.Quote(key)
		switch {
		case isPattern && beginning == "":
			all.Warn("state-every-key", text+" is every object of the bucket, so the job has the states of other teams and environments, with the secrets in them; name the keys")
		case isPattern && lookalike.EndsInsideName(beginning):
			all.Warn("state-look-alikes", text+" also covers look-alikes such as "+
				strconv.Quote(beginning+"-evil/")+"; write "+strconv.Quote(beginning+"/")+" unless keys really continue the name")
		}
	}
	if t.LockTable != "" && !t.ReadOnly {
		all.Note("state-lock-table", "{LockTable}: Terraform has deprecated locking in DynamoDB; its S3 lock file (use_lockfile) needs no table")
	}
	return all
}

func (t *TerraformState) options() option.Table { return stateOptions("", t) }

// stateOptions returns the options of a state, whose paths begin with a
// prefix.
func stateOptions(prefix string, s *TerraformState) option.Table {
	return option.Table{
		{Path: prefix + "Bucket", Flag: "state-bucket", Value: "NAME", Example: "acme-state", Field: &s.Bucket, About: "bucket of the state"},
		{Path: prefix + "Keys", Flag: "state-key", Value: "KEY", Example: "live/app.tfstate", Field: &s.Keys,
			About: "key of the state, such as live/app.tfstate, or of every state of a directory, live/; * is every state of the bucket"},
		{Path: prefix + "ReadOnly", Flag: "read-only", Field: &s.ReadOnly, About: "let the job only read the state, without locking it"},
		{Path: prefix + "LockTable", Flag: "lock-table", Value: "NAME", Example: "acme-locks", Unset: "the lock is a file beside the state (use_lockfile)", Field: &s.LockTable,
			About: "DynamoDB table that the state is locked in"},
		{Path: prefix + "LockFile", Flag: "lock-file", Field: &s.LockFile,
			About: "allow the lock file beside {" + prefix + "LockTable} too, while the backend moves from one to the other"},
		{Path: prefix + "KmsKeyArn", Flag: "state-kms-key", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", Unset: "none is granted", Field: &s.KMSKeyARN,
			About: "KMS key that the bucket encrypts states with"},
		{Path: prefix + "Workspaces", Flag: "workspace", Value: "NAME", Example: "prod,pr-*", Unset: "the default one alone", Field: &s.Workspaces,
			About: "workspace of the state beside the default one, where * at the end is any characters"},
		{Path: prefix + "WorkspaceKeyPrefix", Flag: "workspace-prefix", Value: "PREFIX", Example: "teams", Unset: "Terraform's default, env:", Field: &s.WorkspaceKeyPrefix,
			About: "workspace_key_prefix of the backend"},
		{Path: prefix + "DeleteWorkspaces", Flag: "delete-workspaces", Field: &s.DeleteWorkspaces, About: "let the job delete workspaces"},
	}
}

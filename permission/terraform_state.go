package permission

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
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

	// Workspaces allows every workspace but the default one, too.
	Workspaces bool
	// WorkspaceKeyPrefix is the backend's workspace_key_prefix. Empty is
	// Terraform's default, "env:".
	WorkspaceKeyPrefix string
	// DeleteWorkspaces allows "terraform workspace delete". Needs Workspaces.
	DeleteWorkspaces bool
}

var _ Set = TerraformState{}
var _ Noticer = TerraformState{}

const (
	terraformS3Page       = "https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions"
	terraformTablePage    = "https://developer.hashicorp.com/terraform/language/backend/s3#dynamodb-table-permissions"
	s3HeadPage            = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html"
	defaultWorkspaceStart = "env:"
)

// throughS3 keeps a key to what S3 does with it.
//
// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
var throughS3 = policy.Conditions{"StringEquals": {"kms:ViaService": {"{via}"}}}

// terraformStateParts grants no kms:Encrypt, which Terraform's documentation
// names: S3 never asks KMS for it. In a pattern "*" spans "/", so that of the
// workspaces also matches deeper directories.
var terraformStateParts = []part{
	{
		// S3 answers the request for a missing object with 404 to those who may
		// list it, with 403 to others; Terraform takes the 404 for an empty state.
		sid: "StateList", resource: "arn:{partition}:s3:::{bucket}",
		conditions: policy.Conditions{"StringLike": {"s3:prefix": {"{listed}"}}},
		actions: []Action{
			{"s3:ListBucket", "terraform init, plan, apply: HeadObject of a state that is yet to be written; terraform workspace list: ListObjectsV2", s3HeadPage},
		},
	},
	{
		sid: "StateRead", resource: "arn:{partition}:s3:::{bucket}/{state}",
		actions: []Action{
			{"s3:GetObject", "terraform init, plan, apply, output, terraform_remote_state: HeadObject and GetObject of the state", terraformS3Page},
		},
	},
	{
		sid: "StateWrite", when: "not ReadOnly", resource: "arn:{partition}:s3:::{bucket}/{state}",
		actions: []Action{
			{"s3:PutObject", "terraform apply, terraform state mv: PutObject of the state", terraformS3Page},
		},
	},
	{
		// The lock files of a directory are below it, as its states are.
		sid: "StateLock", when: "LockFile or no LockTable, not ReadOnly", resource: "arn:{partition}:s3:::{bucket}/{one state}.tflock",
		actions: []Action{
			{"s3:GetObject", "terraform plan, apply with use_lockfile: GetObject of the lock before it is removed", terraformS3Page},
			{"s3:PutObject", "terraform plan, apply with use_lockfile: PutObject of the lock, if there is none", terraformS3Page},
		},
	},
	{
		sid: "StateUnlock", when: "LockFile or no LockTable, not ReadOnly", resource: "arn:{partition}:s3:::{bucket}/{state}.tflock",
		actions: []Action{
			{"s3:DeleteObject", "terraform plan, apply with use_lockfile: DeleteObject of the lock", terraformS3Page},
		},
	},
	{
		sid: "StateDeleteWorkspace", when: "DeleteWorkspaces", resource: "arn:{partition}:s3:::{bucket}/{workspace}",
		actions: []Action{
			{"s3:DeleteObject", "terraform workspace delete: DeleteObject of the workspace's state", terraformS3Page},
		},
	},
	{
		sid: "StateTable", when: "LockTable", resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}",
		actions: []Action{
			{"dynamodb:DescribeTable", "terraform init with dynamodb_table, by Terraform's own list; terragrunt asks whether the table is there", terraformTablePage},
		},
	},
	{
		// Terraform stores the checksum of a state beside its lock. A table
		// serves many states; the keys of its items begin with the bucket.
		//
		// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
		sid: "StateDigest", when: "LockTable, ReadOnly", resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}",
		conditions: policy.Conditions{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": {"{bucket}/{state}-md5"}}},
		actions: []Action{
			{"dynamodb:GetItem", "terraform plan -lock=false, output with dynamodb_table: GetItem of the state's checksum", terraformTablePage},
		},
	},
	{
		sid: "StateTableLock", when: "LockTable, not ReadOnly", resource: "arn:{partition}:dynamodb:{region}:{account}:table/{table}",
		conditions: policy.Conditions{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": {"{bucket}/{state}", "{bucket}/{one state}-md5"}}},
		actions: []Action{
			{"dynamodb:GetItem", "terraform plan, apply with dynamodb_table: GetItem of the lock and of the state's checksum", terraformTablePage},
			{"dynamodb:PutItem", "terraform plan, apply with dynamodb_table: PutItem of the lock, if there is none, and of the checksum", terraformTablePage},
			{"dynamodb:DeleteItem", "terraform plan, apply with dynamodb_table: DeleteItem of the lock", terraformTablePage},
		},
	},
	{
		sid: "StateDecrypt", resource: "{key}", conditions: throughS3,
		actions: []Action{
			{"kms:Decrypt", "terraform init, plan, apply: GetObject of an encrypted state", s3KMSPage},
		},
	},
	{
		sid: "StateEncrypt", when: "not ReadOnly", resource: "{key}", conditions: throughS3,
		actions: []Action{
			{"kms:GenerateDataKey", "terraform apply: PutObject of an encrypted state, and of its lock", s3KMSPage},
		},
	},
}

// Validate reports every fault of the options.
func (t TerraformState) Validate(env Environment) error {
	var faults fault.List
	faults.Append("", env.Validate())
	env.needPartition(&faults)
	if t.LockTable != "" {
		env.needAccountFor(&faults, "DynamoDB")
		env.needRegionFor(&faults, "DynamoDB")
		aws.DynamoDBTable.Check(&faults, "LockTable", t.LockTable)
	}
	validateStateBucket(&faults, "Bucket", t.Bucket)
	if len(t.Keys) == 0 {
		faults.Add("Keys", "", "is missing", `name the key of each state, a directory such as "live/", or write "*" for every state of the bucket`)
	}
	for i, key := range t.Keys {
		validateStateKey(&faults, "Keys["+strconv.Itoa(i)+"]", key)
	}
	if t.KMSKeyARN != "" {
		aws.CheckBucketKey(&faults, "KmsKeyArn", t.KMSKeyARN, env.partition(), env.Region)
	}
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
	if t.Workspaces && t.DeleteWorkspaces && t.ReadOnly {
		faults.Add("DeleteWorkspaces", "true", "contradicts {ReadOnly}", "unset one of them")
	}
	if t.Workspaces {
		return
	}
	if t.WorkspaceKeyPrefix != "" {
		faults.Add("WorkspaceKeyPrefix", t.WorkspaceKeyPrefix, "means nothing without {Workspaces}", "set {Workspaces}, or leave it unset")
	}
	if t.DeleteWorkspaces {
		faults.Add("DeleteWorkspaces", "true", "means nothing without {Workspaces}", "set {Workspaces}, or leave it unset")
	}
}

// Statements returns the statements of the set.
func (t TerraformState) Statements(env Environment) []policy.Statement {
	return t.filling(env).statements(terraformStateParts)
}

func (t TerraformState) filling(env Environment) filling {
	f := newFilling(env)
	f.asked["not ReadOnly"] = !t.ReadOnly
	f.asked["LockFile or no LockTable, not ReadOnly"] = !t.ReadOnly && (t.LockTable == "" || t.LockFile)
	f.asked["LockTable"] = true // without a table, its statements have no resource
	f.asked["LockTable, ReadOnly"] = t.ReadOnly
	f.asked["LockTable, not ReadOnly"] = !t.ReadOnly
	f.asked["DeleteWorkspaces"] = t.DeleteWorkspaces

	add := func(name, value string) { f.values[name] = append(f.values[name], value) }
	f.values["bucket"] = []string{t.Bucket}
	if t.LockTable != "" {
		add("table", t.LockTable)
	}
	if t.KMSKeyARN != "" {
		add("key", t.KMSKeyARN)
	}
	f.values["via"] = []string{aws.ViaS3(t.KMSKeyARN, env.Region)}
	for _, key := range t.Keys {
		t.addState(add, key)
	}
	return f
}

// addState adds the patterns of one key: of the state itself, then of its
// workspaces.
func (t TerraformState) addState(add func(name, value string), key string) {
	pattern := statePattern(key)
	patterns := []string{pattern}
	if t.Workspaces && pattern != "*" {
		start := t.WorkspaceKeyPrefix
		if start == "" {
			start = defaultWorkspaceStart
		}
		add("listed", start+"/")
		patterns = append(patterns, start+"/*/"+pattern)
		add("workspace", start+"/*/"+pattern)
	}
	for _, pattern := range patterns {
		add("state", pattern)
		add("listed", pattern)
		if !strings.HasSuffix(pattern, "*") {
			add("one state", pattern)
		}
	}
}

// Notices returns what a reviewer should know of legal options.
func (t TerraformState) Notices(Environment) []fault.Notice {
	var all []fault.Notice
	for i, key := range t.Keys {
		pattern := statePattern(key)
		beginning, isPattern := strings.CutSuffix(pattern, "*")
		text := "{Keys[" + strconv.Itoa(i) + "]} " + strconv.Quote(key)
		switch {
		case pattern == "*":
			all = append(all, fault.Notice{ID: "state-every-key",
				Text: text + " is every object of the bucket, so the job has the states of other teams and environments, with the secrets in them; name the keys"})
		case isPattern && endsInsideName(beginning):
			all = append(all, fault.Notice{ID: "state-look-alikes", Text: text + " also covers look-alikes such as " +
				strconv.Quote(beginning+"-evil/") + "; write " + strconv.Quote(beginning+"/") + " unless keys really continue the name"})
		}
	}
	if t.LockTable != "" && !t.ReadOnly {
		all = append(all, fault.Notice{ID: "state-lock-table", Note: true,
			Text: "{LockTable}: Terraform has deprecated locking in DynamoDB; its S3 lock file (use_lockfile) needs no table"})
	}
	return all
}

package main

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// terraformStateSet is what using a state in S3 needs.
var terraformStateSet = set{
	name:  "terraform-state",
	about: "use a Terraform state in S3",
	setup: func(flags *flagSet) func(*call) permission.Set {
		state := stateFlags(flags)
		return func(c *call) permission.Set { return state(c) }
	},
}

// terragruntSet is that, and what Terragrunt needs for itself.
var terragruntSet = set{
	name:  "terragrunt",
	about: "run Terragrunt with its state in S3",
	setup: func(flags *flagSet) func(*call) permission.Set {
		state := stateFlags(flags)
		create := flags.add(flag{
			name: "create-state", options: []string{"Create"}, preset: "false",
			about: "let Terragrunt create the bucket and the table of the state, and change the bucket's settings",
		})
		return func(c *call) permission.Set {
			return deploy.Terragrunt{State: state(c), Create: create.truth()}
		}
	},
}

// stateFlags declares the flags of a state and returns how to read it.
func stateFlags(flags *flagSet) func(*call) deploy.TerraformState {
	// Terragrunt has the same options below "State".
	option := func(name string) []string { return []string{name, "State." + name} }
	bucket := flags.add(flag{
		name: "state-bucket", value: "NAME", options: append(option("Bucket"), "State"),
		about: "bucket of the state",
	})
	keys := flags.add(flag{
		name: "state-key", value: "KEY", options: option("Keys"), repeatable: true,
		about: "key of the state, such as live/app.tfstate, or of every state of a directory, live/; * is every state of the bucket",
	})
	readOnly := flags.add(flag{
		name: "read-only", options: option("ReadOnly"), preset: "false",
		about: "let the job only read the state, without locking it",
	})
	table := flags.add(flag{
		name: "lock-table", value: "NAME", options: option("LockTable"),
		about: "DynamoDB table that the state is locked in; without it, the lock is a file beside the state (use_lockfile)",
	})
	lockFile := flags.add(flag{
		name: "lock-file", options: option("LockFile"), preset: "false",
		about: "allow the lock file beside --lock-table too, while the backend moves from one to the other",
	})
	key := flags.add(flag{
		name: "state-kms-key", value: "ARN", options: option("KmsKeyArn"),
		about: "KMS key that the bucket encrypts states with; without it, none is granted",
	})
	workspaces := flags.add(flag{
		name: "workspaces", options: option("Workspaces"), preset: "false",
		about: "allow every workspace of the state, not the default one alone",
	})
	prefix := flags.add(flag{
		name: "workspace-prefix", value: "PREFIX", options: option("WorkspaceKeyPrefix"),
		about: "workspace_key_prefix of the backend; without it, Terraform's default, env:",
	})
	deletes := flags.add(flag{
		name: "delete-workspaces", options: option("DeleteWorkspaces"), preset: "false",
		about: "let the job delete workspaces",
	})
	return func(*call) deploy.TerraformState {
		return deploy.TerraformState{
			Bucket: bucket.text(), Keys: keys.list(), ReadOnly: readOnly.truth(),
			LockTable: table.text(), LockFile: lockFile.truth(), KMSKeyARN: key.text(),
			Workspaces: workspaces.truth(), WorkspaceKeyPrefix: prefix.text(), DeleteWorkspaces: deletes.truth(),
		}
	}
}

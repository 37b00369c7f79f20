package clients

import (
	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// tofuConfig is a configuration that needs no provider but the built-in one.
const tofuConfig = `printf 'terraform {\n backend "s3" {\n  bucket = "acme-dist"\n  key = "live/app.tfstate"\n  region = "eu-west-1"\n  use_lockfile = true\n  max_retries = 0\n }\n}\nresource "terraform_data" "app" {\n input = "1.2.3"\n}\noutput "app" {\n value = terraform_data.app.output\n}\n' > main.tf`

const (
	state          = "s3://acme-dist/live/app.tfstate"
	lock           = "s3://acme-dist/live/app.tfstate.tflock"
	workspaceState = "s3://acme-dist/env:/prod/live/app.tfstate"
)

func seedStates(c *cloud.Cloud) error { return c.Bucket(bucket, false) }

var terraformClients = []client{
	{
		name: "OpenTofu", use: "state in S3", version: "tofu version",
		policy: "TerraformState{Bucket, Keys}", seed: seedStates,
		sets:    []permission.Set{deploy.TerraformState{Bucket: bucket, Keys: []string{"live/app.tfstate"}}},
		setup:   tofuConfig + "\ntofu init -input=false",
		decided: map[string]string{"s3:ListBucket": "asks for the workspaces, of which the policy names none: `Workspaces` adds them"},
		operations: []operation{
			{"tofu apply -input=false -auto-approve", []string{state, "!" + lock}},
			{"tofu plan -input=false", []string{"!" + lock}},
			{"tofu apply -input=false -auto-approve && tofu output app && tofu destroy -input=false -auto-approve", []string{state, "!" + lock}},
		},
	},
	{
		name: "OpenTofu", use: "workspaces", version: "tofu version",
		policy: "TerraformState{Bucket, Keys, Workspaces, DeleteWorkspaces}", seed: seedStates,
		sets:  []permission.Set{deploy.TerraformState{Bucket: bucket, Keys: []string{"live/app.tfstate"}, Workspaces: []string{"*"}, DeleteWorkspaces: true}},
		setup: tofuConfig + "\ntofu init -input=false",
		operations: []operation{
			{"tofu workspace new prod && tofu apply -input=false -auto-approve", []string{workspaceState}},
			{"tofu workspace list", nil},
			{"tofu workspace new prod && tofu workspace select default && tofu workspace delete prod", []string{"!" + workspaceState}},
		},
	},
}

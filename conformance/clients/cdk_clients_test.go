package clients

import (
	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// assets is the bucket of the bootstrap.
const assets = "cdk-hnb659fds-assets-" + cloud.AccountID + "-" + cloud.Region

// seedBootstrap makes what "cdk bootstrap" leaves: the roles and the bucket.
func seedBootstrap(c *cloud.Cloud) error {
	for _, name := range deploy.BootstrapRoles() {
		c.Role(cloud.BootstrapRole(name))
	}
	return c.Bucket(assets, false)
}

// testdata/cdk.out is what CDK synthesizes of a stack with one resource, with
// its DefaultStackSynthesizer, except for the tree and the report of feature
// flags.
var cdkClients = []client{
	{
		name: "AWS CDK", version: "cdk --version",
		policy: "CDK{}", sets: []permission.Set{deploy.CDK{}}, seed: seedBootstrap,
		env: map[string]string{"CDK_DISABLE_CLI_TELEMETRY": "true"},
		operations: []operation{
			{"cdk deploy --app cdk.out --require-approval never", []string{"stack://App", "s3://" + assets + "/0139bc050427f3c2584a31dcb1f44b40622f98c1d635248bcc1dd73cdf2ed7f2.json"}},
		},
	},
	{
		name: "AWS CDK", use: "cdk diff", version: "cdk --version",
		policy: "CDK{Roles}", sets: []permission.Set{deploy.CDK{Roles: []string{deploy.LookupRole}}}, seed: seedDeployed,
		env: map[string]string{"CDK_DISABLE_CLI_TELEMETRY": "true"},
		operations: []operation{
			{"cdk diff --app cdk.out --method template", nil},
		},
	},
}

// seedDeployed makes the bootstrap, and the stack as an earlier run left it.
func seedDeployed(c *cloud.Cloud) error {
	c.Stack("App")
	return seedBootstrap(c)
}

package deploy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/permission/internal/tabletest"
	"github.com/cipublisher/cipublisher/policy"
)

// An action that somebody adds to a table is under every limit of its service.
func TestNewActionsAreLimited(t *testing.T) {
	here := permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}
	state := TerraformState{
		Bucket: "acme-state", Keys: []string{"live/app.tfstate"}, LockTable: "locks", LockFile: true,
		KMSKeyARN:  "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
		Workspaces: []string{"*"}, DeleteWorkspaces: true,
	}
	readOnly := state
	readOnly.ReadOnly, readOnly.LockFile, readOnly.DeleteWorkspaces = true, false, false
	sets := map[string]func() []policy.Statement{}
	for name, set := range map[string]permission.Set{
		"cdk":    CDK{},
		"lambda": Lambda{Functions: []string{"api"}, Publish: true, MoveAliases: true, GetFunction: true},
		"cache":  PullThrough{CacheNames: []string{"docker-hub/*"}, CreateRepositories: true},
		"site": Site{
			Files: SiteFiles{
				BucketName: "acme-site", Prefix: "www/",
				KMSKeyARN: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
			},
			Distributions: []string{"E1A2B3C4D5E6F7"},
		},
		"deploy": ECS{
			Services: []ECSService{
				{Cluster: "prod", Name: "app"},
				{Cluster: "prod", Name: "web", CodeDeploy: &CodeDeployGroup{Application: "web", Group: "prod"}},
			},
			TaskFamilies: []string{"app"}, RunTasks: []ECSTask{{Cluster: "prod", Family: "migrate"}}, PassRoles: []string{"app-task"}, Tags: true,
		},
		"read-only state": readOnly,
		"terragrunt":      Terragrunt{State: state, Create: true, AccountAlias: true},
		"audit":           Audit{},
		"verify":          Verify{},
	} {
		assert.NoError(t, set.Validate(here), name)
		sets[name] = func() []policy.Statement { return set.Statements(here) }
	}
	all := []*table.Table{&cdkTable, &ecsTable, &lambdaTable, &pullThroughTable, &siteTable, &terraformStateTable, &terragruntTable, &auditTable, &verifyTable}
	assert.Len(t, all, len(tables()), "every table is tried")
	tabletest.NewActionsAreLimited(t, all, sets)
}

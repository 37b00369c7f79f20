package clients

import (
	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

const (
	taskRole      = "arn:aws:iam::" + cloud.AccountID + ":role/app-task"
	executionRole = "arn:aws:iam::" + cloud.AccountID + ":role/app-execution"
)

// seedService makes a service, and the family of a migration.
func seedService(c *cloud.Cloud) error {
	c.Service("prod", "app", "app", taskRole, executionRole)
	c.Family("migrate", taskRole, executionRole)
	return nil
}

// register registers a revision of a family, with the roles that it has.
func register(family string) string {
	return `aws ecs register-task-definition --family ` + family + ` --task-role-arn ` + taskRole + ` --execution-role-arn ` + executionRole +
		` --container-definitions '[{"name": "app", "image": "app:1.2.3"}]'`
}

var ecsClients = []client{
	{
		name: "AWS CLI", use: "ECS", version: "aws --version",
		policy: "ECS{Services, TaskFamilies, PassRoles}", seed: seedService,
		sets: []permission.Set{deploy.ECS{
			Services: []deploy.ECSService{{Cluster: "prod", Name: "app"}}, TaskFamilies: []string{"app"}, PassRoles: []string{"app-task", "app-execution"},
		}},
		operations: []operation{
			{"aws ecs describe-task-definition --task-definition app", nil},
			{register("app"), nil},
			{"aws ecs update-service --cluster prod --service app --task-definition app:1", []string{"ecs://prod/app=app:1"}},
			{"aws ecs update-service --cluster prod --service app --force-new-deployment", nil},
			{"aws ecs wait services-stable --cluster prod --services app", nil},
			{"aws ecs list-tasks --cluster prod --service-name app", nil},
			{"aws ecs describe-tasks --cluster prod --tasks 0123456789abcdef", nil},
		},
	},
	{
		name: "AWS CLI", use: "ECS, a migration", version: "aws --version",
		policy: "ECS{RunTasks, PassRoles, Tags}", seed: seedService,
		sets: []permission.Set{deploy.ECS{
			RunTasks: []deploy.ECSTask{{Cluster: "prod", Family: "migrate"}}, PassRoles: []string{"app-task", "app-execution"}, Tags: true,
		}},
		operations: []operation{
			{"aws ecs describe-task-definition --task-definition migrate", nil},
			{register("migrate") + " --tags key=team,value=web", nil},
			{"task=$(aws ecs run-task --cluster prod --task-definition migrate --query 'tasks[0].taskArn' --output text)\n" +
				"aws ecs wait tasks-stopped --cluster prod --tasks $task", []string{"ran://prod/migrate"}},
			{"aws ecs run-task --cluster prod --task-definition migrate --tags key=team,value=web", []string{"ran://prod/migrate"}},
		},
	},
}

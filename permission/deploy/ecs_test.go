package deploy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

const (
	ecs           = "arn:aws:ecs:eu-west-1:111122223333:"
	codeDeploy    = "arn:aws:codedeploy:eu-west-1:111122223333:"
	taskRole      = "arn:aws:iam::111122223333:role/app-task"
	executionRole = "arn:aws:iam::111122223333:role/ci/app-execution"
	updateSource  = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html"
	stableSource  = "https://docs.aws.amazon.com/cli/latest/reference/ecs/wait/services-stable.html"
	registration  = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"
	passSource    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"
	tasksSource   = "https://github.com/silinternational/ecs-deploy"
	runSource     = "https://docs.aws.amazon.com/cli/latest/reference/ecs/run-task.html"
	tagSource     = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html"
	deploySource  = "https://docs.aws.amazon.com/cli/latest/reference/ecs/deploy.html"
)

var (
	toTasks   = policy.Context{"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}
	inCluster = policy.Context{"ecs:cluster": {ecs + "cluster/prod"}}
	ofFamily  = policy.Context{"ecs:task-definition": {ecs + "task-definition/app:7"}}
)

// registrations are the calls that make a revision of a task definition.
var registrations = []call{
	{"aws ecs describe-task-definition --task-definition app", "ecs:DescribeTaskDefinition", "*", nil, "https://docs.aws.amazon.com/cli/latest/reference/ecs/describe-task-definition.html"},
	{"aws ecs register-task-definition --family app", "ecs:RegisterTaskDefinition", ecs + "task-definition/app:8", nil, registration},
	{"aws ecs register-task-definition with taskRoleArn", "iam:PassRole", taskRole, toTasks, passSource},
	{"aws ecs register-task-definition with executionRoleArn", "iam:PassRole", executionRole, toTasks, passSource},
}

// passes are those of them that pass roles.
var passes = registrations[2:]

// migrations are the calls that run a task once.
var migrations = []call{
	{"aws ecs register-task-definition --family migrate", "ecs:RegisterTaskDefinition", ecs + "task-definition/migrate:4", nil, registration},
	{"aws ecs run-task --cluster prod --task-definition migrate", "ecs:RunTask", ecs + "task-definition/migrate:4", inCluster, runSource},
	{"aws ecs wait tasks-stopped", "ecs:DescribeTasks", ecs + "task/prod/0123456789abcdef", nil, "https://docs.aws.amazon.com/cli/latest/reference/ecs/wait/tasks-stopped.html"},
}

// watching are the calls that follow a deployment. The Service Authorization
// Reference has ListTasks evaluated by container instances; tasks on Fargate have
// none.
var watching = []call{
	{"aws ecs wait services-stable: DescribeServices", "ecs:DescribeServices", ecs + "service/prod/app", nil, stableSource},
	{"ecs-deploy: ListTasks of the service", "ecs:ListTasks", ecs + "container-instance/prod/0123456789abcdef", inCluster, tasksSource},
	{"ecs-deploy: DescribeTasks", "ecs:DescribeTasks", ecs + "task/prod/0123456789abcdef", nil, tasksSource},
}

var updates = []call{
	{"aws ecs update-service --task-definition app:7", "ecs:UpdateService", ecs + "service/prod/app", ofFamily, updateSource},
	{"aws ecs update-service --force-new-deployment", "ecs:UpdateService", ecs + "service/prod/app", nil, updateSource},
}

func appService() deploy.ECS {
	return deploy.ECS{
		Services:     []deploy.ECSService{{Cluster: "prod", Name: "app"}},
		TaskFamilies: []string{"app"},
		PassRoles:    []string{"app-task", executionRole},
	}
}

func ecsDeploy(change func(*deploy.ECS)) deploy.ECS {
	set := appService()
	change(&set)
	return set
}

func concat(lists ...[]call) []call {
	var all []call
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

var ecsDeploys = []setCase{
	{
		name: "ecs-deploy", set: appService(),
		calls: concat(registrations, updates, watching),
		refused: []call{
			{client: "a sibling service", action: "ecs:UpdateService", resource: ecs + "service/prod/app-evil", context: ofFamily},
			{client: "the same name in another cluster", action: "ecs:UpdateService", resource: ecs + "service/staging/app", context: ofFamily},
			{client: "a task definition of another family, with its roles", action: "ecs:UpdateService", resource: ecs + "service/prod/app",
				context: policy.Context{"ecs:task-definition": {ecs + "task-definition/admin:1"}}},
			{client: "a family that begins alike", action: "ecs:RegisterTaskDefinition", resource: ecs + "task-definition/app-evil:1"},
			{client: "another role", action: "iam:PassRole", resource: "arn:aws:iam::111122223333:role/admin", context: toTasks},
			{client: "the role to another service", action: "iam:PassRole", resource: taskRole, context: policy.Context{"iam:PassedToService": {"ec2.amazonaws.com"}}},
			{client: "the role to nobody in particular", action: "iam:PassRole", resource: taskRole},
			{client: "another cluster's tasks", action: "ecs:ListTasks", resource: ecs + "container-instance/staging/0123456789abcdef", context: policy.Context{"ecs:cluster": {ecs + "cluster/staging"}}},
			{client: "another cluster's task", action: "ecs:DescribeTasks", resource: ecs + "task/staging/0123456789abcdef"},
			{client: "tags", action: "ecs:TagResource", resource: ecs + "task-definition/app:8", context: policy.Context{"ecs:CreateAction": {"RegisterTaskDefinition"}}},
			{client: "a task beside the service", action: "ecs:RunTask", resource: ecs + "task-definition/app:8"},
			{client: "a shell in a task", action: "ecs:ExecuteCommand", resource: ecs + "task/prod/0123456789abcdef"},
			{client: "a new service", action: "ecs:CreateService", resource: ecs + "service/prod/app"},
			{client: "deletion", action: "ecs:DeleteService", resource: ecs + "service/prod/app"},
			{client: "CodeDeploy", action: "codedeploy:CreateDeployment", resource: codeDeploy + "deploymentgroup:app/prod"},
		},
	},
	{
		name: "ecs-deploy-tags", set: ecsDeploy(func(e *deploy.ECS) { e.Tags = true }),
		calls: concat(registrations, updates, watching, []call{
			{"aws ecs register-task-definition --tags", "ecs:TagResource", ecs + "task-definition/app:8", policy.Context{"ecs:CreateAction": {"RegisterTaskDefinition"}},
				"https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html"},
		}),
		refused: []call{
			{client: "tags on a revision that exists", action: "ecs:TagResource", resource: ecs + "task-definition/app:7"},
			{client: "tags on a new service", action: "ecs:TagResource", resource: ecs + "service/prod/app", context: policy.Context{"ecs:CreateAction": {"CreateService"}}},
		},
	},
	{
		name: "ecs-deploy-migrate", set: ecsDeploy(func(e *deploy.ECS) {
			e.RunTasks, e.Tags = []deploy.ECSTask{{Cluster: "prod", Family: "migrate"}}, true
		}),
		calls: concat(registrations, updates, watching, migrations, []call{
			{"aws ecs register-task-definition --family app --tags", "ecs:TagResource", ecs + "task-definition/app:8", policy.Context{"ecs:CreateAction": {"RegisterTaskDefinition"}}, tagSource},
			{"aws ecs register-task-definition --family migrate --tags", "ecs:TagResource", ecs + "task-definition/migrate:4", policy.Context{"ecs:CreateAction": {"RegisterTaskDefinition"}}, tagSource},
			{"aws ecs run-task --tags", "ecs:TagResource", ecs + "task/prod/0123456789abcdef", policy.Context{"ecs:CreateAction": {"RunTask"}}, tagSource},
		}),
		refused: []call{
			{client: "the service's own task definition, run once", action: "ecs:RunTask", resource: ecs + "task-definition/app:8", context: inCluster},
			{client: "another family", action: "ecs:RunTask", resource: ecs + "task-definition/admin:1", context: inCluster},
			{client: "a family that begins alike", action: "ecs:RunTask", resource: ecs + "task-definition/migrate-evil:1", context: inCluster},
			{client: "another cluster", action: "ecs:RunTask", resource: ecs + "task-definition/migrate:4", context: policy.Context{"ecs:cluster": {ecs + "cluster/staging"}}},
			{client: "no cluster in particular", action: "ecs:RunTask", resource: ecs + "task-definition/migrate:4"},
			{client: "the migration as the service", action: "ecs:UpdateService", resource: ecs + "service/prod/app", context: policy.Context{"ecs:task-definition": {ecs + "task-definition/migrate:4"}}},
			{client: "a running task, to stop", action: "ecs:StopTask", resource: ecs + "task/prod/0123456789abcdef"},
			{client: "a running task, to tag", action: "ecs:TagResource", resource: ecs + "task/prod/0123456789abcdef"},
		},
	},
	{
		name: "ecs-deploy-migrate-alone", set: deploy.ECS{
			RunTasks:  []deploy.ECSTask{{Cluster: "prod", Family: "migrate"}, {Cluster: "jobs", Family: "seed-*"}},
			PassRoles: []string{"app-task", executionRole},
		},
		calls: concat(migrations, passes, []call{
			{"aws ecs describe-task-definition --task-definition migrate", "ecs:DescribeTaskDefinition", "*", nil, "https://docs.aws.amazon.com/cli/latest/reference/ecs/describe-task-definition.html"},
			{"aws ecs register-task-definition --family seed-eu", "ecs:RegisterTaskDefinition", ecs + "task-definition/seed-eu:1", nil, registration},
			{"aws ecs run-task --cluster jobs", "ecs:RunTask", ecs + "task-definition/seed-eu:1", policy.Context{"ecs:cluster": {ecs + "cluster/jobs"}}, runSource},
			{"aws ecs wait tasks-stopped", "ecs:DescribeTasks", ecs + "task/jobs/0123456789abcdef", nil, runSource},
		}),
		refused: []call{
			{client: "one cluster's family in the other", action: "ecs:RunTask", resource: ecs + "task-definition/migrate:4", context: policy.Context{"ecs:cluster": {ecs + "cluster/jobs"}}},
			{client: "a service", action: "ecs:UpdateService", resource: ecs + "service/prod/app"},
			{client: "the tasks of a cluster", action: "ecs:ListTasks", resource: ecs + "container-instance/prod/0123456789abcdef", context: inCluster},
		},
	},
	{
		name: "ecs-deploy-blue-green", set: ecsDeploy(func(e *deploy.ECS) {
			e.Services[0].CodeDeploy = &deploy.CodeDeployGroup{Application: "app", Group: "prod"}
		}),
		calls: concat(registrations, watching, []call{
			{"aws ecs deploy: GetApplication", "codedeploy:GetApplication", codeDeploy + "application:app", nil, deploySource},
			{"aws ecs deploy: GetDeploymentGroup", "codedeploy:GetDeploymentGroup", codeDeploy + "deploymentgroup:app/prod", nil, deploySource},
			{"aws ecs deploy: CreateDeployment", "codedeploy:CreateDeployment", codeDeploy + "deploymentgroup:app/prod", nil, deploySource},
			{"aws ecs deploy: CreateDeployment, the AppSpec", "codedeploy:RegisterApplicationRevision", codeDeploy + "application:app", nil, deploySource},
			{"aws ecs deploy: CreateDeployment, the configuration", "codedeploy:GetDeploymentConfig", codeDeploy + "deploymentconfig:CodeDeployDefault.ECSAllAtOnce", nil, deploySource},
			{"aws deploy wait deployment-successful: GetDeployment", "codedeploy:GetDeployment", codeDeploy + "deploymentgroup:app/prod", nil, deploySource},
		}),
		refused: []call{
			{client: "around CodeDeploy", action: "ecs:UpdateService", resource: ecs + "service/prod/app", context: ofFamily},
			{client: "another group", action: "codedeploy:CreateDeployment", resource: codeDeploy + "deploymentgroup:app/staging"},
			{client: "another configuration", action: "codedeploy:GetDeploymentConfig", resource: codeDeploy + "deploymentconfig:CodeDeployDefault.ECSCanary10Percent5Minutes"},
		},
	},
	{
		name: "ecs-deploy-several", set: deploy.ECS{
			Services: []deploy.ECSService{
				{Cluster: "prod", Name: "app"},
				{Cluster: "jobs", Name: "app-*"},
				{Cluster: "prod", Name: "web", CodeDeploy: &deploy.CodeDeployGroup{Application: "web", Group: "prod", Config: "slow"}},
			},
			TaskFamilies: []string{"app", "web-*"},
		},
		calls: concat(registrations[:2], updates, watching, []call{
			{"aws ecs register-task-definition --family web-front", "ecs:RegisterTaskDefinition", ecs + "task-definition/web-front:1", nil, registration},
			{"aws ecs update-service --task-definition web-front", "ecs:UpdateService", ecs + "service/prod/app", policy.Context{"ecs:task-definition": {ecs + "task-definition/web-front:1"}}, updateSource},
			{"aws ecs wait services-stable", "ecs:DescribeServices", ecs + "service/jobs/app-mail", nil, stableSource},
			{"aws ecs wait services-stable", "ecs:DescribeServices", ecs + "service/prod/web", nil, stableSource},
			{"aws ecs update-service", "ecs:UpdateService", ecs + "service/jobs/app-mail", ofFamily, updateSource},
			{"ecs-deploy: ListTasks", "ecs:ListTasks", ecs + "container-instance/jobs/0123456789abcdef", policy.Context{"ecs:cluster": {ecs + "cluster/jobs"}}, tasksSource},
			{"ecs-deploy: DescribeTasks", "ecs:DescribeTasks", ecs + "task/jobs/0123456789abcdef", nil, tasksSource},
			{"aws ecs deploy: GetApplication", "codedeploy:GetApplication", codeDeploy + "application:web", nil, deploySource},
			{"aws ecs deploy: GetDeploymentGroup", "codedeploy:GetDeploymentGroup", codeDeploy + "deploymentgroup:web/prod", nil, deploySource},
			{"aws ecs deploy: CreateDeployment", "codedeploy:CreateDeployment", codeDeploy + "deploymentgroup:web/prod", nil, deploySource},
			{"aws ecs deploy: CreateDeployment, the AppSpec", "codedeploy:RegisterApplicationRevision", codeDeploy + "application:web", nil, deploySource},
			{"aws ecs deploy: CreateDeployment, the configuration", "codedeploy:GetDeploymentConfig", codeDeploy + "deploymentconfig:slow", nil, deploySource},
			{"aws deploy wait deployment-successful: GetDeployment", "codedeploy:GetDeployment", codeDeploy + "deploymentgroup:web/prod", nil, deploySource},
		}),
		refused: []call{
			{client: "a service of the other cluster's name", action: "ecs:UpdateService", resource: ecs + "service/jobs/app", context: ofFamily},
			{client: "the service that CodeDeploy deploys", action: "ecs:UpdateService", resource: ecs + "service/prod/web", context: ofFamily},
			{client: "any role", action: "iam:PassRole", resource: taskRole, context: toTasks},
		},
	},
}

func ExampleECS() {
	set := deploy.ECS{
		Services:     []deploy.ECSService{{Cluster: "prod", Name: "app"}},
		TaskFamilies: []string{"app"},
		PassRoles:    []string{"app-task", "app-execution"},
	}
	document := policy.New(set.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...)
	decision, _ := document.Evaluate(policy.Request{
		Action:   "iam:PassRole",
		Resource: "arn:aws:iam::111122223333:role/app-task",
		Context:  policy.Context{"iam:PassedToService": {"lambda.amazonaws.com"}},
	})
	fmt.Println("pass the task role to Lambda:", decision.Outcome)
	// Output:
	// pass the task role to Lambda: implicitly denied
}

func TestECSRefuses(t *testing.T) {
	with := ecsDeploy
	service := func(cluster, name string) deploy.ECS {
		return with(func(e *deploy.ECS) {
			e.Services = []deploy.ECSService{{Cluster: cluster, Name: name}}
		})
	}
	family := func(name string) deploy.ECS {
		return with(func(e *deploy.ECS) { e.TaskFamilies = []string{name} })
	}
	role := func(name string) deploy.ECS {
		return with(func(e *deploy.ECS) { e.PassRoles = []string{name} })
	}
	group := func(g deploy.CodeDeployGroup) deploy.ECS {
		return with(func(e *deploy.ECS) { e.Services[0].CodeDeploy = &g })
	}
	long := strings.Repeat("a", 256)
	const (
		ecsShape  = `; use 1 to 255 letters, digits, hyphens and underscores, or end with "*"`
		atTheEnd  = `holds "*" before its end; end with "*", or write the names out`
		empty     = "is empty; name one, or leave it out; perhaps a variable is not set"
		roleShape = `is not the name of an IAM role; write its name, with the path before it where it is not "/", as in "ci/app-task"`
		eachRole  = "has a wildcard, so the job could pass roles that are made later, too; name each role"
	)
	checkInvalid(t, []invalid{
		{"no service", with(func(e *deploy.ECS) { e.Services = nil }), "Services is missing; name the services to deploy to, each with its cluster, or set RunTasks"},
		{"no cluster", service("", "app"), "Services[0].Cluster " + empty},
		{"no name", service("prod", ""), "Services[0].Name " + empty},
		{"cluster's ARN", service(ecs+"cluster/prod", "app"), `Services[0].Cluster "` + ecs + `cluster/prod" is an ARN; write the name alone`},
		{"every cluster", service("*", "app"), `Services[0].Cluster "*" holds "*", where one name is meant; write the names out`},
		{"cluster and service in one", service("prod", "prod/app"), `Services[0].Name "prod/app" is not the name of an ECS service` + ecsShape},
		{"wildcard before the end of a service", service("prod", "*-app"), `Services[0].Name "*-app" ` + atTheEnd},
		{"wildcard beside a token", service("prod${Token[TOKEN.1]}*", "app"), `Services[0].Cluster "prod${Token[TOKEN.1]}*" holds "*", where one name is meant; write the names out`},
		{"long service", service("prod", long), `Services[0].Name "` + long[:200] + `"… is not the name of an ECS service` + ecsShape},
		{"no task", with(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{} }), "RunTasks is empty; name at least one, or leave it unset"},
		{"a task without a cluster", with(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{{Family: "migrate"}} }), "RunTasks[0].Cluster " + empty},
		{"a task of every cluster", with(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{{Cluster: "*", Family: "migrate"}} }), `RunTasks[0].Cluster "*" holds "*", where one name is meant; write the names out`},
		{"one revision of a task", with(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{{Cluster: "prod", Family: "migrate:4"}} }), `RunTasks[0].Family "migrate:4" is one revision; write the family alone, which stands before the colon`},
		{"families of services without services", deploy.ECS{TaskFamilies: []string{"app"}, RunTasks: []deploy.ECSTask{{Cluster: "prod", Family: "migrate"}}}, `TaskFamilies "app" are those of services, and Services names none; leave it out; RunTasks name their own`},
		{"no family", with(func(e *deploy.ECS) { e.TaskFamilies = nil }), "TaskFamilies is missing; name the families of the services' task definitions"},
		{"empty family", family(""), "TaskFamilies[0] " + empty},
		{"revision", family("app:7"), `TaskFamilies[0] "app:7" is one revision; write the family alone, which stands before the colon`},
		{"task definition's ARN", family(ecs + "task-definition/app"), `TaskFamilies[0] "` + ecs + `task-definition/app" is an ARN; write the name alone`},
		{"wildcard before the end of a family", family("a?p"), `TaskFamilies[0] "a?p" holds "?", which IAM reads as any one character; write the names out`},
		{"empty role", role(""), "PassRoles[0] is empty; name the role"},
		{"every role", role("*"), `PassRoles[0] "*" ` + eachRole},
		{"roles by a pattern", role("arn:aws:iam::111122223333:role/app-*"), `PassRoles[0] "arn:aws:iam::111122223333:role/app-*" ` + eachRole},
		{"user", role("arn:aws:iam::111122223333:user/ann"), `PassRoles[0] "arn:aws:iam::111122223333:user/ann" is not the ARN of an IAM role; write the role's name, or its whole ARN`},
		{"role of another account", role("arn:aws:iam::999988887777:role/app"), `PassRoles[0] "arn:aws:iam::999988887777:role/app" is a role of another account, which nobody can pass; name a role of account 111122223333`},
		{"role of another partition", role("arn:aws-cn:iam::111122223333:role/app"), `PassRoles[0] "arn:aws-cn:iam::111122223333:role/app" is in partition aws-cn, not in aws; name a role of the same partition`},
		{"role with a leading slash", role("/ci/app"), `PassRoles[0] "/ci/app" ` + roleShape},
		{"role as in its ARN", role("role/app"), `PassRoles[0] "role/app" ` + roleShape},
		{"role with a space", role("app task"), `PassRoles[0] "app task" ` + roleShape},
		{"policy variable", role("${aws:username}"), `PassRoles[0] "${aws:username}" holds "${", which begins an IAM policy variable; write the value itself`},
		{"no application", group(deploy.CodeDeployGroup{Group: "prod"}), "Services[0].CodeDeploy.Application " + empty},
		{"no group", group(deploy.CodeDeployGroup{Application: "app"}), "Services[0].CodeDeploy.Group " + empty},
		{"every configuration", group(deploy.CodeDeployGroup{Application: "app", Group: "prod", Config: "*"}), `Services[0].CodeDeploy.Config "*" holds "*", where one name is meant; write the names out`},
	})
	assert.EqualError(t, deploy.ECS{}.Validate(permission.Environment{}), "cipublisher: 4 faults:\n"+
		"  - AccountId is missing, and the ARNs of ECS name the account; set it to the twelve digits of the account\n"+
		"  - Region is missing, and the ARNs of ECS name the region; set it to a region such as \"eu-west-1\"\n"+
		"  - Services is missing; name the services to deploy to, each with its cluster, or set RunTasks\n"+
		"  - TaskFamilies is missing; name the families of the services' task definitions")
}

func TestECSNotices(t *testing.T) {
	const runCommand = "note ecs-run-command: {RunTasks} lets the job run any command in those tasks, with their roles: IAM has no condition key for the command that a call gives to a container"
	checkNotices(t, []noticed{
		{"names", appService(), nil},
		{"names that go on on purpose", ecsDeploy(func(e *deploy.ECS) { e.Services[0].Name, e.TaskFamilies[0] = "app-*", "app_*" }), nil},
		{"no roles", ecsDeploy(func(e *deploy.ECS) { e.PassRoles = nil }),
			[]string{"note ecs-no-roles: {PassRoles} is empty, so the job can only register task definitions that have neither a task role nor an execution role"}},
		{"every service", ecsDeploy(func(e *deploy.ECS) { e.Services[0].Name = "*" }),
			[]string{`warning ecs-every-service: {Services[0].Name} "*" covers every service of the cluster, those of other teams included; name the services`}},
		{"every family", ecsDeploy(func(e *deploy.ECS) { e.TaskFamilies[0] = "*" }),
			[]string{`warning ecs-every-family: {TaskFamilies} "*" lets the job run the task definitions of every family in its services, with the roles that those have; name the families`}},
		{"a migration", ecsDeploy(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{{Cluster: "prod", Family: "migrate"}} }), []string{runCommand}},
		{"every migration", ecsDeploy(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{{Cluster: "prod", Family: "*"}} }),
			[]string{`warning ecs-every-family: {RunTasks[0].Family} "*" lets the job run the task definitions of every family, with the roles that those have; name the families`, runCommand}},
		{"migrations that others continue", ecsDeploy(func(e *deploy.ECS) { e.RunTasks = []deploy.ECSTask{{Cluster: "prod", Family: "migrate*"}} }),
			[]string{`warning ecs-look-alikes: {RunTasks[0].Family} "migrate*" covers look-alikes such as "migrateevil"; write "migrate-*" unless names really go on so`, runCommand}},
		{"a name that others continue", ecsDeploy(func(e *deploy.ECS) { e.Services[0].Name = "app*" }),
			[]string{`warning ecs-look-alikes: {Services[0].Name} "app*" covers look-alikes such as "appevil"; write "app-*" unless names really go on so`}},
	})
}

// CDK objects say their names as tokens; a role says its ARN.
func TestECSFromTokens(t *testing.T) {
	set := deploy.ECS{
		Services:     []deploy.ECSService{{Cluster: "${Token[TOKEN.1]}", Name: "${Token[TOKEN.2]}"}},
		TaskFamilies: []string{"${Token[TOKEN.3]}"},
		PassRoles:    []string{"${Token[TOKEN.4]}"},
	}
	env := permission.Environment{Partition: "${Token[AWS.Partition.3]}", Region: "${Token[AWS.Region.4]}", AccountID: "${Token[AWS.AccountId.0]}"}
	assert.NoError(t, set.Validate(env))
	requireGolden(t, "sets/ecs-deploy-tokens.json", policy.New(set.Statements(env)...).Indent())
}

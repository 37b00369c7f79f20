package deploy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// ECS is what a CI job needs to bring a new image to ECS services that
// exist: register a revision of a task definition, point the service to it,
// and wait until the service is stable. It creates and deletes nothing.
type ECS struct {
	// Services are the services that are deployed to. Required without RunTasks.
	Services []ECSService
	// TaskFamilies are the families of the task definitions that the services
	// run. A revision is registered in one of them, and no service can be given
	// a task definition of another. A name may end with "*". Required with
	// Services.
	TaskFamilies []string
	// RunTasks are the tasks that the job runs beside the services and waits for,
	// such as the migration of a database. Nil is none.
	RunTasks []ECSTask
	// PassRoles are the roles that the task definitions name, the task roles as
	// well as the execution roles: by name, with the path before it where it is
	// not "/" ("ci/app-task"), or by ARN. What begins with a CDK token is
	// taken for an ARN. Empty allows task definitions without roles only.
	PassRoles []string
	// Tags lets the job tag the revisions that it registers and the tasks that it
	// runs, as "aws ecs register-task-definition --tags" does.
	Tags bool
}

// ECSService is one ECS service.
type ECSService struct {
	// Cluster is the name of the service's cluster. Required.
	Cluster string
	// Name is the name of the service. It may end with "*"; "*" alone is every
	// service of the cluster. Required.
	Name string
	// CodeDeploy is the deployment group of a service that CodeDeploy deploys,
	// blue/green. Such a service is not updated in ECS. Nil is a service that
	// ECS deploys itself.
	CodeDeploy *CodeDeployGroup
}

// ECSTask is a task that runs once: a revision of a family, in a cluster.
type ECSTask struct {
	// Cluster is the name of the cluster that it runs in. Required.
	Cluster string
	// Family is the family of its task definition, in which the job may also
	// register a revision. No service is given it, unless TaskFamilies have it
	// too. It may end with "*". Required.
	Family string
}

// CodeDeployGroup is a deployment group of CodeDeploy, in the account and
// region of the service.
type CodeDeployGroup struct {
	// Application is the name of the CodeDeploy application. Required.
	Application string
	// Group is the name of the deployment group. Required.
	Group string
	// Config is the name of the deployment configuration. Empty is
	// DefaultDeploymentConfig.
	Config string
}

// DefaultDeploymentConfig is the deployment configuration that CDK gives to a
// deployment group of an ECS service which names none.
//
// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codedeploy.EcsDeploymentGroup.html
const DefaultDeploymentConfig = "CodeDeployDefault.ECSAllAtOnce"

var _ permission.Noticer = ECS{}

const (
	ecsActionsPage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html"
	ecsTasksPage   = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_id-based-policy-examples.html"
	ecsTagPage     = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html"
	codeDeployPage = "https://github.com/aws-actions/amazon-ecs-deploy-task-definition#aws-codedeploy-support"
)

// overTask is the kind of place that tasks are in: a cluster and a family.
const overTask = "task"

var ecsTable = table.New("ECS", "", nil, []table.Row{
	{Sid: "EcsDescribe", Resource: "arn:{partition}:ecs:{region}:{account}:service/{service}", Actions: []table.Action{
		{"ecs:DescribeServices", "aws ecs wait services-stable, aws-actions/amazon-ecs-deploy-task-definition: DescribeServices, again and again", "https://docs.aws.amazon.com/cli/latest/reference/ecs/wait/services-stable.html"},
	}},
	// A call that names no task definition (--force-new-deployment) has no
	// such key and changes none: hence IfExists.
	{Sid: "EcsUpdate", Resource: "arn:{partition}:ecs:{region}:{account}:service/{updated service}",
		Conditions: policy.Conditions{"ArnLikeIfExists": {"ecs:task-definition": {"arn:{partition}:ecs:{region}:{account}:task-definition/{family}:*"}}}, Actions: []table.Action{
			{"ecs:UpdateService", "aws ecs update-service, aws-actions/amazon-ecs-deploy-task-definition", "https://github.com/aws-actions/amazon-ecs-deploy-task-definition#permissions"},
		}},
	// The number of the revision is not known beforehand.
	{Sid: "EcsRegister", Resource: "arn:{partition}:ecs:{region}:{account}:task-definition/{registered family}:*", Actions: []table.Action{
		{"ecs:RegisterTaskDefinition", "aws ecs register-task-definition, aws-actions/amazon-ecs-deploy-task-definition", ecsActionsPage},
	}},
	// The command of a container can be replaced in the call, and no condition
	// key knows it.
	{Sid: "EcsRun", Each: overTask, Resource: "arn:{partition}:ecs:{region}:{account}:task-definition/{run family}:*",
		Conditions: policy.Conditions{"ArnEquals": {"ecs:cluster": {"arn:{partition}:ecs:{region}:{account}:cluster/{run cluster}"}}}, Actions: []table.Action{
			{"ecs:RunTask", "aws ecs run-task --cluster prod --task-definition migrate, aws-actions/amazon-ecs-deploy-task-definition with run-task", "https://docs.aws.amazon.com/cli/latest/reference/ecs/run-task.html"},
		}},
	// The action takes no resource.
	{Sid: "EcsRead", Resource: "*", Actions: []table.Action{
		{"ecs:DescribeTaskDefinition", "aws ecs describe-task-definition, ecs-deploy: what the new revision is made of", ecsActionsPage},
	}},
	// The type of the action is container instances, and a service on Fargate
	// has none: the cluster is a condition, as in AWS's own example.
	{Sid: "EcsListTasks", When: []string{"Services"}, Resource: "*",
		Conditions: policy.Conditions{"ArnEquals": {"ecs:cluster": {"arn:{partition}:ecs:{region}:{account}:cluster/{cluster}"}}}, Actions: []table.Action{
			{"ecs:ListTasks", "aws ecs list-tasks --service-name, ecs-deploy: whether the new tasks run", ecsTasksPage},
		}},
	// Names of tasks are ids.
	{Sid: "EcsTasks", Resource: "arn:{partition}:ecs:{region}:{account}:task/{any cluster}/*", Actions: []table.Action{
		{"ecs:DescribeTasks", "aws ecs describe-tasks, ecs-deploy: why a new task stopped; aws ecs wait tasks-stopped", ecsTasksPage},
	}},
	{Sid: "EcsTag", When: []string{"Tags"}, Resource: "arn:{partition}:ecs:{region}:{account}:task-definition/{registered family}:*",
		Conditions: policy.Conditions{"StringEquals": {"ecs:CreateAction": {"RegisterTaskDefinition"}}}, Actions: []table.Action{
			{"ecs:TagResource", "aws ecs register-task-definition --tags: checked beside ecs:RegisterTaskDefinition", ecsTagPage},
		}},
	{Sid: "EcsTagTask", When: []string{"Tags"}, Resource: "arn:{partition}:ecs:{region}:{account}:task/{task cluster}/*",
		Conditions: policy.Conditions{"StringEquals": {"ecs:CreateAction": {"RunTask"}}}, Actions: []table.Action{
			{"ecs:TagResource", "aws ecs run-task --tags: checked beside ecs:RunTask", ecsTagPage},
		}},
	// Without the condition, the roles could be passed to any service that
	// they trust.
	{Sid: "EcsPassRole", Resource: "{role}", Conditions: policy.Conditions{"StringEquals": {"iam:PassedToService": {"ecs-tasks.amazonaws.com"}}}, Actions: []table.Action{
		{"iam:PassRole", "aws ecs register-task-definition with taskRoleArn or executionRoleArn", "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"},
	}},
	{Sid: "CodeDeployApplication", Resource: "arn:{partition}:codedeploy:{region}:{account}:application:{application}", Actions: []table.Action{
		{"codedeploy:GetApplication", "aws ecs deploy: whether the application is one for ECS", "https://docs.aws.amazon.com/cli/latest/reference/ecs/deploy.html"},
		{"codedeploy:RegisterApplicationRevision", "aws ecs deploy, aws-actions/amazon-ecs-deploy-task-definition: CreateDeployment with the AppSpec in the call", codeDeployPage},
	}},
	{Sid: "CodeDeployGroup", Resource: "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{deployment group}", Actions: []table.Action{
		{"codedeploy:GetDeploymentGroup", "aws ecs deploy, aws-actions/amazon-ecs-deploy-task-definition: how long to wait", codeDeployPage},
		{"codedeploy:CreateDeployment", "aws ecs deploy, aws-actions/amazon-ecs-deploy-task-definition", codeDeployPage},
		{"codedeploy:GetDeployment", "aws deploy wait deployment-successful, which aws ecs deploy does too", codeDeployPage},
	}},
	{Sid: "CodeDeployConfig", Resource: "arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:{deployment config}", Actions: []table.Action{
		{"codedeploy:GetDeploymentConfig", "aws ecs deploy, aws-actions/amazon-ecs-deploy-task-definition: CreateDeployment reads the group's configuration", "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html"},
	}},
})

// Validate reports every fault of the options.
func (e ECS) Validate(env permission.Environment) error {
	faults := env.Faults("ECS")
	if len(e.Services) == 0 && len(e.RunTasks) == 0 {
		faults.Add("Services", "", "is missing", "name the services to deploy to, each with its cluster, or set {RunTasks}")
	}
	for option, service := range fault.Each("Services", e.Services) {
		service.validate(&faults, option)
	}
	for option, task := range fault.EachIn(&faults, "RunTasks", e.RunTasks) {
		clusterRule.CheckPattern(&faults, option+".Cluster", task.Cluster)
		familyRule.CheckPattern(&faults, option+".Family", task.Family)
	}
	switch {
	case len(e.Services) == 0 && len(e.TaskFamilies) > 0 && len(e.RunTasks) > 0:
		faults.Add("TaskFamilies", strings.Join(e.TaskFamilies, ", "), "are those of services, and {Services} names none", "leave it out; {RunTasks} name their own")
	case len(e.TaskFamilies) == 0 && (len(e.Services) > 0 || len(e.RunTasks) == 0):
		faults.Add("TaskFamilies", "", "is missing", "name the families of the services' task definitions")
	}
	familyRule.CheckPatterns(&faults, "TaskFamilies", e.TaskFamilies)
	for option, role := range fault.Each("PassRoles", e.PassRoles) {
		validateRole(&faults, option, role, env)
	}
	return faults.Err()
}

func (s ECSService) validate(faults *fault.List, option string) {
	clusterRule.CheckPattern(faults, option+".Cluster", s.Cluster)
	serviceRule.CheckPattern(faults, option+".Name", s.Name)
	if g := s.CodeDeploy; g != nil {
		applicationRule.CheckPattern(faults, option+".CodeDeploy.Application", g.Application)
		deploymentGroupRule.CheckPattern(faults, option+".CodeDeploy.Group", g.Group)
		if g.Config != "" {
			deploymentConfigRule.CheckPattern(faults, option+".CodeDeploy.Config", g.Config)
		}
	}
}

// Statements returns the statements of the set.
func (e ECS) Statements(env permission.Environment) []policy.Statement {
	var clusters, services, updated, applications, groups, configs, roles []string
	for _, s := range e.Services {
		clusters, services = append(clusters, s.Cluster), append(services, s.Cluster+"/"+s.Name)
		if s.CodeDeploy == nil {
			updated = append(updated, s.Cluster+"/"+s.Name)
			continue
		}
		applications = append(applications, s.CodeDeploy.Application)
		groups = append(groups, s.CodeDeploy.Application+"/"+s.CodeDeploy.Group)
		configs = append(configs, cmp.Or(s.CodeDeploy.Config, DefaultDeploymentConfig))
	}
	for _, role := range e.PassRoles {
		roles = append(roles, roleARN(role, env))
	}
	place := placeIn(env)
	families := slices.Clone(e.TaskFamilies)
	places := table.Places{overTask: nil}
	var runClusters []string
	for _, task := range e.RunTasks {
		families, runClusters = append(families, task.Family), append(runClusters, task.Cluster)
		places[overTask] = append(places[overTask], place.With("run cluster", task.Cluster).With("run family", task.Family))
	}
	places[""] = []table.Place{place.
		With("cluster", clusters...).
		With("service", services...).
		With("updated service", updated...).
		With("application", applications...).
		With("deployment group", groups...).
		With("deployment config", configs...).
		With("family", e.TaskFamilies...).
		With("registered family", families...).
		With("any cluster", slices.Concat(clusters, runClusters)...).
		With("task cluster", runClusters...).
		With("role", roles...)}
	return ecsTable.Statements(table.Options{"Tags": e.Tags, "Services": len(e.Services) > 0}, places)
}

// Notices returns what a reviewer should know of legal options.
func (e ECS) Notices(permission.Environment) []fault.Notice {
	var all fault.Notices
	for option, s := range fault.Each("Services", e.Services) {
		if s.Name == "*" {
			all.Warn("ecs-every-service", "{"+option+".Name} \"*\" covers every service of the cluster, those of other teams included; name the services")
		}
		lookalike.Name(&all, "ecs-look-alikes", option+".Name", s.Name, "-*")
	}
	if slices.Contains(e.TaskFamilies, "*") {
		all.Warn("ecs-every-family", "{TaskFamilies} \"*\" lets the job run the task definitions of every family in its services, with the roles that those have; name the families")
	}
	lookalike.Names(&all, "ecs-look-alikes", "TaskFamilies", e.TaskFamilies, "-*")
	for option, task := range fault.Each("RunTasks", e.RunTasks) {
		if task.Family == "*" {
			all.Warn("ecs-every-family", "{"+option+".Family} \"*\" lets the job run the task definitions of every family, with the roles that those have; name the families")
		}
		lookalike.Name(&all, "ecs-look-alikes", option+".Family", task.Family, "-*")
	}
	if len(e.RunTasks) > 0 {
		all.Note("ecs-run-command", "{RunTasks} lets the job run any command in those tasks, with their roles: IAM has no condition key for the command that a call gives to a container")
	}
	if len(e.PassRoles) == 0 {
		all.Note("ecs-no-roles", "{PassRoles} is empty, so the job can only register task definitions that have neither a task role nor an execution role")
	}
	return all
}

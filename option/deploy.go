package option

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// noDeployProp is why the sets beside publishers and builders have no props.
const noDeployProp = "the constructs take the set itself, in CiRoleProps.Sets"

// beside returns the options of a set that only the command line takes one by
// one.
func (t Table) beside() Table {
	for _, o := range t.complete() {
		o.NoProp, o.NoKey, o.NoRegistry = noDeployProp, noBuilderKey, noBuilderRegistry
	}
	return t
}

// EcrPush returns the options of a publisher of images alone, which deletes
// nothing and sees which images are there.
func EcrPush() *Set {
	images := permission.ECR{Describe: true}
	t := Table{
		{Path: "Ecr.RepositoryNames", Value: "NAME", Example: "app,team/*", Field: &images.RepositoryNames,
			About: "repository that images go to, where * at the end is any characters"},
		{Path: "Ecr.EveryRepository", Field: &images.EveryRepository, About: "let images go to every repository of the account and region, without {Ecr.RepositoryNames}"},
	}.beside()
	return &Set{t, func(*fault.List) permission.Set {
		return permission.Publisher{ECR: &images}
	}}
}

// CDK returns the options of deploying CDK apps, unset.
func CDK() *Set {
	var set deploy.CDK
	t := Table{
		{Path: "Qualifier", Flag: "cdk-qualifier", Value: "TEXT", Example: "acme", Unset: deploy.DefaultQualifier, Field: &set.Qualifier,
			About: "qualifier of the CDK bootstrap"},
		{Path: "Accounts", Flag: "cdk-account", Value: "ID", Example: "123456789012,210987654321", Unset: "{AccountId}", Field: &set.Accounts,
			About: "account that CDK apps are deployed to"},
		{Path: "Regions", Flag: "cdk-region", Value: "REGION", Example: "eu-west-1,us-east-1", Unset: "{Region}", Field: &set.Regions,
			About: "region that CDK apps are deployed to, in each of the accounts"},
		{Path: "Roles", Flag: "cdk-role", Value: "ROLE", Example: "deploy,file-publishing,image-publishing,lookup", Unset: strings.Join(deploy.DefaultBootstrapRoles(), " and "), Field: &set.Roles,
			About: "bootstrap role that the job may assume: " + strings.Join(deploy.BootstrapRoles(), ", ")},
	}.beside()
	return &Set{t, func(*fault.List) permission.Set { return set }}
}

// ECS returns the options of deploying to ECS services, unset.
func ECS() *Set {
	var clusters, services, tasks []string
	var group, config string
	var set deploy.ECS
	t := Table{
		{Path: "Services.Cluster", Flag: "ecs-cluster", Value: "NAME", Example: "prod", Field: &clusters, About: "ECS cluster of the services, and of the tasks of {RunTasks}"},
		{Path: "Services", Flag: "ecs-service", Value: "SERVICE", Example: "app,prod/lib", Field: &services,
			About: "ECS service to deploy to, CLUSTER/NAME where there are several clusters; may end with *"},
		{Path: "TaskFamilies", Flag: "task-family", Value: "NAME", Example: "app", Field: &set.TaskFamilies,
			About: "family of the services' task definitions; may end with *"},
		{Path: "RunTasks", Flag: "ecs-run-task", Value: "FAMILY", Example: "migrate,prod/migrate", Unset: "none", Field: &tasks,
			About: "family of a task that the job runs once and waits for, such as a migration, CLUSTER/FAMILY where there are several clusters; may end with *"},
		{Path: "PassRoles", Value: "ROLE", Example: "app-task,app-execution", Field: &set.PassRoles,
			About: "role that the task definitions name, task role or execution role, by name or ARN"},
		{Path: "Tags", Flag: "task-tags", Field: &set.Tags, About: "let the job tag the revisions of task definitions that it registers, and the tasks that it runs"},
		{Path: "Services.CodeDeploy", Flag: "codedeploy-group", Value: "APPLICATION/GROUP", Example: "app/prod", Unset: "ECS does", Field: &group,
			About: "CodeDeploy deployment group that deploys the one {Services}, blue/green"},
		{Path: "Services.CodeDeploy.Config", Flag: "codedeploy-config", Value: "NAME", Example: "CodeDeployDefault.ECSLinear10PercentEvery1Minutes", Needs: "Services.CodeDeploy", Unset: deploy.DefaultDeploymentConfig, Field: &config,
			About: "deployment configuration of {Services.CodeDeploy}"},
	}.beside()
	return &Set{t, func(faults *fault.List) permission.Set {
		set.Services, set.RunTasks = nil, nil
		for _, at := range t.inClusters(clusters, map[string][]string{"Services": services, "RunTasks": tasks}, faults) {
			if at.path == "Services" {
				set.Services = append(set.Services, deploy.ECSService{Cluster: at.cluster, Name: at.name})
			} else {
				set.RunTasks = append(set.RunTasks, deploy.ECSTask{Cluster: at.cluster, Family: at.name})
			}
		}
		if group == "" {
			return set
		}
		application, name, found := strings.Cut(group, "/")
		switch {
		case !found:
			faults.Add("Services.CodeDeploy", group, "names no deployment group", "write {Services.CodeDeploy} APPLICATION/GROUP")
		case len(set.Services) > 1:
			faults.Add("Services.CodeDeploy", group, "is that of one service, and {Services} names several", "make a policy of each")
		case len(set.Services) == 1:
			set.Services[0].CodeDeploy = &deploy.CodeDeployGroup{Application: application, Group: name, Config: config}
		}
		return set
	}}
}

// inCluster is a service or a family in its cluster, and the option that names
// it.
type inCluster struct{ path, cluster, name string }

// inClusters returns what options name, each in its cluster: the one that is
// written before it, else the only one.
func (t Table) inClusters(clusters []string, named map[string][]string, faults *fault.List) []inCluster {
	var all []inCluster
	unclear, missing := false, t.At("Services.Cluster").refused
	for _, path := range []string{"Services", "RunTasks"} {
		unclear = unclear || t.At(path).refused
		for _, text := range named[path] {
			cluster, name, found := strings.Cut(text, "/")
			if !found || aws.IsARN(text) {
				cluster, name, unclear = "", text, true
				if len(clusters) > 0 {
					cluster = clusters[len(clusters)-1]
				}
			}
			switch {
			case cluster == "" && !missing:
				faults.Add("Services.Cluster", "", "is missing, and a service is known by its cluster", "write {Services.Cluster} NAME")
				missing = true
			case !found && len(clusters) > 1:
				faults.Add(path, text, "does not say which of the clusters it is in", "write CLUSTER/"+text)
			case found && len(clusters) > 0 && !slices.Contains(clusters, cluster):
				faults.Add(path, text, "is in a cluster that {Services.Cluster} does not name", "add {Services.Cluster} "+cluster)
			}
			all = append(all, inCluster{path, cluster, name})
		}
	}
	for _, cluster := range clusters {
		if !unclear && len(all) > 0 && !slices.ContainsFunc(all, func(at inCluster) bool { return at.cluster == cluster }) {
			faults.Add("Services.Cluster", cluster, "has none of the services", "add {Services} "+cluster+"/NAME, or leave the cluster out")
		}
	}
	return all
}

// Lambda returns the options of bringing code to Lambda functions, unset.
func Lambda() *Set {
	var set deploy.Lambda
	t := Table{
		{Path: "Functions", Flag: "lambda-function", Value: "NAME", Example: "api,jobs-*", Field: &set.Functions, About: "Lambda function that gets new code; may end with *"},
		{Path: "Publish", Flag: "lambda-publish", Field: &set.Publish, About: "let the job publish versions of the functions"},
		{Path: "MoveAliases", Flag: "lambda-move-aliases", Field: &set.MoveAliases, About: "let the job point aliases of the functions to other versions"},
		{Path: "GetFunction", Flag: "lambda-get-function", Field: &set.GetFunction,
			About: "let the job ask for a function as a whole, as the waiter function-updated-v2 does; the answer has an address of the code"},
	}.beside()
	return &Set{t, func(*fault.List) permission.Set { return set }}
}

// PullThrough returns the options of pulling images through a cache, unset.
func PullThrough() *Set {
	var set deploy.PullThrough
	t := Table{
		{Path: "CacheNames", Flag: "cache-repository", Value: "NAME", Example: "docker-hub/*", Field: &set.CacheNames,
			About: "repository of a pull-through cache of ECR, where * at the end is any characters"},
		{Path: "CreateRepositories", Flag: "create-cache-repositories", Field: &set.CreateRepositories,
			About: "let a pull create the repositories of {CacheNames} that are not there"},
	}.beside()
	return &Set{t, func(*fault.List) permission.Set { return set }}
}

// Site returns the options of publishing a static site, unset.
func Site() *Set {
	var set deploy.Site
	t := Table{
		{Path: "Files.BucketName", Flag: "site-bucket", Value: "NAME", Example: "acme-site", Field: &set.Files.BucketName, About: "bucket of the site"},
		{Path: "Files.Prefix", Flag: "site-prefix", Value: "PREFIX", Example: "www/", Unset: "the whole bucket", Field: &set.Files.Prefix, About: "what the keys of the site begin with, such as www/"},
		{Path: "Distributions", Flag: "cloudfront-distribution", Value: "ID", Example: "E1A2B3C4D5E6F7", Field: &set.Distributions,
			About: "CloudFront distribution whose cache the job invalidates"},
		{Path: "Files.KmsKeyArn", Flag: "site-kms-key", Value: "ARN", Example: "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", Unset: "none is granted", Field: &set.Files.KMSKeyARN,
			About: "KMS key that the bucket of the site encrypts files with"},
	}.beside()
	return &Set{t, func(*fault.List) permission.Set { return set }}
}

// TerraformState returns the options of using a state in S3, unset.
func TerraformState() *Set {
	var state deploy.TerraformState
	return &Set{stateOptions("", &state).beside(), func(*fault.List) permission.Set { return state }}
}

// Terragrunt returns those, and what Terragrunt has of its own.
func Terragrunt() *Set {
	var set deploy.Terragrunt
	t := append(stateOptions("State.", &set.State), &Option{
		Path: "Create", Flag: "create-state", Default: "false", Example: "true", Field: &set.Create,
		About: "let Terragrunt create the bucket and the table of the state, and change their settings",
	}, &Option{
		Path: "AccountAlias", Flag: "account-alias", Default: "false", Example: "true", Field: &set.AccountAlias,
		About: "let configurations call get_aws_account_alias()",
	}).beside()
	return &Set{t, func(*fault.List) permission.Set { return set }}
}

// stateOptions returns the options of a state, whose paths begin with a
// prefix.
func stateOptions(prefix string, s *deploy.TerraformState) Table {
	return Table{
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

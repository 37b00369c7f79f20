package deploy

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// ECSOptions returns the options of deploying to ECS services, unset.
func ECSOptions() *permission.Options {
	var clusters, services, tasks []string
	var group, config string
	var set ECS
	t := option.Table{
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
		{Path: "Services.CodeDeploy.Config", Flag: "codedeploy-config", Value: "NAME", Example: "CodeDeployDefault.ECSLinear10PercentEvery1Minutes", Needs: "Services.CodeDeploy", Unset: DefaultDeploymentConfig, Field: &config,
			About: "deployment configuration of {Services.CodeDeploy}"},
	}
	return beside(t, func(faults *fault.List) permission.Set {
		set.Services, set.RunTasks = nil, nil
		for _, at := range inClusters(t, clusters, map[string][]string{"Services": services, "RunTasks": tasks}, faults) {
			if at.path == "Services" {
				set.Services = append(set.Services, ECSService{Cluster: at.cluster, Name: at.name})
			} else {
				set.RunTasks = append(set.RunTasks, ECSTask{Cluster: at.cluster, Family: at.name})
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
			set.Services[0].CodeDeploy = &CodeDeployGroup{Application: application, Group: name, Config: config}
		}
		return set
	})
}

// inCluster is a service or a family in its cluster, and the option that names
// it.
type inCluster struct{ path, cluster, name string }

// inClusters returns what options name, each in its cluster: the one that is
// written before it, else the only one.
func inClusters(t option.Table, clusters []string, named map[string][]string, faults *fault.List) []inCluster {
	var all []inCluster
	unclear, missing := false, t.At("Services.Cluster").Refused()
	for _, path := range []string{"Services", "RunTasks"} {
		unclear = unclear || t.At(path).Refused()
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

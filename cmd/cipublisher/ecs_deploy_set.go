package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// ecsDeploySet is what deploying to ECS services needs.
var ecsDeploySet = set{
	name:  "ecs-deploy",
	about: "deploy new images to ECS services",
	setup: func(flags *flagSet) func(*call) permission.Set {
		clusters := flags.add(flag{
			name: "ecs-cluster", value: "NAME", options: []string{"Services.Cluster"}, repeatable: true,
			about: "ECS cluster of the services",
		})
		services := flags.add(flag{
			name: "ecs-service", value: "SERVICE", options: []string{"Services", "Services.Name"}, repeatable: true,
			about: "ECS service to deploy to, CLUSTER/NAME where there are several clusters; may end with *",
		})
		families := flags.add(flag{
			name: "task-family", value: "NAME", options: []string{"TaskFamilies"}, repeatable: true,
			about: "family of the services' task definitions; may end with *",
		})
		roles := flags.add(flag{
			name: "pass-role", value: "ROLE", options: []string{"PassRoles"}, repeatable: true,
			about: "role that the task definitions name, task role or execution role, by name or ARN",
		})
		tags := flags.add(flag{
			name: "task-tags", options: []string{"Tags"}, preset: "false",
			about: "let the job tag the revisions of task definitions that it registers",
		})
		group := flags.add(flag{
			name: "codedeploy-group", value: "APPLICATION/GROUP",
			options: []string{"Services.CodeDeploy", "Services.CodeDeploy.Application", "Services.CodeDeploy.Group"},
			about:   "CodeDeploy deployment group that deploys the one --ecs-service, blue/green; without it, ECS does",
		})
		config := flags.add(flag{
			name: "codedeploy-config", value: "NAME", options: []string{"Services.CodeDeploy.Config"},
			about: "deployment configuration of --codedeploy-group; without it, " + deploy.DefaultDeploymentConfig,
		})
		return func(c *call) permission.Set {
			refuseWithout(c, group, config)
			set := deploy.EcsDeploy{
				Services:     readServices(c, clusters, services),
				TaskFamilies: families.list(),
				PassRoles:    roles.list(),
				Tags:         tags.truth(),
			}
			if group.given() && !group.faulty {
				readDeploymentGroup(c, &set, group, config)
			}
			return set
		}
	},
}

// readServices returns the services, each in its cluster.
func readServices(c *call, clusters, services *flag) []deploy.EcsService {
	var all []deploy.EcsService
	for _, service := range services.list() {
		all = append(all, readService(c, clusters, service))
	}
	unclear := services.faulty || slices.ContainsFunc(services.list(), func(s string) bool { return !strings.Contains(s, "/") })
	for _, cluster := range clusters.list() {
		if !unclear && len(all) > 0 && !slices.ContainsFunc(all, func(s deploy.EcsService) bool { return s.Cluster == cluster }) {
			c.faults.Add("--"+clusters.name, cluster, "has none of the services", "add --"+services.name+" "+cluster+"/NAME, or leave the cluster out")
		}
	}
	return all
}

func readService(c *call, clusters *flag, service string) deploy.EcsService {
	cluster, name, found := strings.Cut(service, "/")
	if !found || strings.HasPrefix(service, "arn:") {
		cluster, name = clusters.text(), service
	}
	switch {
	case cluster == "" && !clusters.faulty:
		c.faults.Add("--"+clusters.name, "", "is missing, and a service is known by its cluster", "write --"+clusters.name+" "+clusters.value)
		clusters.faulty = true
	case !found && len(clusters.list()) > 1:
		c.faults.Add("--ecs-service", service, "does not say which of the clusters it is in", "write CLUSTER/"+service)
	case found && clusters.given() && !slices.Contains(clusters.list(), cluster):
		c.faults.Add("--ecs-service", service, "is in a cluster that --"+clusters.name+" does not name", "add --"+clusters.name+" "+cluster)
	}
	return deploy.EcsService{Cluster: cluster, Name: name}
}

// readDeploymentGroup gives the one service its deployment group.
func readDeploymentGroup(c *call, set *deploy.EcsDeploy, group, config *flag) {
	application, name, found := strings.Cut(group.text(), "/")
	switch {
	case !found:
		c.faults.Add("--"+group.name, group.text(), "names no deployment group", "write --"+group.name+" "+group.value)
	case len(set.Services) > 1:
		c.faults.Add("--"+group.name, group.text(), "is that of one service, and --ecs-service names several", "make a policy of each")
	case len(set.Services) == 1:
		set.Services[0].CodeDeploy = &deploy.CodeDeployGroup{Application: application, Group: name, Config: config.text()}
	}
}

package cloud

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/policy"
)

// ecsAPI answers requests to ECS.
//
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
type ecsAPI struct {
	cloud *Cloud
	mutex sync.Mutex
	// families hold the revisions of task definitions, the first is 1; services
	// the task definition of each, by "CLUSTER/NAME"; tasks those that ran, by
	// cluster.
	families map[string][]taskDefinition
	services map[string]string
	tasks    map[string][]string
}

// taskDefinition has the roles that a revision names.
type taskDefinition struct {
	TaskRole      string `json:"taskRoleArn,omitempty"`
	ExecutionRole string `json:"executionRoleArn,omitempty"`
}

// ecsInput is what the operations here take.
type ecsInput struct {
	taskDefinition
	Family, Cluster, Service, TaskDefinition, ServiceName string
	Services, Tasks                                       []string
	Tags                                                  []json.RawMessage
}

const (
	ecsReferencePage = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html"
	ecsPassRolePage  = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html"
)

// ecsOperations are the operations that are authorized, each for the action of
// its name, and what that is on. The actions beside it are those of the pages.
var ecsOperations = map[string]func(e *ecsAPI, in ecsInput) []Check{
	"RegisterTaskDefinition": func(e *ecsAPI, in ecsInput) []Check {
		// The number of the revision is the next one.
		arn := ecsARN("task-definition/" + in.Family + ":" + strconv.Itoa(len(e.families[in.Family])+1))
		checks := []Check{ecsCheck("RegisterTaskDefinition", "ecs:RegisterTaskDefinition", arn, nil)}
		if len(in.Tags) > 0 {
			checks = append(checks, tagging("RegisterTaskDefinition", arn))
		}
		return append(checks, passing("RegisterTaskDefinition", in.taskDefinition)...)
	},
	"DescribeTaskDefinition": func(e *ecsAPI, in ecsInput) []Check {
		return []Check{ecsCheck("DescribeTaskDefinition", "ecs:DescribeTaskDefinition", "*", nil)}
	},
	"RunTask": func(e *ecsAPI, in ecsInput) []Check {
		family, revision := e.revision(in.TaskDefinition)
		checks := []Check{ecsCheck("RunTask", "ecs:RunTask", ecsARN("task-definition/"+family+":"+strconv.Itoa(revision)), in.cluster())}
		if len(in.Tags) > 0 {
			checks = append(checks, tagging("RunTask", ecsARN("task/"+in.Cluster+"/0123456789abcdef")))
		}
		if revision > 0 {
			checks = append(checks, passing("RunTask", e.families[family][revision-1])...)
		}
		return checks
	},
	"DescribeTasks": func(e *ecsAPI, in ecsInput) []Check {
		var checks []Check
		for _, task := range in.Tasks {
			checks = append(checks, ecsCheck("DescribeTasks", "ecs:DescribeTasks", ecsARN("task/"+in.Cluster+"/"+task[strings.LastIndex(task, "/")+1:]), in.cluster()))
		}
		return checks
	},
	"ListTasks": func(e *ecsAPI, in ecsInput) []Check {
		return []Check{ecsCheck("ListTasks", "ecs:ListTasks", ecsARN("container-instance/"+in.Cluster+"/0123456789abcdef"), in.cluster())}
	},
	"UpdateService": func(e *ecsAPI, in ecsInput) []Check {
		context := in.cluster()
		if in.TaskDefinition != "" {
			family, revision := e.revision(in.TaskDefinition)
			context["ecs:task-definition"] = []string{ecsARN("task-definition/" + family + ":" + strconv.Itoa(revision))}
		}
		return []Check{ecsCheck("UpdateService", "ecs:UpdateService", ecsARN("service/"+in.Cluster+"/"+in.Service), context)}
	},
	"DescribeServices": func(e *ecsAPI, in ecsInput) []Check {
		var checks []Check
		for _, service := range in.Services {
			checks = append(checks, ecsCheck("DescribeServices", "ecs:DescribeServices", ecsARN("service/"+in.Cluster+"/"+service), in.cluster()))
		}
		return checks
	},
}

func ecsARN(resource string) string {
	return "arn:" + Partition + ":ecs:" + Region + ":" + AccountID + ":" + resource
}

func ecsCheck(call, action, resource string, context policy.Context) Check {
	if context == nil {
		context = policy.Context{}
	}
	context["aws:SecureTransport"] = []string{"true"}
	return Check{Call: call, Action: action, Resource: resource, Context: context, Source: ecsReferencePage}
}

func (in ecsInput) cluster() policy.Context {
	return policy.Context{"ecs:cluster": {ecsARN("cluster/" + in.Cluster)}}
}

// tagging is the check beside that of an operation whose request has tags.
func tagging(call, arn string) Check {
	check := ecsCheck(call, "ecs:TagResource", arn, policy.Context{"ecs:CreateAction": {call}})
	check.Source = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html"
	return check
}

// passing are the checks beside that of an operation that gives roles to tasks.
func passing(call string, d taskDefinition) []Check {
	var checks []Check
	for _, role := range []string{d.TaskRole, d.ExecutionRole} {
		if role != "" {
			check := ecsCheck(call, "iam:PassRole", role, policy.Context{"iam:PassedToService": {"ecs-tasks.amazonaws.com"}})
			check.Source = ecsPassRolePage
			checks = append(checks, check)
		}
	}
	return checks
}

// revision returns the family and the revision that a name stands for: FAMILY,
// FAMILY:REVISION or an ARN. The revision is 0 where there is none.
func (e *ecsAPI) revision(name string) (family string, revision int) {
	family, number, found := strings.Cut(name[strings.LastIndex(name, "/")+1:], ":")
	latest := len(e.families[family])
	if !found {
		return family, latest
	}
	if n, err := strconv.Atoi(number); err == nil && n > 0 && n <= latest {
		return family, n
	}
	return family, 0
}

func (e *ecsAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.cloud.request()
	_, name, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	checks, known := ecsOperations[name]
	if !known {
		e.cloud.unknown("ECS: %s", name)
		failJSON(w, http.StatusNotImplemented, "InternalFailure", "no row of ecsOperations: "+name)
		return
	}
	if !signedBy(r.Header.Get("Authorization")) {
		failJSON(w, http.StatusForbidden, "UnrecognizedClientException", "The security token included in the request is invalid.")
		return
	}
	var in ecsInput
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		failJSON(w, http.StatusBadRequest, "SerializationException", err.Error())
		return
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if refused := e.cloud.authorize(checks(e, in)...); refused != nil {
		failJSON(w, http.StatusBadRequest, "AccessDeniedException", refused.refusal())
		return
	}
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_ = json.NewEncoder(w).Encode(e.answer(name, in))
}

// answer does what an operation does, once it is authorized.
func (e *ecsAPI) answer(name string, in ecsInput) any {
	switch name {
	case "RegisterTaskDefinition":
		e.families[in.Family] = append(e.families[in.Family], in.taskDefinition)
		return map[string]any{"taskDefinition": e.describe(in.Family, len(e.families[in.Family]))}
	case "DescribeTaskDefinition":
		return map[string]any{"taskDefinition": e.describe(e.revision(in.TaskDefinition))}
	case "RunTask":
		arn := ecsARN("task/" + in.Cluster + "/0123456789abcdef")
		e.tasks[in.Cluster] = append(e.tasks[in.Cluster], in.TaskDefinition)
		return map[string]any{"tasks": []any{map[string]any{"taskArn": arn, "lastStatus": "PROVISIONING"}}, "failures": []any{}}
	case "DescribeTasks":
		var tasks []any
		for _, task := range in.Tasks {
			tasks = append(tasks, map[string]any{"taskArn": task, "lastStatus": "STOPPED", "containers": []any{map[string]any{"exitCode": 0}}})
		}
		return map[string]any{"tasks": tasks, "failures": []any{}}
	case "ListTasks":
		return map[string]any{"taskArns": []string{ecsARN("task/" + in.Cluster + "/0123456789abcdef")}}
	case "UpdateService":
		if in.TaskDefinition != "" {
			family, revision := e.revision(in.TaskDefinition)
			e.services[in.Cluster+"/"+in.Service] = family + ":" + strconv.Itoa(revision)
		}
		return map[string]any{"service": e.service(in.Cluster, in.Service)}
	}
	var services []any
	for _, service := range in.Services {
		services = append(services, e.service(in.Cluster, service))
	}
	return map[string]any{"services": services, "failures": []any{}}
}

func (e *ecsAPI) describe(family string, revision int) map[string]any {
	return map[string]any{"taskDefinitionArn": ecsARN("task-definition/" + family + ":" + strconv.Itoa(revision)), "family": family, "revision": revision, "status": "ACTIVE"}
}

// service is one that is stable.
func (e *ecsAPI) service(cluster, name string) map[string]any {
	return map[string]any{
		"serviceArn": ecsARN("service/" + cluster + "/" + name), "serviceName": name, "status": "ACTIVE", "desiredCount": 1, "runningCount": 1,
		"taskDefinition": e.services[cluster+"/"+name], "deployments": []any{map[string]any{"status": "PRIMARY"}},
	}
}

// Service makes a service, with the first revision of its family, which names
// roles.
func (c *Cloud) Service(cluster, name, family, taskRole, executionRole string) {
	c.Family(family, taskRole, executionRole)
	c.ecs.mutex.Lock()
	defer c.ecs.mutex.Unlock()
	c.ecs.services[cluster+"/"+name] = family + ":1"
}

// Family makes the first revision of a family of task definitions.
func (c *Cloud) Family(family, taskRole, executionRole string) {
	c.ecs.mutex.Lock()
	defer c.ecs.mutex.Unlock()
	c.ecs.families[family] = []taskDefinition{{taskRole, executionRole}}
}

// ServiceRuns returns the task definition of a service, as FAMILY:REVISION.
func (c *Cloud) ServiceRuns(service string) string {
	c.ecs.mutex.Lock()
	defer c.ecs.mutex.Unlock()
	return c.ecs.services[service]
}

// Ran returns the task definitions that were run in a cluster.
func (c *Cloud) Ran(cluster string) []string {
	c.ecs.mutex.Lock()
	defer c.ecs.mutex.Unlock()
	return append([]string(nil), c.ecs.tasks[cluster]...)
}

package deploy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission/deploy"
)

// A service is in the cluster that is named with it, or in the only one.
func TestServices(t *testing.T) {
	const one, cluster, group = "Services", "Services.Cluster", "Services.CodeDeploy"
	for _, test := range []struct {
		name  string
		given map[string]any
		want  []deploy.ECSService
		fault string
	}{
		{"one cluster", map[string]any{cluster: "prod", one: []string{"app", "web"}}, []deploy.ECSService{{Cluster: "prod", Name: "app"}, {Cluster: "prod", Name: "web"}}, ""},
		{"clusters named with services", map[string]any{one: []string{"prod/app", "test/app"}}, []deploy.ECSService{{Cluster: "prod", Name: "app"}, {Cluster: "test", Name: "app"}}, ""},
		{"a task in the cluster of the service", map[string]any{one: "prod/app", cluster: "prod", "RunTasks": "migrate"}, []deploy.ECSService{{Cluster: "prod", Name: "app"}}, ""},
		{"a task in one of two clusters", map[string]any{one: "prod/app", cluster: []string{"prod", "test"}, "RunTasks": "migrate"}, nil, `RunTasks "migrate" does not say which of the clusters it is in; write CLUSTER/migrate`},
		{"a task alone in its cluster", map[string]any{one: "prod/app", cluster: []string{"prod", "test"}, "RunTasks": "test/migrate"}, []deploy.ECSService{{Cluster: "prod", Name: "app"}}, ""},
		{"no cluster", map[string]any{one: "app"}, nil, "Services.Cluster is missing, and a service is known by its cluster"},
		{"which of two", map[string]any{cluster: []string{"prod", "test"}, one: "app"}, nil, `Services "app" does not say which of the clusters it is in; write CLUSTER/app`},
		{"a cluster that is not named", map[string]any{cluster: "prod", one: "test/app"}, nil, `Services "test/app" is in a cluster that Services.Cluster does not name`},
		{"a cluster without services", map[string]any{cluster: []string{"prod", "test"}, one: "prod/app"}, nil, `Services.Cluster "test" has none of the services`},
		{"a deployment group", map[string]any{one: "prod/app", group: "app/blue"},
			[]deploy.ECSService{{Cluster: "prod", Name: "app", CodeDeploy: &deploy.CodeDeployGroup{Application: "app", Group: "blue"}}}, ""},
		{"an application alone", map[string]any{one: "prod/app", group: "app"}, nil, `Services.CodeDeploy "app" names no deployment group`},
		{"a group of two services", map[string]any{one: []string{"prod/app", "prod/web"}, group: "app/blue"}, nil, `Services.CodeDeploy "app/blue" is that of one service`},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := deploy.ECSOptions()
			for path, value := range test.given {
				require.NoError(t, set.At(path).Set(value))
			}
			var faults fault.List
			made := set.Make(&faults).(deploy.ECS)
			if test.fault != "" {
				assert.ErrorContains(t, faults.Err(), test.fault)
				return
			}
			require.NoError(t, faults.Err())
			assert.Equal(t, test.want, made.Services)
		})
	}
}

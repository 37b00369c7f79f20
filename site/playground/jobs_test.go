package playground

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// admitted are the jobs that are admitted with some options of the trust.
func admitted(t *testing.T, values map[string]string) []string {
	t.Helper()
	all := map[string]string{"AccountId": "123456789012", "S3.BucketName": "acme-dist"}
	for path, value := range values {
		all["Subjects."+path] = value
	}
	answer, faults := makeRole(Request{Values: all})
	require.Empty(t, faults)
	require.NotNil(t, answer.Role, "%v", answer.Faults)
	require.NotEmpty(t, answer.Role.Jobs)
	var whats []string
	for _, j := range answer.Role.Jobs {
		if j.Admitted {
			whats = append(whats, j.What)
			assert.Empty(t, j.Why, j.What)
		} else {
			assert.NotEmpty(t, j.Why, j.What)
		}
	}
	return whats
}

func TestJobs(t *testing.T) {
	for _, test := range []struct {
		name   string
		values map[string]string
		want   string
	}{
		{"an environment, by ids", map[string]string{"Repositories": "acme@1234/app@5678", "Environments": "release"}, "environment release"},
		{"an environment, by names, which others may take over", map[string]string{"Repositories": "acme/app", "Environments": "release"}, "environment release"},
		{"a colon in the name of an environment", map[string]string{"Repositories": "acme/app", "Environments": "Production:V1"}, "environment Production:V1"},
		{"a branch", map[string]string{"Repositories": "acme@1234/app@5678", "Branches": "main"}, "branch main"},
		{"a pattern of tags", map[string]string{"Repositories": "acme@1234/app@5678", "Tags": "v*"}, "tag v1.0, tag v1.2.3"},
		{"pull requests", map[string]string{"Repositories": "acme/app", "PullRequests": "true"}, "a pull request"},
		{"any ref", map[string]string{"Repositories": "acme/app", "AnyRef": "true"}, "branch main, branch feature/login, tag v1.2.3"},
		{"all of an owner", map[string]string{"Repositories": "acme@1234/*", "Branches": "main"},
			"branch main, another repository of the owner, branch main"},
		{"with a claim", map[string]string{"Repositories": "acme@1234/app@5678", "Environments": "release",
			"Claims": "job_workflow_ref=acme/ci/.github/workflows/release.yml@refs/heads/main"}, "environment release"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, strings.Join(admitted(t, test.values), ", "))
		})
	}
}

// Of a customized subject, and of other issuers, the page knows no jobs.
func TestNoJobs(t *testing.T) {
	for _, values := range []map[string]string{
		{"AccountId": "123456789012", "S3.BucketName": "acme-dist", "Subjects.Raw": "repo:acme/app:environment:release"},
		{"AccountId": "123456789012", "S3.BucketName": "acme-dist", "Issuer": "gitlab", "Subjects.Repositories": "acme/app", "Subjects.Branches": "main"},
	} {
		answer, _ := makeRole(Request{Values: values})
		require.NotNil(t, answer.Role, "%v", answer.Faults)
		assert.Empty(t, answer.Role.Jobs)
	}
}

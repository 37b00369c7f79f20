package adopt

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
)

func TestTrustOf(t *testing.T) {
	const gitHub = "token.actions.githubusercontent.com:"
	document := func(conditions policy.Conditions) policy.Document {
		return policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}}, Conditions: conditions})
	}
	for name, test := range map[string]struct {
		conditions policy.Conditions
		settings   Settings
		ids        IDs
		problems   int
	}{
		"a branch":             {policy.Conditions{"StringEquals": {gitHub + "sub": {"repo:acme/app:ref:refs/heads/main"}}}, Settings{"Subjects.Branches": []string{"main"}}, IDs{}, 0},
		"several":              {policy.Conditions{"StringLike": {gitHub + "sub": {"repo:acme/app:ref:refs/tags/v*", "repo:acme/app:environment:b", "repo:acme/app:environment:a"}}}, Settings{"Subjects.Tags": []string{"v*"}, "Subjects.Environments": []string{"a", "b"}}, IDs{}, 0},
		"ids in the subject":   {policy.Conditions{"StringEquals": {gitHub + "sub": {"repo:acme@1/app@2:pull_request"}}}, Settings{"Subjects.PullRequests": true}, IDs{"1", "2"}, 0},
		"ids as claims":        {policy.Conditions{"StringEquals": {gitHub + "sub": {"repo:acme/app:ref:refs/heads/main"}, gitHub + "repository_id": {"2"}, gitHub + "repository_owner_id": {"1"}}}, Settings{"Subjects.Branches": []string{"main"}}, IDs{"1", "2"}, 0},
		"every branch":         {policy.Conditions{"StringLike": {gitHub + "sub": {"repo:acme/app:ref:refs/heads/*"}}}, Settings{"Subjects.AnyRef": true}, IDs{}, 0},
		"a workflow":           {policy.Conditions{"StringEquals": {gitHub + "sub": {"repo:acme/app:environment:a"}, gitHub + "job_workflow_ref": {"acme/ci/.github/workflows/r.yml@refs/heads/main"}}}, Settings{"Subjects.Environments": []string{"a"}, "Subjects.Claims": []string{"job_workflow_ref=acme/ci/.github/workflows/r.yml@refs/heads/main"}}, IDs{}, 0},
		"everything":           {policy.Conditions{"StringLike": {gitHub + "sub": {"repo:acme/app:*"}}}, Settings{"Subjects.AnyRef": true, "Subjects.PullRequests": true}, IDs{}, 1},
		"a customized subject": {policy.Conditions{"StringEquals": {gitHub + "sub": {"repo:acme/app:workflow:x"}}}, Settings{}, IDs{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			got := trustOf(document(test.conditions))
			assert.Equal(t, []string{"acme/app"}, got.repositories)
			assert.Equal(t, test.settings, got.settings)
			assert.Equal(t, test.ids, got.ids["acme/app"])
			assert.Len(t, got.problems, test.problems)
		})
	}
	assert.NotEmpty(t, trustOf(document(nil)).problems, "no subject")
}

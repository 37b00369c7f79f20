package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The fewest differences are told, and none when the subjects mean something
// else.
func TestWhatDiffers(t *testing.T) {
	for _, c := range []struct {
		got, want string
		gitHub    bool
		ids       []string
	}{
		{"repo:Acme/app:pull_request", "repo:acme/app:pull_request", true, []string{"case"}},
		{"repo:acme@1/app@2:pull_request", "repo:acme/app:pull_request", true, []string{"immutable-form"}},
		{"repo:acme/app:pull_request", "repo:acme@1/app@2:pull_request", true, []string{"plain-form"}},
		{"repo:acme/app:environment:a%3Ab", "repo:acme/app:environment:a:b", true, []string{"colon"}},
		{"project_path:a/b:ref:x%3Ay", "project_path:a/b:ref:x:y", false, nil},
		{"repo:ACME@1/app@2:environment:a%3Ab ", "repo:acme/app:environment:a:b", true, []string{"case", "colon", "immutable-form", "space"}},
		{"{a}:b", "a:b", false, []string{"braces"}},
		{"repo:acme/\u0430pp:pull_request", "repo:acme/app:pull_request", true, []string{"characters"}},
		{"repo:acme/app:pull_request", "repo:acme/lib:pull_request", true, nil},
		{"repo:acme/app:pull_request", "repo:acme/app:pull_request", true, nil},
	} {
		var ids []string
		for _, d := range whatDiffers(c.got, c.want, c.gitHub) {
			ids = append(ids, d.id)
		}
		assert.Equal(t, c.ids, ids, "%s, %s", c.got, c.want)
	}
}

func TestWithoutIDs(t *testing.T) {
	for with, without := range map[string]string{
		"repo:acme@1/app@2:pull_request":         "repo:acme/app:pull_request",
		"repo:acme@1/*":                          "repo:acme/*",
		"repo:acme/app:environment:a@1":          "repo:acme/app:environment:a@1",
		"repo:acme@x/app:pull_request":           "repo:acme@x/app:pull_request",
		"job_workflow_ref:acme/ci/x.yml@1":       "job_workflow_ref:acme/ci/x.yml@1",
		"repo:acme@1/app@2":                      "repo:acme/app",
		"repo:acme@1/app@2:ref:refs/heads/a/b@3": "repo:acme/app:ref:refs/heads/a/b@3",
	} {
		assert.Equal(t, without, withoutIDs(with))
		assert.Equal(t, with != without, hasIDs(with))
	}
}

package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Every issuer's own example reads into all its parts, so that two subjects can
// be compared.
func TestFormsReadTheirExamples(t *testing.T) {
	const uuid = "123e4567-e89b-12d3-a456-426614174000"
	for name, c := range map[string]struct {
		form    subjectForm
		subject string
		want    formed
	}{
		"GitLab": {gitLab{}.form(), "project_path:a/b:ref_type:branch:ref:main", formed{values: map[string]string{"project": "a/b", "kind of ref": "branch", "ref": "main"}}},
		"GitLab, customized": {gitLab{}.form(), "project_path:a/b:ref_type:branch:ref:main:x:y",
			formed{values: map[string]string{"project": "a/b", "kind of ref": "branch", "ref": "main"}, tail: "x:y"}},
		"GitLab, open":    {gitLab{}.form(), "project_path:a/b:*", formed{values: map[string]string{"project": "a/b"}, open: true}},
		"Bitbucket":       {bitbucket{}.form(), "{a}:{s}", formed{values: map[string]string{"repository": "{a}", "environment or step": "{s}"}}},
		"Bitbucket, both": {bitbucket{}.form(), "{a}:{e}:{s}", formed{values: map[string]string{"repository": "{a}", "environment or step": "{e}", "step": "{s}"}}},
		"CircleCI": {circleCI{organization: uuid}.form(), "org/o/project/p/user/u/vcs-origin/github.com/a/b/vcs-ref/refs/heads/x/y",
			formed{values: map[string]string{"organization": "o", "project": "p", "user": "u", "vcs-origin": "github.com/a/b", "vcs-ref": "refs/heads/x/y"}}},
		"CircleCI, the first token": {circleCI{organization: uuid}.form(), "org/o/project/p/user/u", formed{values: map[string]string{"organization": "o", "project": "p", "user": "u"}}},
		"HCP Terraform": {terraform{}.form(), "organization:o:project:p q:workspace:w:run_phase:apply",
			formed{values: map[string]string{"organization": "o", "project": "p q", "workspace": "w", "run phase": "apply"}}},
		"Buildkite": {buildkite{}.form(), "organization:o:pipeline:p:ref:refs/heads/a/b:commit:c:step:a:b",
			formed{values: map[string]string{"organization": "o", "pipeline": "p", "ref": "refs/heads/a/b", "commit": "c", "step": "a:b"}}},
	} {
		got, ok := c.form.read(c.subject)
		assert.True(t, ok, name)
		assert.Equal(t, c.want, got, name)
	}
	for _, f := range []subjectForm{gitLab{}.form(), circleCI{}.form(), terraform{}.form(), buildkite{}.form()} {
		_, ok := f.read("repo:acme/app:pull_request")
		assert.False(t, ok, f.example)
	}
}

// Every issuer with a grammar of its own has a form, and an example that a
// person can follow.
func TestEveryKnownIssuerCanBeCompared(t *testing.T) {
	for _, k := range kinds {
		var parameters []string
		for range k.parameters {
			parameters = append(parameters, "x")
		}
		issuer := k.new(parameters)
		switch issuer.grammar.(type) {
		case gitHub, anyOIDC:
			assert.Empty(t, issuer.grammar.form().keys)
		default:
			assert.NotEmpty(t, issuer.grammar.form().keys, k.name)
			assert.NotEmpty(t, issuer.grammar.form().example, k.name)
		}
	}
}

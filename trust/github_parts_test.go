package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsCustomized(t *testing.T) {
	for subject, want := range map[string]bool{
		"repo:acme/app:ref:refs/heads/main":                                         false,
		"repo:acme@1/app@2:environment:prod":                                        false,
		"repo:acme/app:environment:a%3Aworkflow%3Ab":                                false,
		"repo:acme/app:pull_request":                                                false,
		"repo:acme/app":                                                             false,
		"repo:acme/app:branch:main":                                                 false,
		"repo:acme/app:environment:prod:job_workflow_ref:acme/ci/x.yml@main":        true,
		"repo:acme/app:ref:refs/heads/main:workflow:release":                        true,
		"repo:acme/app:pull_request:workflow:ci":                                    true,
		"repo:acme/app:job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads": true,
		"repository_owner:acme:repository_visibility:private":                       true,
		"job_workflow_ref:acme/ci/x.yml@main":                                       true,
		"project_path:acme/app:ref_type:branch:ref:main":                            false,
	} {
		assert.Equal(t, want, isCustomized(subject), subject)
	}
}

package deploy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestRevisionsAreNoFamilies(t *testing.T) {
	for name, want := range map[string]string{
		"app:3":  "is one revision",
		"app:v3": "is one revision",
		"app":    "",
		"app:":   "is not the family of task definitions",
		":3":     "is not the family of task definitions",
		"a:b:c":  "is not the family of task definitions",
	} {
		var faults fault.List
		familyRule.Check(&faults, "TaskFamilies[0]", name)
		if want == "" {
			assert.Empty(t, faults, name)
			continue
		}
		if assert.Len(t, faults, 1, name) {
			assert.Equal(t, want, faults[0].Problem, name)
		}
	}
}

// Only services and families may be patterns: a cluster, and what CodeDeploy
// has, is one.
func TestNamesThatMayBePatterns(t *testing.T) {
	for name, test := range map[string]struct {
		rule    aws.Rule
		pattern bool
	}{
		"cluster": {clusterRule, false}, "service": {serviceRule, true}, "family": {familyRule, true},
		"application": {applicationRule, false}, "group": {deploymentGroupRule, false}, "configuration": {deploymentConfigRule, false},
	} {
		var faults fault.List
		test.rule.CheckPatterns(&faults, "Names", []string{"app-*"})
		assert.Equal(t, test.pattern, len(faults) == 0, "%s: %v", name, faults)
	}
}

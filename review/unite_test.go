package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What is granted under a condition and under its contrary is granted always;
// under one of them, or two that have nothing to do with each other, it is not.
func TestBothBranchesAreOne(t *testing.T) {
	on := func(condition, first, second string) []byte {
		policy := "{Type: 'AWS::IAM::Policy', %s Properties: {PolicyName: p, Roles: [r], PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}}"
		text := "Parameters: {P: {Type: String}, Q: {Type: String}}\nConditions:\n  C: " + condition + "\n  D: !Not [!Condition C]\n  E: !Equals [!Ref Q, y]\nResources:\n  A: " + fmt.Sprintf(policy, first) + "\n"
		if second != "" {
			text += "  B: " + fmt.Sprintf(policy, second) + "\n"
		}
		return []byte(text)
	}
	for name, condition := range map[string]string{"a parameter": "!Equals [!Ref P, x]", "a value that is not known": "!Equals [!ImportValue I, x]"} {
		t.Run(name, func(t *testing.T) {
			always := on(condition, "", "")
			assert.False(t, gains(t, on(condition, "Condition: C,", "Condition: D,"), always))
			assert.False(t, gains(t, on(condition, "Condition: D,", "Condition: C,"), always))
			assert.False(t, gains(t, always, on(condition, "Condition: C,", "Condition: D,")))
			assert.True(t, gains(t, on(condition, "Condition: C,", ""), always))
			assert.True(t, gains(t, on(condition, "Condition: D,", ""), always))
			assert.True(t, gains(t, on(condition, "Condition: C,", "Condition: E,"), always))
			assert.True(t, gains(t, on(condition, "Condition: D,", "Condition: E,"), always))
		})
	}
}

package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

func TestPoliciesByProperty(t *testing.T) {
	requireNamed(t, []named{
		{"attachment by property", "AWS::Glue::SomePolicy", "{Target: t, PolicyInJson: '{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"a:B\", \"Resource\": \"*\"}]}'}", []string{"target Target: \"t\""}},
	})
}

// A document is found wherever it is, as an object or as a text; what only looks
// like one is none.
func TestPoliciesAreFound(t *testing.T) {
	const statement = `{Effect: Allow, Action: 'a:B', Resource: '*'}`
	const text = `'{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}'`
	for _, test := range []struct {
		name, properties  string
		policies, unknown int
	}{
		{"an object", "{AccessPolicies: {Version: 2012-10-17, Statement: [" + statement + "]}}", 1, 0},
		{"without a version", "{AccessPolicies: {Statement: " + statement + "}}", 1, 0},
		{"deep below", "{A: [{B: {C: {Statement: [" + statement + "]}}}]}", 1, 0},
		{"a text", "{A: " + text + "}", 1, 0},
		{"made by a function", "{A: !Sub " + text + "}", 1, 0},
		{"in a branch", "{A: !If [C, {Statement: [" + statement + "]}, {Statement: []}]}", 1, 0},
		{"a rule of a firewall", "{Rules: [{Statement: {ByteMatchStatement: {SearchString: x}}}]}", 0, 0},
		{"a text of something else", `{A: '{"Statement": 3}'}`, 0, 0},
		{"a text that can't be read", `{A: '{"Statement": [{"Effect": "Allow", '}`, 0, 1},
		{"a policy that is not known", "{ResourcePolicy: !ImportValue x}", 0, 1},
		{"anything else that is not known", "{Name: !ImportValue x}", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			holders, err := review.FromTemplate([]byte("Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  R:\n    Type: AWS::Own::Thing\n    Properties: "+test.properties+"\n"), review.Context{})
			require.NoError(t, err)
			policies, unknown := 0, 0
			for _, h := range holders {
				policies += len(h.Policies)
				for _, n := range h.Named {
					if n.Kind == review.InUnknown {
						unknown++
					}
				}
			}
			assert.Equal(t, [2]int{test.policies, test.unknown}, [2]int{policies, unknown})
		})
	}
}

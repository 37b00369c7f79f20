package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

func TestFailedConditionInWords(t *testing.T) {
	for want, failed := range map[string]policy.FailedCondition{
		`StringEquals aws:PrincipalOrgID: wanted "o-1" or "o-2", the request has no such key`: {Operator: "StringEquals", Key: "aws:PrincipalOrgID", Want: []string{"o-1", "o-2"}},
		`StringEquals k: wanted "a", saw "b" and "c"`:                                         {Operator: "StringEquals", Key: "k", Want: []string{"a"}, Got: []string{"b", "c"}, Present: true},
		`StringEquals k: wanted nothing, saw nothing`:                                         {Operator: "StringEquals", Key: "k", Present: true},
	} {
		assert.Equal(t, want, failed.String())
	}
}

// Names of keys have no case, so that two of one name are an error and not a
// choice; a key without a value is missing.
func TestContext(t *testing.T) {
	document := policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"},
		Conditions: policy.Conditions{"StringEquals": {"aws:PrincipalTag/Team": {"a"}}},
	})
	decide := func(context policy.Context) (policy.Decision, error) {
		return policy.Evaluate([]policy.Document{document}, policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-dist/x", Context: context})
	}
	for name, test := range map[string]struct {
		context policy.Context
		allowed bool
	}{
		"the key":         {policy.Context{"aws:PrincipalTag/Team": {"a"}}, true},
		"another case":    {policy.Context{"AWS:principaltag/TEAM": {"a"}}, true},
		"another value":   {policy.Context{"aws:PrincipalTag/Team": {"A"}}, false},
		"several values":  {policy.Context{"aws:PrincipalTag/Team": {"a", "a"}}, false},
		"no value":        {policy.Context{"aws:PrincipalTag/Team": {}}, false},
		"no key":          {nil, false},
		"another's value": {policy.Context{"aws:PrincipalTag/Team": {"b"}, "aws:RequestTag/Team": {"a"}}, false},
	} {
		decision, err := decide(test.context)
		require.NoError(t, err, name)
		assert.Equal(t, test.allowed, decision.Allowed(), name)
	}
	_, err := decide(policy.Context{"aws:PrincipalTag/Team": {"a"}, "AWS:PrincipalTag/Team": {"b"}})
	assert.Error(t, err)
}

package policy_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

func TestWrongDocumentsAreErrors(t *testing.T) {
	r := policy.Request{Action: "s3:GetObject", Resource: "*"}
	sound := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"}})
	wrong := policy.Document{Version: "2012", Statements: []policy.Statement{
		{Effect: "allow"},
		{Effect: policy.Deny, Resources: []string{"${aws:username}"}, NotResources: []string{"arn:aws:s3:::${"}, Conditions: policy.Conditions{
			"stringEquals": {"a:b": {"c"}}, "Null": {"a:b": {"yes"}},
		}},
	}}
	_, err := policy.Evaluate([]policy.Document{sound, wrong}, r)
	var faults fault.List
	require.True(t, errors.As(err, &faults))
	var options []string
	for _, f := range faults {
		options = append(options, f.Option)
	}
	assert.Equal(t, []string{
		"Document[1].Version", "Document[1].Statement[0].Effect", "Document[1].Statement[1].Resource",
		"Document[1].Statement[1].NotResource", "Document[1].Statement[1].Condition.Null.a:b", "Document[1].Statement[1].Condition.stringEquals",
	}, options)
}

// Each fault alone is found, too.
func TestOneWrongStatementIsAnError(t *testing.T) {
	for name, s := range map[string]policy.Statement{
		"effect":      {Effect: "allow", Actions: []string{"*"}},
		"resource":    {Effect: policy.Deny, Actions: []string{"a:b"}, Resources: []string{"arn:aws:s3:::${"}},
		"notResource": {Effect: policy.Deny, Actions: []string{"a:b"}, NotResources: []string{"arn:aws:s3:${aws:username}"}},
		"operator":    {Effect: policy.Deny, Actions: []string{"a:b"}, Conditions: policy.Conditions{"Equals": {}}},
		"value":       {Effect: policy.Deny, Actions: []string{"a:b"}, Conditions: policy.Conditions{"Bool": {"a:b": {"true", "maybe"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.New(s).Evaluate(policy.Request{Action: "s3:GetObject"})
			assert.ErrorContains(t, err, "cipublisher: Statement[0].")
		})
	}
	_, err := policy.Document{Version: "2026-10-17"}.Evaluate(policy.Request{Action: "s3:GetObject"})
	assert.EqualError(t, err, `cipublisher: Version "2026-10-17" is no version of the policy language; write "2012-10-17"`)

	// In the old version of the language a variable is text, however it looks.
	old := policy.Document{Version: "2008-10-17", Statements: []policy.Statement{{
		Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"arn:aws:s3:::${"}, Conditions: policy.Conditions{"StringEquals": {"a:b": {"${"}}},
	}}}
	decision, err := old.Evaluate(policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::${", Context: policy.Context{"a:b": {"${"}}})
	require.NoError(t, err)
	assert.True(t, decision.Allowed())
}

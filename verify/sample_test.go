package verify_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/verify"
)

// The first request of a statement meets its condition.
func TestConditionsAreMet(t *testing.T) {
	for name, c := range map[string]struct {
		condition string
		met       policy.Context
	}{
		"a switch":    {`{"Bool":{"aws:SecureTransport":"true"}}`, policy.Context{"aws:SecureTransport": {"true"}}},
		"a number":    {`{"NumericLessThan":{"s3:max-keys":"10"}}`, policy.Context{"s3:max-keys": {"9"}}},
		"an address":  {`{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}`, policy.Context{"aws:SourceIp": {"10.0.0.0"}}},
		"a day":       {`{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}`, policy.Context{"aws:CurrentTime": {"2099-01-01T00:00:00Z"}}},
		"a set":       {`{"ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}}`, policy.Context{"aws:TagKeys": {"a"}}},
		"no key":      {`{"Null":{"aws:TokenIssueTime":"true"}}`, nil},
		"a negation":  {`{"StringNotEquals":{"aws:PrincipalTag/team":"x"}}`, nil},
		"if it is so": {`{"StringEqualsIfExists":{"aws:PrincipalTag/team":"x"}}`, policy.Context{"aws:PrincipalTag/team": {"x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":` + c.condition + `}]}`
			got := verify.Questions(document(t, text))
			assert.Equal(t, policy.Request{Action: "s3:GetObject", Resource: "*", Context: c.met}, got[0])
			decision, err := document(t, text).Evaluate(got[0])
			require.NoError(t, err)
			assert.True(t, decision.Allowed())
		})
	}
}

// What is open in a resource is filled, and a policy variable's own characters
// are themselves.
func TestResourcesAreFilled(t *testing.T) {
	for pattern, want := range map[string][]string{
		"*":                                      {"*"},
		"arn:aws:ecr:*:*:repository/app/*":       {"arn:aws:ecr:eu-west-1:111122223333:repository/app/example", "arn:aws:ecr:eu-west-1:111122223333:repository/other-app/example"},
		"arn:aws:s3:::dist/a?${*}/${aws:userid}": {"arn:aws:s3:::dist/ae*/example", "arn:aws:s3:::other-dist/ae*/example"},
		"arn:aws-cn:lambda:cn-north-1:111122223333:function:app": {"arn:aws-cn:lambda:cn-north-1:111122223333:function:app", "arn:aws-cn:lambda:cn-north-1:111122223333:function:other-app"},
	} {
		var got []string
		for _, r := range verify.Questions(policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{pattern}})) {
			got = append(got, r.Resource)
		}
		assert.Equal(t, want, got, pattern)
	}
}

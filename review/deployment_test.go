package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// What is there unless a parameter has one value stays the same when another
// condition tests another value.
func TestConditionsOfTheDeployment(t *testing.T) {
	read := func(conditions string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`
Parameters: {Stage: {Type: String}}
Conditions: {Prod: !Equals [!Ref Stage, prod]`+conditions+`}
Resources:
  P:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: 2012-10-17
        Statement: [!If [Prod, !Ref "AWS::NoValue", {Effect: Allow, Action: "s3:*", Resource: "*"}]]
`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	before, after := read(""), read(`, Test: !Equals [!Ref Stage, test]`)
	assert.Equal(t, []string{`the parameter Stage is not "prod"`}, review.Words(before[0].Policies[0].Statements[0].Conditions))
	assert.False(t, gained(before, after))
	assert.False(t, gained(after, before))
}

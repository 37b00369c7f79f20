package aws_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

func TestDynamoDBTable(t *testing.T) {
	for name, problem := range map[string]string{
		"locks": "", "acme.locks_1-x": "", "${Token[T.1]}": "",
		"lo": "is not the name of a DynamoDB table", "lock table": "is not the name of a DynamoDB table", "locks*": "is not the name of a DynamoDB table",
		"arn:aws:dynamodb:eu-west-1:123456789012:table/locks": "is an ARN",
	} {
		var faults fault.List
		aws.DynamoDBTable.Check(&faults, "LockTable", name)
		if problem == "" {
			assert.Empty(t, faults, name)
		} else if assert.Len(t, faults, 1, name) {
			assert.Equal(t, problem, faults[0].Problem, name)
		}
	}
}

package adopt

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
)

func TestExpanded(t *testing.T) {
	d := expanded([]policy.Document{policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"ecr:Put*Image", "sqs:Send*", "x:Y"}, Resources: []string{"*"}},
		policy.Statement{Effect: policy.Allow, Actions: []string{"sqs:*"}, Resources: []string{"*"}}, policy.Statement{Effect: policy.Deny, Actions: []string{"s3:*"}, Resources: []string{"*"}})})[0]
	assert.Equal(t, []string{"ecr:PutImage", "x:Y"}, d.Statements[0].Actions)
	assert.Equal(t, []string{"sqs:*"}, d.Statements[1].Actions, "a service that is not known")
	assert.Equal(t, []string{"s3:*"}, d.Statements[2].Actions)
}

func TestWeight(t *testing.T) {
	allow := policy.Statement{Effect: policy.Allow, Actions: []string{"a:B", "a:C"}, Resources: []string{"*"}}
	limited := allow
	limited.Conditions = policy.Conditions{"Bool": {"aws:SecureTransport": {"true"}}}
	assert.Less(t, weight([]policy.Statement{limited}), weight([]policy.Statement{allow}))
	assert.Zero(t, weight(nil))
	other := allow
	other.Sid = "X"
	assert.Equal(t, text([]policy.Statement{allow, limited}), text([]policy.Statement{limited, other}), "order and Sid are no difference")
}

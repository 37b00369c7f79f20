package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// What can't be read is told, hides nothing of the rest, and is a gain when it
// changes in any way.
func TestWhatCannotBeReadIsUnknown(t *testing.T) {
	read := func(trust, statement string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": `+trust+
			`, "Policies": [{"PolicyDocument": {"Version": "2012-10-17", "Statement": [`+statement+`, {"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}}]}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	const good = `{"Version": "2012-10-17", "Statement": []}`
	for _, test := range []struct{ name, trust, statement, changed, place string }{
		{"a trust policy from elsewhere", `{"Fn::Transform": {"Name": "T"}}`, `{"Effect": "Deny", "Action": "a:C", "Resource": "*"}`, `{"Fn::Transform": {"Name": "U"}}`, "AssumeRolePolicyDocument"},
		{"a statement of no effect", good, `{"Effect": "Permit", "Action": "a:B", "Resource": "*"}`, "", "Policies[0].PolicyDocument.Statement[0]"},
		{"a statement that a macro makes", good, `{"Fn::Transform": {"Name": "T"}}`, "", "Policies[0].PolicyDocument.Statement[0]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			holders := read(test.trust, test.statement)
			require.Len(t, holders[0].Named, 1)
			assert.Equal(t, review.InUnknown, holders[0].Named[0].Kind)
			assert.Contains(t, holders[0].Named[0].Text, test.place)
			assert.NotEmpty(t, holders[0].Policies, "the rest is read")
			assert.Empty(t, review.Compare(holders, holders))
			other := read(good, `{"Effect": "Allow", "Action": "a:B", "Resource": "*"}`)
			assert.NotEmpty(t, review.Compare(other, holders)[0].Gained, "it is new")
			assert.NotEmpty(t, review.Compare(holders, other)[0].Gained, "it is gone, and may have denied something")
		})
	}
}

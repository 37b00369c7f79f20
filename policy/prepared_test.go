package policy_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
)

func ExamplePrepare() {
	prepared, err := policy.Prepare(policy.New(policy.Statement{
		Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::artifacts/*"},
	}))
	if err != nil {
		panic(err)
	}
	for _, key := range []string{"artifacts/app.jar", "others/app.jar"} {
		decision, err := prepared.Evaluate(policy.Request{Action: "s3:PutObject", Resource: "arn:aws:s3:::" + key})
		if err != nil {
			panic(err)
		}
		fmt.Println(key, decision.Outcome)
	}
	// Output:
	// artifacts/app.jar allowed
	// others/app.jar implicitly denied
}

// Prepared documents decide as documents do.
func TestPreparedDecidesAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		documents := []policy.Document{documents().Draw(t, "first"), documents().Draw(t, "second")}
		prepared, err := policy.Prepare(documents...)
		require.NoError(t, err)
		for range 5 {
			request := requests().Draw(t, "request")
			want, wantErr := policy.Evaluate(documents, request)
			got, gotErr := prepared.Evaluate(request)
			assert.Equal(t, want, got)
			assert.Equal(t, wantErr, gotErr)
		}
	})
}

func TestPrepareReportsFaults(t *testing.T) {
	broken := policy.New(policy.Statement{Effect: "Permit", Actions: []string{"*"}, Resources: []string{"*"}})
	_, err := policy.Prepare(broken)
	assert.EqualError(t, err, `cipublisher: Statement[0].Effect "Permit" is not an effect; write "Allow" or "Deny", in this case`)

	prepared, err := policy.Prepare(tenStatements())
	require.NoError(t, err)
	decision, err := prepared.Evaluate(policy.Request{Action: "s3:*"})
	assert.ErrorContains(t, err, "has a wildcard")
	assert.False(t, decision.Allowed())
}

func TestPreparedIsForSeveralGoroutines(t *testing.T) {
	prepared, err := policy.Prepare(tenStatements())
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 100 {
				decision, err := prepared.Evaluate(lastStatement())
				assert.NoError(t, err)
				assert.True(t, decision.Allowed())
			}
		})
	}
	group.Wait()
}

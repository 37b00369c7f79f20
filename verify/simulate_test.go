package verify_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/awsstub"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/verify"
)

// A question that AWS takes for a fault does not hide those that were asked with
// it; the others are decided.
func TestAFaultHidesNoOtherQuestion(t *testing.T) {
	awsstub.Use(t, &awsstub.Stub{
		Refuse: func(a awsstub.Asked) string {
			if a.Action == "iam:SimulateCustomPolicy" && slices.Contains(a.Actions, "s3:GetObject") {
				return "InvalidInput"
			}
			return ""
		},
		Decide: func(action, _ string) string {
			return map[string]string{"s3:PutObject": "implicitDeny", "s3:DeleteObject": ""}[action]
		},
	})
	d := document(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject"],"Resource":"*"}]}`)
	report := ask(t, verify.Subject{Policies: []policy.Document{d}})
	require.Len(t, report.Findings, 2)
	kinds := map[string]verify.Kind{}
	for _, f := range report.Findings {
		kinds[f.Action] = f.Kind
	}
	assert.Equal(t, map[string]verify.Kind{"s3:GetObject": verify.Undecided, "s3:PutObject": verify.Difference}, kinds)
}

// A decision in words that nobody knows agrees with nothing.
func TestNoDecisionIsNoAgreement(t *testing.T) {
	awsstub.Use(t, &awsstub.Stub{Decide: func(action, _ string) string { return "unheard-of" }})
	report := ask(t, verify.Subject{Policies: []policy.Document{publisher(t)}})
	assert.False(t, report.Agrees())
	assert.Zero(t, report.Checks[len(report.Checks)-1].Agreed)
}

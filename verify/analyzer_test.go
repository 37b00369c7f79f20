package verify_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/awsstub"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/verify"
)

// Which of a hundred actions AWS takes for granted is found in a few requests,
// each of at most as many as AWS takes.
func TestTheActionIsFoundByHalves(t *testing.T) {
	aws := awsstub.Use(t, &awsstub.Stub{Granted: []string{"iam:PassRole", "ssm:SendCommand"}})
	report := ask(t, verify.Subject{Policies: []policy.Document{publisher(t)}})
	var found []string
	for _, f := range report.Findings {
		found = append(found, f.Action)
	}
	assert.ElementsMatch(t, []string{"iam:PassRole", "ssm:SendCommand"}, found)
	requests := 0
	for _, a := range aws.Asked() {
		if a.Action == "access-analyzer:CheckAccessNotGranted" {
			requests++
			assert.LessOrEqual(t, len(a.Actions), 100)
		}
	}
	assert.Less(t, requests, 40)
}

// A Deny that always applies takes an action away; one under a condition does
// not.
func TestADenyTakesAwayWhatItAlwaysDenies(t *testing.T) {
	for condition, asked := range map[string]bool{"": false, `,"Condition":{"Bool":{"aws:SecureTransport":"false"}}`: true} {
		aws := awsstub.Use(t, &awsstub.Stub{NotGranted: []string{"iam:CreateAccessKey"}})
		d := document(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"},{"Effect":"Deny","Action":"iam:CreateAccessKey","Resource":"*"`+condition+`}]}`)
		report := ask(t, verify.Subject{Policies: []policy.Document{d}})
		assert.Equal(t, asked, len(report.Findings) == 1, "a note where we are the more cautious side: %v", report.Findings)
		assert.True(t, report.Agrees())
		assert.NotEmpty(t, aws.Asked())
	}
}

package verify_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/verify"
)

func TestText(t *testing.T) {
	report := verify.Report{
		Checks: []verify.Check{{Call: "SimulateCustomPolicy", Asked: 2, Agreed: 1}},
		Findings: []verify.Finding{{
			Kind: verify.Difference, Call: "SimulateCustomPolicy", About: "Upload", Action: "s3:PutObject", Resource: "arn:aws:s3:::dist/app.zip",
			Context: policy.Context{"aws:SecureTransport": {"true"}, "aws:TagKeys": {"a", "b"}}, Ours: "allowed by Statement[0](Upload) of document 0", AWS: "implicitDeny",
		}},
	}
	assert.Equal(t, `SimulateCustomPolicy   2 asked, 1 answered as we do

DIFFERENCE SimulateCustomPolicy: Upload
  action    s3:PutObject
  resource  arn:aws:s3:::dist/app.zip
  context   aws:SecureTransport=true
  context   aws:TagKeys=a, b
  ours      allowed by Statement[0](Upload) of document 0
  AWS       implicitDeny

A difference is a bug of one side: please report it, with the policy, at
https://github.com/cipublisher/cipublisher/issues. What is undecided was not
verified.
`, report.Text())
	report.Findings[0].Kind = verify.Note
	assert.True(t, report.Agrees())
	assert.True(t, strings.HasSuffix(report.Text(), "\nNo difference; ours is the more cautious answer where there is a note.\n"))
	report.Findings[0].Kind = verify.Undecided
	assert.False(t, report.Agrees(), "no answer is no agreement")
	assert.Contains(t, verify.Report{}.JSON(), `"findings": []`)
}

package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func TestHoldersText(t *testing.T) {
	assert.Equal(t, noHolders, holdersText(Style{}, nil))
	assert.Equal(t, "  nothing\n", holdersText(Style{}, []review.Holder{{}}))
	assert.Equal(t, "AWS::IAM::Role R\n\nWho may assume the role\n  nobody\n\nWhat the role may do\n  nothing\n  but nothing beyond the permissions boundary B\n",
		holdersText(Style{}, []review.Holder{{Type: "AWS::IAM::Role", ID: "R", Named: []review.Named{{Kind: review.InBoundary, Text: "B"}}}}))
}

func TestChangesText(t *testing.T) {
	assert.Equal(t, "no change in what is granted\n", changesText(Style{}, nil))
	assert.Equal(t, `AWS::IAM::Role R
+ trusts sts:AssumeRole
    to everybody
    if a is b
- is limited by the permissions boundary B
    if c

1 permission granted, 1 permission taken away
`, changesText(Style{}, []review.Change{{
		Holder: review.Holder{Type: "AWS::IAM::Role", ID: "R"},
		Gained: []review.Entry{{Kind: review.InTrust, Grant: review.Grant{
			Effect: policy.Allow, Actions: []review.Action{{Name: "sts:AssumeRole"}}, Principals: []string{"everybody"}, Conditions: []string{"a is b"},
		}}},
		Lost: []review.Entry{{Kind: review.InBoundary, Text: "B", Grant: review.Grant{Effect: policy.Deny, Conditions: []string{"c"}}}},
	}}))
}

package report

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// kinds are those of review that stand for what is known by its name alone.
var kinds = []review.Kind{
	review.InManaged, review.InGroup, review.InRole, review.InAccess, review.InTemplate, review.InTarget, review.InUnknown, review.InBoundary, review.InLimit,
}

func TestLimits(t *testing.T) {
	for _, kind := range kinds {
		said := limits(review.Holder{Named: []review.Named{{Kind: kind, Text: "X", When: []string{"A", "not B"}}}})
		assert.Regexp(t, `^(and|but) .*X.*, if A and not B$`, said[0], kind)
	}
}

func TestTitle(t *testing.T) {
	assert.Equal(t, "AWS::IAM::Role Publisher, ci/publisher", title(review.Holder{Type: "AWS::IAM::Role", ID: "Publisher", Name: "ci/publisher"}))
	assert.Equal(t, "AWS::IAM::Role Publisher", title(review.Holder{Type: "AWS::IAM::Role", ID: "Publisher"}))
	assert.Empty(t, title(review.Holder{}))
}

func TestIsRole(t *testing.T) {
	some := []policy.Document{{}}
	for _, test := range []struct {
		holder          review.Holder
		role, onlyTrust bool
	}{
		{review.Holder{Policies: some}, false, false},
		{review.Holder{Trust: some}, true, true},
		{review.Holder{Trust: some, Policies: some}, true, false},
		{review.Holder{Type: "AWS::IAM::Role", ID: "R"}, true, false},
		{review.Holder{Type: "AWS::IAM::Role", ID: "R", Trust: some}, true, false},
		{review.Holder{Type: "AWS::IAM::User", ID: "U"}, false, false},
	} {
		assert.Equal(t, test.role, isRole(test.holder), "%+v", test.holder)
		assert.Equal(t, test.onlyTrust, onlyTrust(test.holder), "%+v", test.holder)
	}
}

// A kind that review adds needs its words here.
func TestEveryKindHasWords(t *testing.T) {
	source, err := os.ReadFile("../../review/holder.go")
	require.NoError(t, err)
	var all []review.Kind
	for _, kind := range regexp.MustCompile(`In\w+ +Kind = "(.*)"`).FindAllSubmatch(source, -1) {
		all = append(all, review.Kind(kind[1]))
	}
	assert.ElementsMatch(t, append([]review.Kind{review.InTrust, review.InPolicy}, kinds...), all)
	for _, kind := range all {
		assert.NotEmpty(t, gains[kind], kind)
		assert.NotEmpty(t, losses[kind], kind)
	}
	assert.Len(t, gains, len(all))
	assert.Len(t, losses, len(all))
	assert.Len(t, notes, len(kinds))
	ids := make([]review.Kind, len(rules))
	for i, rule := range rules {
		ids[i] = review.Kind(rule.ID)
	}
	assert.ElementsMatch(t, all, ids)
}

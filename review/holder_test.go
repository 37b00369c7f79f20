package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func TestEmptyHolders(t *testing.T) {
	assert.True(t, review.Holder{ID: "R", Name: "r"}.Empty())
	assert.False(t, review.Holder{Named: []review.Named{{Kind: review.InManaged, Text: "arn:aws:iam::aws:policy/ReadOnlyAccess"}}}.Empty())
	assert.False(t, review.Holder{Trust: []policy.Document{{}}}.Empty())
	assert.False(t, review.Holder{Policies: []policy.Document{{}}}.Empty())
}

// What is known by its name alone grants when it appears and may have limited
// something when it disappears, as its kind says. AWS's own policies only
// allow, except those whose names say otherwise.
func TestNamedThatAppearAndDisappear(t *testing.T) {
	holder := func(named ...review.Named) []review.Holder {
		return []review.Holder{{ID: "R", Type: "AWS::IAM::Role", Name: "r", Named: named}}
	}
	for _, test := range []struct {
		named         review.Named
		grants, limit bool
	}{
		{review.Named{Kind: review.InManaged, Text: "arn:aws:iam::aws:policy/ReadOnlyAccess"}, true, false},
		{review.Named{Kind: review.InManaged, Text: "arn:aws-cn:iam::aws:policy/service-role/X"}, true, false},
		{review.Named{Kind: review.InManaged, Text: "arn:aws:iam::aws:policy/AWSDenyAll"}, true, true},
		{review.Named{Kind: review.InManaged, Text: "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"}, true, true},
		{review.Named{Kind: review.InManaged, Text: "arn:aws:iam::111122223333:policy/own"}, true, true},
		{review.Named{Kind: review.InGroup, Text: "g"}, true, true},
		{review.Named{Kind: review.InRole, Text: "r"}, true, false},
		{review.Named{Kind: review.InAccess, Text: "a"}, true, false},
		{review.Named{Kind: review.InTarget, Text: "t"}, true, false},
		{review.Named{Kind: review.InTemplate, Text: "t"}, true, true},
		{review.Named{Kind: review.InUnknown, Text: "u"}, true, true},
		{review.Named{Kind: review.InBoundary, Text: "b"}, false, true},
		{review.Named{Kind: review.InLimit, Text: "l"}, false, true},
	} {
		assert.Equal(t, test.grants, gained(holder(), holder(test.named)), "%v appears", test.named)
		assert.Equal(t, test.limit, gained(holder(test.named), holder()), "%v disappears", test.named)
	}
}

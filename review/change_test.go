package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func ExampleCompare() {
	before, _ := review.FromTemplate([]byte(template(`"s3:PutObject"`)), review.Context{})
	after, _ := review.FromTemplate([]byte(template(`["s3:PutObject", "s3:DeleteObject"]`)), review.Context{})
	for _, change := range review.Compare(before, after) {
		for _, entry := range change.Gained {
			fmt.Println(change.Holder.Name, "gains", entry.Grant.Actions[0].Name, "on", entry.Grant.Resources[0])
		}
	}
	// Output:
	// /ci/publisher gains s3:DeleteObject on arn:<AWS::Partition>:s3:::artifacts/*
}

func TestHoldersAreTheSameByIDOrByName(t *testing.T) {
	named := func(id, name, actions string) review.Holder {
		return review.Holder{ID: id, Type: "AWS::IAM::Role", Name: name, Policies: []policy.Document{policy.New(policy.Statement{
			Effect: policy.Allow, Actions: []string{actions}, Resources: []string{"*"}})}}
	}
	assert.Empty(t, review.Compare([]review.Holder{named("A", "/x", "a:B")}, []review.Holder{named("Z", "/x", "a:B")}), "another logical id, the same role")
	assert.Empty(t, review.Compare([]review.Holder{named("A", "/x", "a:B")}, []review.Holder{named("A", "/y", "a:B")}), "another name, the same role")
	changes := review.Compare([]review.Holder{named("A", "/x", "a:B")}, []review.Holder{named("Z", "/y", "a:B")})
	require.Len(t, changes, 2)
	assert.Len(t, changes[0].Gained, 1)
	assert.Len(t, changes[1].Lost, 1)
}

func TestBoundaries(t *testing.T) {
	role := func(boundary string) []review.Holder {
		var named []review.Named
		if boundary != "" {
			named = []review.Named{{Kind: review.InBoundary, Text: boundary}}
		}
		return []review.Holder{{ID: "R", Type: "AWS::IAM::Role", Named: named}}
	}
	kinds := func(changes []review.Change) (gained, lost []string) {
		for _, c := range changes {
			for _, e := range c.Gained {
				gained = append(gained, e.Text)
			}
			for _, e := range c.Lost {
				lost = append(lost, e.Text)
			}
		}
		return gained, lost
	}
	for _, test := range []struct {
		before, after []review.Holder
		gained, lost  []string
	}{
		{role("a"), role("a"), nil, nil},
		{role("a"), role(""), []string{"a"}, nil},
		{role(""), role("a"), nil, []string{"a"}},
		{role("a"), role("b"), []string{"a"}, []string{"b"}},
		{nil, role("a"), nil, nil},
		{role("a"), nil, nil, nil},
	} {
		gained, lost := kinds(review.Compare(test.before, test.after))
		assert.Equal(t, test.gained, gained)
		assert.Equal(t, test.lost, lost)
	}
}

package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// What a document holds stays text: it is no table, link or emphasis.
func TestGrantMarkdown(t *testing.T) {
	assert.Equal(t, "| Store | Effect | Action | Resource | Needed for |\n| --- | --- | --- | --- | --- |\n"+
		"| S3 | allow | `s3:GetObject` | `x` | [GetObject](https://example.com) |\n| S3 | allow | `s3:PutObject` | `x` |  |\n",
		grantMarkdown([]review.Grant{{Store: "S3", Effect: policy.Allow, Resources: []string{"x"}, Actions: []review.Action{
			{Name: "s3:GetObject", Call: "GetObject", Source: "https://example.com"}, {Name: "s3:PutObject"},
		}}}))
}

func TestMarkdownOfNothing(t *testing.T) {
	assert.Equal(t, noHolders, holdersMarkdown(Style{}, nil))
	assert.Equal(t, "nothing\n", holdersMarkdown(Style{}, []review.Holder{{}}))
}

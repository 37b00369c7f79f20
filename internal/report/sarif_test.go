package report

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func TestSentence(t *testing.T) {
	holder := review.Holder{Type: "AWS::S3::BucketPolicy", ID: "B"}
	for _, test := range []struct {
		entry review.Entry
		want  string
	}{
		{review.Entry{Kind: review.InPolicy, Grant: review.Grant{
			Effect: policy.Allow, Actions: []review.Action{{Name: "s3:GetObject"}, {Name: "s3:PutObject"}}, Principals: []string{"everybody"}, Resources: []string{"x"}, Conditions: []string{"a is b", "c is d"},
		}}, "AWS::S3::BucketPolicy B grants s3:GetObject, s3:PutObject to everybody on x if a is b and c is d"},
		{review.Entry{Kind: review.InManaged, Text: "arn:x", Grant: review.Grant{Effect: policy.Allow}}, "AWS::S3::BucketPolicy B attaches the managed policy arn:x"},
	} {
		assert.Equal(t, test.want, Sentence(holder, test.entry))
	}
}

// What a change takes away is no finding.
func TestChangesSARIFOfALoss(t *testing.T) {
	lost := review.Entry{Kind: review.InPolicy, Grant: review.Grant{Effect: policy.Allow}}
	assert.Equal(t, changesSARIF(Style{}, nil), changesSARIF(Style{}, []review.Change{{Lost: []review.Entry{lost}}}))
}

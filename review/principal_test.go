package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// Who is invoking is read as a service, as everybody, or as an account or ARN.
func TestPrincipalsThatAreTexts(t *testing.T) {
	for text, want := range map[string]*policy.Principal{
		"*":                                {Everyone: true},
		"s3.amazonaws.com":                 {Service: []string{"s3.amazonaws.com"}},
		"s3.amazonaws.com.cn":              {Service: []string{"s3.amazonaws.com.cn"}},
		"alexa-connectedhome.amazon.com":   {Service: []string{"alexa-connectedhome.amazon.com"}},
		"111122223333":                     {AWS: []string{"111122223333"}},
		"arn:aws:iam::111122223333:role/x": {AWS: []string{"arn:aws:iam::111122223333:role/x"}},
		"evil.example/amazonaws.com":       {AWS: []string{"evil.example/amazonaws.com"}},
	} {
		holders, err := review.FromTemplate([]byte("Resources:\n  R:\n    Type: AWS::Lambda::Permission\n    Properties: {Action: 'lambda:InvokeFunction', FunctionName: f, Principal: '"+text+"'}\n"), review.Context{})
		require.NoError(t, err)
		var found []*policy.Principal
		for _, h := range holders {
			for _, d := range h.Policies {
				for _, s := range d.Statements {
					found = append(found, s.Principal)
				}
			}
		}
		assert.Equal(t, []*policy.Principal{want}, found, text)
	}
}

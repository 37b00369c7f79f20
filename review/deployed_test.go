package review_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

const nestedInFile = `
Resources:
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./nested.yaml
      Parameters: {Action: "s3:GetObject"}
`

const nestedFile = `
Parameters:
  Action: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
      Policies: [{PolicyName: p, PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: !Ref Action, Resource: "*"}]}}]
`

// beside returns a context in which the nested stack's file has this content.
func beside(content string) review.Context {
	return review.Context{Open: func(path string) ([]byte, error) {
		if path != "./nested.yaml" || content == "" {
			return nil, errors.New("no such file")
		}
		return []byte(content), nil
	}}
}

func TestNestedStacksInFiles(t *testing.T) {
	read := func(template string, context review.Context) []review.Holder {
		holders, err := review.FromTemplate([]byte(template), context)
		require.NoError(t, err)
		return holders
	}
	before := read(nestedInFile, beside(nestedFile))
	assert.Equal(t, "Nested/Role", before[0].ID)
	assert.Equal(t, []string{"s3:GetObject"}, before[0].Policies[0].Statements[0].Actions)
	assert.False(t, gained(before, before))
	assert.True(t, gained(before, read(nestedInFile, beside(strings.Replace(nestedFile, "!Ref Action", "'*'", 1)))), "another file")
	assert.True(t, gained(before, read(strings.Replace(nestedInFile, "s3:GetObject", "s3:*", 1), beside(nestedFile))), "another parameter")
	for _, content := range []string{"", "nonsense"} {
		unread := read(nestedInFile, beside(content))
		assert.True(t, gained(unread, unread), "a file that can't be read may have changed")
	}
	itself := read(nestedInFile, beside(nestedInFile))
	assert.True(t, gained(itself, itself), "templates without end")
}

func TestStackSetParameters(t *testing.T) {
	read := func(value string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`
Parameters: {Stage: {Type: String}}
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      Parameters: [{ParameterKey: Action, ParameterValue: `+value+`}]
      TemplateBody: |`+strings.ReplaceAll(nestedFile, "\n", "\n        ")), review.Context{})
		require.NoError(t, err)
		return holders
	}
	plain := read("s3:GetObject")
	assert.Equal(t, []string{"s3:GetObject"}, plain[0].Policies[0].Statements[0].Actions)
	assert.False(t, gained(plain, read("!Select [0, !Split [',', 's3:GetObject,x']]")))
	assert.True(t, gained(plain, read("!Sub 's3:${Stage}'")), "only the deployment knows")
	assert.False(t, gained(read("!Sub 's3:${Stage}'"), read("!Join ['', ['s3:', !Ref Stage]]")), "the same unknown")
}

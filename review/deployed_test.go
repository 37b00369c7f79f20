package review_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
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

// What a stack set rolls out is granted in other accounts, and no less granted.
func TestStackSets(t *testing.T) {
	set := func(actions string) []review.Holder {
		body, err := json.Marshal(template(actions))
		require.NoError(t, err)
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateBody": `+string(body)+`}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	before, after := set(`"s3:PutObject"`), set(`"s3:*"`)
	assert.Equal(t, "Set/Role", before[0].ID)
	require.Len(t, review.Compare(before, after), 1)
	assert.Len(t, review.Compare(before, after)[0].Gained, 1)
}

// Of a template elsewhere only the address is known: another one may grant
// anything.
func TestNestedStacks(t *testing.T) {
	nested := func(url string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`{"Resources": {"Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "`+url+`"}}}}`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	assert.Empty(t, review.Compare(nested("https://a"), nested("https://a")))
	changes := review.Compare(nested("https://a"), nested("https://b"))
	require.Len(t, changes, 1)
	assert.Equal(t, []review.Entry{
		{Kind: review.InTemplate, Text: "https://b", Grant: review.Grant{Effect: policy.Allow}},
		{Kind: review.InTemplate, Text: "https://a", Grant: review.Grant{Effect: policy.Deny}},
	}, changes[0].Gained, "and what the old one denied is not known either")
}

// What has one name in a template and in one within it is two values.
func TestNamesOfNestedTemplatesAreTheirOwn(t *testing.T) {
	read := func(kind, action, child string) []review.Holder {
		holders, err := review.FromTemplate([]byte(`
Parameters: {Stage: {Type: String}}
Conditions: {Prod: !Equals [!Ref Stage, prod]}
Resources:
  Set:
    Type: `+kind+`
    Condition: Prod
    Properties:
      Parameters: `+map[bool]string{true: `[{ParameterKey: Action, ParameterValue: ` + action + `}]`, false: `{Action: ` + action + `}`}[kind == "AWS::CloudFormation::StackSet"]+`
      TemplateBody: |
        Parameters: {Action: {Type: String}, Stage: {Type: String, Default: dev}, Account: {Type: String}}
        Conditions: {Dev: !Equals [!Ref Stage, dev]}
        Resources:
          P:
            Type: AWS::IAM::ManagedPolicy
            Condition: Dev
            Properties:
              PolicyDocument: {Version: 2012-10-17, Statement: [{Effect: Allow, Action: `+child+`, Resource: "*"}]}
`), review.Context{})
		require.NoError(t, err)
		return holders
	}
	for _, kind := range []string{"AWS::CloudFormation::StackSet", "AWS::CloudFormation::Stack"} {
		t.Run(kind, func(t *testing.T) {
			holders := read(kind, "x", "s3:GetObject")
			require.Equal(t, "Set/P", holders[1].ID)
			assert.NotEmpty(t, holders[1].Policies, "where the outer stage is prod and the inner one dev")
			assert.True(t, gained(read(kind, "x", "s3:GetObject"), read(kind, "x", "s3:*")))
			assert.True(t, gained(read(kind, "!Ref Stage", "!Ref Action"), read(kind, "!Ref Stage", "!Ref Account")), "another parameter")
			assert.True(t, gained(read(kind, "!Ref Account", "!Ref Action"), read(kind, "!Ref Account", "!Ref Account")), "the inner Account for the outer one")
			assert.Equal(t, kind == "AWS::CloudFormation::StackSet", gained(read(kind, "!Ref AWS::AccountId", "!Sub 'a:${Action}'"), read(kind, "!Ref AWS::AccountId", "!Sub 'a:${AWS::AccountId}'")),
				"a nested stack is in the same account, a stack set is not")
		})
	}
}

// What is open by default, and tags that are tested, count in a nested template
// as well.
func TestNestedTemplatesAreComparedWhole(t *testing.T) {
	for name, c := range map[string][2]string{
		"endpoint": {"AWS::EC2::VPCEndpoint, Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '*'}]}}", "AWS::EC2::VPCEndpoint"},
		"tag":      {"AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: b}]}", "AWS::SQS::Queue, Properties: {Tags: [{Key: a, Value: c}]}"},
	} {
		t.Run(name, func(t *testing.T) {
			on := func(resource string) []byte {
				return []byte("Resources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody:\n        Resources:\n          R: {Type: " + resource + "}\n" +
					"          P: {Type: 'AWS::IAM::ManagedPolicy', Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*', Condition: {StringEquals: {'aws:ResourceTag/a': c}}}]}}}\n")
			}
			assert.False(t, gains(t, on(c[0]), on(c[0])))
			assert.True(t, gains(t, on(c[0]), on(c[1])))
		})
	}
}

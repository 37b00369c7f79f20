package review_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func TestStatementsThatAreProperties(t *testing.T) {
	for _, test := range []struct {
		name, kind, properties string
		holder                 string
		want                   policy.Statement
	}{
		{"a function's permission", "AWS::Lambda::Permission", "{Action: 'lambda:InvokeFunction', FunctionName: 'arn:aws:lambda:r:1:function:f', Principal: s3.amazonaws.com, SourceArn: a, SourceAccount: 1}",
			"AWS::Lambda::Function arn:aws:lambda:r:1:function:f", policy.Statement{
				Effect: policy.Allow, Principal: &policy.Principal{Service: []string{"s3.amazonaws.com"}}, Actions: []string{"lambda:InvokeFunction"}, Resources: []string{"arn:aws:lambda:r:1:function:f"},
				Conditions: policy.Conditions{"ArnLike": {"aws:SourceArn": {"a"}}, "StringEquals": {"aws:SourceAccount": {"1"}}}}},
		{"for everybody", "AWS::Lambda::Permission", "{Action: 'lambda:*', FunctionName: 'a:f', Principal: '*', PrincipalOrgID: o-1}",
			"AWS::Lambda::Function a:f", policy.Statement{
				Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"lambda:*"}, Resources: []string{"a:f"},
				Conditions: policy.Conditions{"StringEquals": {"aws:PrincipalOrgID": {"o-1"}}}}},
		{"for an account", "AWS::Lambda::LayerVersionPermission", "{Action: 'lambda:GetLayerVersion', LayerVersionArn: 'a:l', Principal: 111122223333}",
			"AWS::Lambda::LayerVersion a:l", policy.Statement{
				Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{"111122223333"}}, Actions: []string{"lambda:GetLayerVersion"}, Resources: []string{"a:l"}}},
		{"an event bus, the old way", "AWS::Events::EventBusPolicy", "{EventBusName: 'a:b', StatementId: s, Action: 'events:PutEvents', Principal: '*', Condition: {Type: StringEquals, Key: 'aws:PrincipalOrgID', Value: o-1}}",
			"AWS::Events::EventBus a:b", policy.Statement{
				Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"events:PutEvents"}, Resources: []string{"a:b"},
				Conditions: policy.Conditions{"StringEquals": {"aws:PrincipalOrgID": {"o-1"}}}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			holders, err := review.FromTemplate([]byte("Resources:\n  R:\n    Type: "+test.kind+"\n    Properties: "+test.properties+"\n"), review.Context{})
			require.NoError(t, err)
			require.Len(t, holders, 1)
			assert.Equal(t, test.holder, holders[0].Type+" "+holders[0].Name)
			assert.Equal(t, []policy.Document{policy.New(test.want)}, holders[0].Policies)
			assert.Equal(t, 2, holders[0].Line)
		})
	}
}

// Who holds a policy is part of what it says.
func TestPoliciesStandWithTheirTarget(t *testing.T) {
	for kind, properties := range map[string]string{
		"AWS::S3::BucketPolicy":               "Bucket: %, PolicyDocument: DOCUMENT",
		"AWS::SQS::QueuePolicy":               "Queues: [%], PolicyDocument: DOCUMENT",
		"AWS::SNS::TopicPolicy":               "Topics: [%], PolicyDocument: DOCUMENT",
		"AWS::SecretsManager::ResourcePolicy": "SecretId: %, ResourcePolicy: DOCUMENT",
		"AWS::IAM::Policy":                    "PolicyName: p, Users: [%], PolicyDocument: DOCUMENT",
		"AWS::IAM::RolePolicy":                "PolicyName: p, RoleName: %, PolicyDocument: DOCUMENT",
		"AWS::VpcLattice::AuthPolicy":         "ResourceIdentifier: %, Policy: DOCUMENT",
	} {
		t.Run(kind, func(t *testing.T) {
			read := func(id, target string) []review.Holder {
				text := fill(properties, target)
				holders, err := review.FromTemplate([]byte("Resources:\n  "+id+": {Type: '"+kind+"', Properties: {"+text+"}}\n"), review.Context{})
				require.NoError(t, err)
				return holders
			}
			assert.False(t, gained(read("R", "a"), read("Other", "a")), "the same, by another logical id")
			assert.True(t, gained(read("R", "a"), read("R", "b")), "another target")
		})
	}
}

func fill(properties, target string) string {
	return strings.NewReplacer("%", target, "DOCUMENT", "{Version: 2012-10-17, Statement: [{Effect: Allow, Action: 'a:B', Resource: '*'}]}").Replace(properties)
}

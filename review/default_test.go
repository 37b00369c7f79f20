package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// Without its policy some resources are open: to take the policy away is a gain,
// and so is one that opens as much; a resource that is new opens nothing that
// was closed.
func TestDefaults(t *testing.T) {
	for kind, of := range map[string]struct{ property, action string }{
		"AWS::EC2::VPCEndpoint":    {"PolicyDocument", "*"},
		"AWS::ApiGateway::RestApi": {"Policy", "execute-api:Invoke"},
		"AWS::EFS::FileSystem":     {"FileSystemPolicy", "elasticfilesystem:ClientMount"},
	} {
		template := func(statement string) []review.Holder {
			properties := "{}"
			if statement != "" {
				properties = "{" + of.property + ": {Version: 2012-10-17, Statement: " + statement + "}}"
			}
			holders, err := review.FromTemplate([]byte("Resources:\n  Other: {Type: AWS::SNS::Topic}\n  R: {Type: "+kind+", Properties: "+properties+"}\n"), review.Context{})
			require.NoError(t, err)
			return holders
		}
		none, err := review.FromTemplate([]byte("Resources:\n  Other: {Type: AWS::SNS::Topic}\n"), review.Context{})
		require.NoError(t, err)
		narrow := "[{Effect: Allow, Principal: {AWS: '111122223333'}, Action: '" + of.action + "', Resource: '*', Condition: {Bool: {'aws:SecureTransport': 'true'}}}]"
		wide := "[{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}]"
		assert.True(t, gained(template(narrow), template("")), "%s loses its policy", kind)
		assert.False(t, gained(template(""), template(narrow)), "%s gets a policy", kind)
		assert.Equal(t, kind != "AWS::EC2::VPCEndpoint", gained(template(""), template(wide)), "%s opens more than it did", kind)
		assert.False(t, gained(none, template("")), "%s is new", kind)
	}
}

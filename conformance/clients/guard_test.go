package clients

import (
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/policy"
)

// TestNpmGuardsLatestByReading: npm refuses to move "latest" back to an older
// version, but asks the registry for the versions first. Refused that, it
// publishes, and "latest" moves back.
func TestNpmGuardsLatestByReading(t *testing.T) {
	npm := clientOf(t, "npm")
	require(t, sourceOf(t, npm.name))
	npm.seed = func(c *cloud.Cloud) error { return c.Package("npm", "@acme/app", "2.0.0") }
	publish := operation{"npm publish", nil}
	backwards := operation{"npm publish", []string{"npm://@acme/app:latest=1.2.3"}}

	publisher := documented(npm)
	withoutReading := without("codeartifact:ReadFromRepository", publisher)
	if ran := runOperation(t, npm, backwards, signedIn, withoutReading); ran.failed != nil {
		t.Errorf("without reading: latest should have moved back: %v\n%s", ran.failed, ran.output)
	}
	reading := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"codeartifact:ReadFromRepository"},
		Resources: []string{"arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/npm"}})
	if ran := runOperation(t, npm, publish, signedIn, []policy.Document{publisher, reading}); ran.failed == nil {
		t.Errorf("with reading: npm should have refused to move latest back\n%s", ran.output)
	}
}

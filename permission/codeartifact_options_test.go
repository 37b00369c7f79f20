package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
)

func TestDomains(t *testing.T) {
	o := permission.PublisherOptions().At("CodeArtifact.Domains")
	require.NoError(t, o.Set([]string{"arn:aws:codeartifact:eu-west-1:111122223333:domain/tools"}))
	assert.Equal(t, []permission.Domain{{DomainName: "tools", AccountID: "111122223333", Region: "eu-west-1"}}, o.Get())
	for _, text := range []string{
		"tools", "arn:aws:codeartifact:eu-west-1:111122223333:repository/tools/npm", "arn:aws:codeartifact::111122223333:domain/tools",
		"arn:aws:codeartifact:eu-west-1::domain/tools", "arn:aws:s3:::tools",
	} {
		assert.ErrorContains(t, o.Set(text), "is not the ARN of a CodeArtifact domain", text)
	}
}

package adopt

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
)

func TestPlacesOf(t *testing.T) {
	allow := func(resource string, actions ...string) policy.Statement {
		return policy.Statement{Effect: policy.Allow, Actions: actions, Resources: []string{resource}}
	}
	p := placesOf([]policy.Document{policy.New(
		allow("arn:aws:s3:::dist/app/*", "s3:Put*"), allow("arn:aws:s3:::dist/docs/${aws:username}/*", "*"), allow("arn:aws:s3:::read/*", "s3:GetObject"), allow("arn:aws:s3:::team-*/x", "s3:PutObject"),
		allow("arn:aws:ecr:eu-west-1:111122223333:repository/app/*", "ecr:PutImage"), allow("arn:aws:codeartifact:eu-west-1:111122223333:package/acme/npm/npm/*", "codeartifact:PublishPackageVersion"),
		allow("arn:aws:kms:eu-west-1:111122223333:key/k", "kms:GenerateDataKey*"), allow("arn:aws:s3:eu-west-1:111122223333:accesspoint/releases/object/app/*", "s3:PutObject"),
		policy.Statement{Effect: policy.Deny, Actions: []string{"s3:PutObject"}, Resources: []string{"arn:aws:s3:::denied/*"}},
	)})
	assert.Equal(t, []string{"dist"}, p.buckets)
	assert.Equal(t, []string{"app/", "docs/"}, p.prefixes["dist"])
	assert.Equal(t, []string{"buckets by a pattern, arn:aws:s3:::team-*/x",
		"objects through an access point, whose bucket the policy does not name, arn:aws:s3:eu-west-1:111122223333:accesspoint/releases/object/app/*"}, p.wide)
	assert.Equal(t, []string{"app/*"}, p.images)
	assert.Equal(t, map[string][]string{"arn:aws:codeartifact:eu-west-1:111122223333:domain/acme": {"npm"}}, p.repositories)
	assert.Equal(t, []string{"npm"}, p.formats)
	assert.Equal(t, "arn:aws:kms:eu-west-1:111122223333:key/k", p.key)
	assert.Equal(t, []string{"eu-west-1"}, p.regions)
	every := placesOf([]policy.Document{policy.New(allow("*", "ecr:*"))})
	assert.Equal(t, true, every.settings(false)["Ecr.EveryRepository"])
}

package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// A bucket and its prefixes are one text each; what is no name stays whole,
// for the core to refuse.
func TestBuckets(t *testing.T) {
	for _, test := range []struct {
		texts []string
		want  []permission.Bucket
	}{
		{[]string{"mirror"}, []permission.Bucket{{BucketName: "mirror"}}},
		{[]string{"mirror/a/", "site", "mirror/b/"}, []permission.Bucket{{BucketName: "mirror", Prefixes: []string{"a/", "b/"}}, {BucketName: "site"}}},
		{[]string{"mirror", "mirror/a/"}, []permission.Bucket{{BucketName: "mirror"}, {BucketName: "mirror", Prefixes: []string{"a/"}}}},
		{[]string{"s3://mirror/a"}, []permission.Bucket{{BucketName: "s3://mirror/a"}}},
		{[]string{"arn:aws:s3:::mirror/a"}, []permission.Bucket{{BucketName: "arn:aws:s3:::mirror/a"}}},
	} {
		o := option.Publisher().At("S3.Buckets")
		require.NoError(t, o.Set(test.texts))
		assert.Equal(t, test.want, o.Get(), "%v", test.texts)
	}
}

func TestDomains(t *testing.T) {
	o := option.Publisher().At("CodeArtifact.Domains")
	require.NoError(t, o.Set([]string{"arn:aws:codeartifact:eu-west-1:111122223333:domain/tools"}))
	assert.Equal(t, []permission.Domain{{DomainName: "tools", AccountID: "111122223333", Region: "eu-west-1"}}, o.Get())
	for _, text := range []string{
		"tools", "arn:aws:codeartifact:eu-west-1:111122223333:repository/tools/npm", "arn:aws:codeartifact::111122223333:domain/tools",
		"arn:aws:codeartifact:eu-west-1::domain/tools", "arn:aws:s3:::tools",
	} {
		assert.ErrorContains(t, o.Set(text), "is not the ARN of a CodeArtifact domain", text)
	}
}

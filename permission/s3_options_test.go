package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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
		o := permission.PublisherOptions().At("S3.Buckets")
		require.NoError(t, o.Set(test.texts))
		assert.Equal(t, test.want, o.Get(), "%v", test.texts)
	}
}

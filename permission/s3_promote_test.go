package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
)

func promoting(buckets ...permission.Bucket) permission.Publisher {
	return permission.Publisher{S3: &permission.S3{BucketName: "acme-dist", Prefix: "release/", PromoteFrom: buckets}}
}

func TestSourcesInS3AreChecked(t *testing.T) {
	_, env := full()
	assert.NoError(t, promoting(permission.Bucket{BucketName: "acme-dist", Prefixes: []string{"candidates/"}}).Validate(env), "the same bucket, another prefix")
	for _, test := range []struct {
		name, want string
		buckets    []permission.Bucket
	}{
		{"no name", "S3.PromoteFrom[0].BucketName is missing; name the bucket, or leave it out", []permission.Bucket{{}}},
		{"named twice", `S3.PromoteFrom[1].BucketName "acme-staging" is named before; name each bucket once, with all its prefixes`, []permission.Bucket{{BucketName: "acme-staging"}, {BucketName: "acme-staging"}}},
		{"a wildcard", `S3.PromoteFrom[0].Prefixes[0] "candidates/*" holds "*", which IAM reads as a wildcard, where a literal prefix is meant; leave it out; everything below the prefix is covered without it`,
			[]permission.Bucket{{BucketName: "acme-staging", Prefixes: []string{"candidates/*"}}}},
		{"a key's alias", `S3.PromoteFrom[0].KmsKeyArn "alias/x" is an alias, and IAM compares the key itself; write the ARN of the key behind the alias`,
			[]permission.Bucket{{BucketName: "acme-staging", KMSKeyARN: ptr("alias/x")}}},
	} {
		assert.EqualError(t, promoting(test.buckets...).Validate(env), "cipublisher: "+test.want, test.name)
	}
}

func TestSourcesInS3AreNoticed(t *testing.T) {
	_, env := full()
	var got []string
	for _, notice := range promoting(permission.Bucket{BucketName: "acme-staging"}, permission.Bucket{BucketName: "acme-site", Prefixes: []string{"www", "docs/"}}).Notices(env) {
		got = append(got, notice.ID+": "+notice.Text)
	}
	assert.Equal(t, []string{
		`s3-promote-whole-bucket: the publisher may read every object of the bucket "acme-staging", because {S3.PromoteFrom[0].Prefixes} names no prefix`,
		`s3-promote-no-slash: {S3.PromoteFrom[1].Prefixes[0]} "www" does not end with "/", so the publisher may also read look-alikes such as "www-evil/"; write "www/" unless keys really continue the name`,
	}, got)
}

// A dev publisher promotes nothing.
func TestDevPublishersPromoteNothing(t *testing.T) {
	_, env := full()
	p := promoting(permission.Bucket{BucketName: "acme-staging"})
	p.ECR = &permission.ECR{RepositoryNames: []string{"app"}, DevRepositoryNames: []string{"dev/*"}, PromoteFrom: []string{"candidates"}}
	p.Dev = true
	for _, s := range p.Statements(env) {
		assert.NotContains(t, s.Sid, "Promote")
	}
}

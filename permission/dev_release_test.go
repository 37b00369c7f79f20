package permission_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// The checks that the Terraform module asks its maintainers to make by hand, in
// its testing.md, for a dev publisher with the default prefix. "" is a tag that
// is absent.
//
// S3 does not know the tags of the object that a PutObject overwrites, which
// is why the last row is allowed. Here the key is in every request, so that
// the rows would notice if a statement tested it.
//
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html
func TestManualChecksOfTheTerraformModule(t *testing.T) {
	tests := []struct {
		name                string
		action, key         string
		requested, existing string
		want                policy.Outcome
	}{
		{"1 list the bucket", "s3:ListBucket", "", "", "", policy.Allowed},
		{"2 put without tag at the top", "s3:PutObject", "testing.md", "", "", policy.ImplicitlyDenied},
		{"3 put without tag below the prefix", "s3:PutObject", "A/feature/testing.md", "", "", policy.ImplicitlyDenied},
		{"4 put with tag at the top", "s3:PutObject", "testing.md", "false", "", policy.ImplicitlyDenied},
		{"5 put with tag where the prefix has no parent", "s3:PutObject", "feature/testing.md", "false", "", policy.ImplicitlyDenied},
		{"6 put with tag below the prefix", "s3:PutObject", "A/feature/testing.md", "false", "", policy.Allowed},
		{"7 overwrite a dev release", "s3:PutObject", "A/feature/testing.md", "false", "false", policy.Allowed},
		{"8 tag an object without tags", "s3:PutObjectTagging", "A/feature/testing.md", "false", "", policy.Allowed},
		{"9 retag a release", "s3:PutObjectTagging", "A/feature/testing.md", "false", "true", policy.ExplicitlyDenied},
		{"10 overwrite a release without tag", "s3:PutObject", "A/feature/testing.md", "", "true", policy.ImplicitlyDenied},
		{"11 overwrite a release with tag, the known hole", "s3:PutObject", "A/feature/testing.md", "false", "true", policy.Allowed},
	}
	publisher := permission.Publisher{
		Preset: module,
		S3:     &permission.S3{BucketName: "agilecustoms-dist"},
		Dev:    true,
	}
	require.NoError(t, publisher.Validate(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"}))
	document := policy.New(publisher.Statements(permission.Environment{AccountID: "111122223333", Region: "eu-west-1"})...)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			request := policy.Request{Action: tt.action, Resource: "arn:aws:s3:::agilecustoms-dist", Context: policy.Context{}}
			if tt.key != "" {
				request.Resource += "/" + tt.key
			}
			if tt.requested != "" {
				request.Context["s3:RequestObjectTag/Release"] = []string{tt.requested}
			}
			if tt.existing != "" {
				request.Context["s3:ExistingObjectTag/Release"] = []string{tt.existing}
			}
			decision, err := document.Evaluate(request)
			require.NoError(t, err)
			assert.Equal(t, tt.want, decision.Outcome)
		})
	}
}

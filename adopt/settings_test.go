package adopt

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/permission"
)

func TestSettings(t *testing.T) {
	s := Settings{"S3.BucketName": "acme-dist"}
	more := s.with("S3.Prefix", "app/")
	assert.NotContains(t, s, "S3.Prefix", "the settings stay as they are")
	assert.Equal(t, s, more.with("S3.Prefix", nil))
	made, faults := more.with("Subjects.Repositories", []string{"acme@1/app@2"}).with("Subjects.Environments", []string{"release"}).role("a", "/ci/")
	assert.Empty(t, faults)
	assert.NoError(t, made.Validate(permission.Environment{AccountID: "111122223333", Region: "eu-west-1", Partition: "aws"}))
	_, faults = Settings{"S3.Prefix": ""}.role("a", "/ci/")
	assert.NotEmpty(t, faults)
}

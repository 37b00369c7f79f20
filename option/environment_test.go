package option_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
)

// A set without limits is itself: no other type stands for it.
func TestLimit(t *testing.T) {
	set := permission.Publisher{S3: &permission.S3{BucketName: "acme-dist"}}
	assert.Equal(t, set, option.Limit(set, permission.Limited{}))
	assert.Equal(t, permission.Limited{Set: set, PinRegion: true}, option.Limit(set, permission.Limited{PinRegion: true}))
	assert.Equal(t, permission.Limited{Set: set, OrganizationID: "o-a1b2c3d4e5"}, option.Limit(set, permission.Limited{OrganizationID: "o-a1b2c3d4e5"}))
}

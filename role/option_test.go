package role_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/role"
)

func TestTagTexts(t *testing.T) {
	var r role.Role
	tags := r.Options().At("Role.Tags")
	require.NoError(t, tags.Set([]string{"team=web", "note=a=b", "empty="}))
	assert.Equal(t, map[string]string{"team": "web", "note": "a=b", "empty": ""}, r.Tags)
	assert.EqualError(t, tags.Set([]string{"team", "a=1", "a=2"}), "cipublisher: 2 faults:\n"+
		`  - Role.Tags "team" has no value; write Role.Tags KEY=VALUE`+"\n"+
		`  - Role.Tags "a=2" has the key of another tag; leave one of them out`)
}

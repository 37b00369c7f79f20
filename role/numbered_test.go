package role_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/role"
)

func TestNumbered(t *testing.T) {
	for i, want := range []string{"publisher", "publisher-2", "publisher-3"} {
		assert.Equal(t, want, role.Numbered("publisher", "-", i))
	}
}

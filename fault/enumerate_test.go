package fault_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestEnumerate(t *testing.T) {
	assert.Equal(t, "a", fault.Enumerate([]string{"a"}))
	assert.Equal(t, "a, b, c, d, e", fault.Enumerate([]string{"a", "b", "c", "d", "e"}))
	assert.Equal(t, "a, b, c, d, e and 2 more", fault.Enumerate([]string{"a", "b", "c", "d", "e", "f", "g"}))
}

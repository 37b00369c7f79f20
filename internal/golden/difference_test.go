package golden

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFirstDifference(t *testing.T) {
	assert.Equal(t, "line 2\n  want: b\n  got:  c", firstDifference("a\nb\n", "a\nc\n"))
	assert.Equal(t, "line 2\n  want: (the text has ended)\n  got:  b", firstDifference("a", "a\nb"))
}

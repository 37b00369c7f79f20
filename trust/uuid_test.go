package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsUUID(t *testing.T) {
	for text, want := range map[string]bool{
		"123e4567-e89b-12d3-a456-426614174000":   true,
		"123E4567-E89B-12D3-A456-426614174000":   false,
		"{123e4567-e89b-12d3-a456-426614174000}": false,
		"123e4567-e89b-12d3-a456-42661417400":    false,
		"123e4567e89b12d3a456426614174000":       false,
		"*":                                      false,
		"":                                       false,
	} {
		assert.Equal(t, want, isUUID(text), text)
	}
}

package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A raw subject names its whole owner, and a wildcard follows a whole name, or
// is in a ref.
func TestBound(t *testing.T) {
	for subject, sound := range map[string]bool{
		"project_path:acme/app:ref_type:branch:ref:main":      true,
		"project_path:acme/app:*":                             true,
		"project_path:acme/*":                                 true,
		"project_path:acme/app:ref_type:branch:ref:release-*": true,
		"project_path:acme/app*":                              false,
		"project_path:acme*":                                  false,
		"project_path:*":                                      false,
		"project_path:/app:x":                                 false,
		"r*":                                                  false,
		"repo:acme/app:*":                                     false,
	} {
		problem, _ := gitLab{}.raw(subject)
		assert.Equal(t, sound, problem == "", "%s: %s", subject, problem)
	}
}

package registry

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What the registry or a row says itself is no option beside it.
func TestOwnKeysAreNoOptions(t *testing.T) {
	for _, own := range []map[string]*shape{registryKeys(), rowKeys()} {
		for key := range own {
			assert.NotContains(t, optionShapes(), key)
		}
	}
	for _, key := range []string{"roleName", "repository", "path", "accountId", "region"} {
		assert.Contains(t, keys(), key, "an option stands for the same")
	}
}

// Keys that are required are keys.
func TestRequiredKeysAreKeys(t *testing.T) {
	top := registryShape()
	for _, s := range []*shape{top, top.keys["repositories"].items} {
		assert.NotEmpty(t, s.required)
		for _, key := range s.required {
			assert.Contains(t, s.keys, key)
		}
	}
}

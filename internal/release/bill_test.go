package main

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A bill names what was linked: the module that replaces another.
func TestLibrary(t *testing.T) {
	assert.Equal(t, component{Type: "library", Name: "example.com/a", Version: "v1.2.3", PackageURL: "pkg:golang/example.com/a@v1.2.3"},
		library(&debug.Module{Path: "example.com/a", Version: "v1.2.3"}))
	assert.Equal(t, "pkg:golang/example.com/b@v2.0.0",
		library(&debug.Module{Path: "example.com/a", Version: "v1.2.3", Replace: &debug.Module{Path: "example.com/b", Version: "v2.0.0"}}).PackageURL)
}

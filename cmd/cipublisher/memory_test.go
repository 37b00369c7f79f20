package main

import (
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What the environment says wins.
func TestCollectSeldom(t *testing.T) {
	percent, limit := debug.SetGCPercent(77), debug.SetMemoryLimit(3<<30)
	defer func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}()
	collectSeldom(func(string) string { return "50" })
	assert.Equal(t, 77, debug.SetGCPercent(77))
	assert.Equal(t, int64(3<<30), debug.SetMemoryLimit(-1))
	collectSeldom(func(string) string { return "" })
	assert.Equal(t, garbagePercent, debug.SetGCPercent(percent))
	assert.Equal(t, int64(garbageLimit), debug.SetMemoryLimit(-1))
}

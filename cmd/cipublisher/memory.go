package main

import "runtime/debug"

// A command lives for milliseconds and lets go of nearly all that it takes: to
// collect it as often as a server does would be up to half of its processor time.
const (
	// garbagePercent is how much may be garbage, of what is in use.
	garbagePercent = 300
	// garbageLimit is the memory in bytes from which on it is collected in time
	// all the same.
	garbageLimit = 2 << 30
)

// collectSeldom has garbage collected less often, unless the environment says
// how often.
//
// https://go.dev/doc/gc-guide
func collectSeldom(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(garbageLimit)
	}
}

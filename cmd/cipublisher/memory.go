package main

import (
	"runtime"
	"runtime/debug"
)

// A command lives for milliseconds and lets go of nearly all that it takes: to
// collect it as often as a server does would be up to half of its processor time.
const (
	// garbageFree is the memory in bytes up to which nothing is collected. Most
	// commands end before.
	garbageFree = 128 << 20
	// garbagePercent is how much may be garbage afterwards, of what is in use.
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
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(garbageFree)
	// The first collection finds this, and has those that follow.
	runtime.SetFinalizer(&struct{ first [16]byte }{}, func(any) {
		debug.SetGCPercent(garbagePercent)
		debug.SetMemoryLimit(garbageLimit)
	})
}

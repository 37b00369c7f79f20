//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// peakMemory returns the largest resident memory of this process and of the
// largest of the child processes that have ended, in megabytes.
func peakMemory() float64 {
	return peakOf(syscall.RUSAGE_SELF) + peakOf(syscall.RUSAGE_CHILDREN)
}

func peakOf(who int) float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(who, &usage); err != nil {
		return 0
	}
	peak := float64(usage.Maxrss) / 1024 // kilobytes
	if runtime.GOOS == "darwin" {
		peak /= 1024 // bytes
	}
	return peak
}

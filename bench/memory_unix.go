//go:build unix

package main

import (
	"os"
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
	return megabytes(usage.Maxrss)
}

// peakOfProcess is the same of another process that has ended.
func peakOfProcess(state *os.ProcessState) float64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return megabytes(usage.Maxrss)
}

// megabytes converts what getrusage counts: kilobytes, on macOS bytes.
func megabytes(maxrss int64) float64 {
	if runtime.GOOS == "darwin" {
		return float64(maxrss) / (1 << 20)
	}
	return float64(maxrss) / (1 << 10)
}

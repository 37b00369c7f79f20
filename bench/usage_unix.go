//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// usage is what processes took of the machine.
type usage struct {
	// peakMB is the largest resident memory in megabytes.
	peakMB float64
	// cpuMS is the processor time in milliseconds.
	cpuMS float64
}

// ownUsage is that of this process and its child processes that have ended; of
// the memory of several children, the largest.
func ownUsage() usage {
	var self, children syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &self) != nil || syscall.Getrusage(syscall.RUSAGE_CHILDREN, &children) != nil {
		return usage{}
	}
	a, b := usageOf(&self), usageOf(&children)
	return usage{a.peakMB + b.peakMB, a.cpuMS + b.cpuMS}
}

// usageOfProcess is that of another process that has ended.
func usageOfProcess(state *os.ProcessState) usage {
	rusage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return usage{}
	}
	return usageOf(rusage)
}

func usageOf(r *syscall.Rusage) usage {
	unit := float64(1 << 10) // kilobytes
	if runtime.GOOS == "darwin" {
		unit = 1 << 20 // bytes
	}
	return usage{
		peakMB: float64(r.Maxrss) / unit,
		cpuMS:  milliseconds(time.Duration(r.Utime.Nano() + r.Stime.Nano())),
	}
}

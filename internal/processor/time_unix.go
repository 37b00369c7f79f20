//go:build unix

package processor

import (
	"syscall"
	"time"
)

// Time is what this process has used of the processors, all threads together.
func Time() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err) // there is no other reason than a wrong argument
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

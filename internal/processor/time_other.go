//go:build !unix

package processor

import "time"

var start = time.Now()

// Time is the time by the clock, where the system does not tell more.
func Time() time.Duration { return time.Since(start) }

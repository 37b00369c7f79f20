package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the environment says wins. Else nothing is collected until there is much,
// and then in time.
func TestCollectSeldom(t *testing.T) {
	percent, limit := debug.SetGCPercent(77), debug.SetMemoryLimit(3<<30)
	defer func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}()
	now := func() (percent, limit uint64) {
		samples := []metrics.Sample{{Name: "/gc/gogc:percent"}, {Name: "/gc/gomemlimit:bytes"}}
		metrics.Read(samples)
		return samples[0].Value.Uint64(), samples[1].Value.Uint64()
	}
	for _, set := range []string{"GOGC", "GOMEMLIMIT"} {
		collectSeldom(func(name string) string { return map[string]string{set: "50"}[name] })
		percent, limit := now()
		assert.EqualValues(t, 77, percent)
		assert.EqualValues(t, 3<<30, limit)
	}
	collectSeldom(func(string) string { return "" })
	_, free := now()
	assert.EqualValues(t, garbageFree, free)
	runtime.GC()
	require.Eventually(t, func() bool {
		percent, limit := now()
		return percent == garbagePercent && limit == garbageLimit
	}, 10*time.Second, time.Millisecond)
}

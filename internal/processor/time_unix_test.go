//go:build unix

package processor_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/processor"
)

// Work takes time, and waiting takes less of it than the clock says.
func TestTime(t *testing.T) {
	begin := processor.Time()
	for i := 0; processor.Time() == begin; i++ {
		require.Less(t, i, 1_000_000_000)
	}
	begin, clock := processor.Time(), time.Now()
	time.Sleep(100 * time.Millisecond)
	require.LessOrEqual(t, processor.Time()-begin, time.Since(clock))
}

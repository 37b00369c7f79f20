package main

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/processor"
)

// Every figure is printed with its goal, and whether that is met.
func TestEveryFigureHasAVerdict(t *testing.T) {
	var all []measured
	for i, f := range figures {
		all = append(all, measured{f, f.limit * float64(1+i%2) * 1.01 / 1.02})
	}
	var out strings.Builder
	writeCore(&out, all)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 1+len(figures))
	for i, f := range figures {
		require.True(t, strings.HasPrefix(lines[1+i], f.text), lines[1+i])
		require.True(t, strings.HasSuffix(strings.TrimSpace(lines[1+i]), []string{"met", "missed"}[i%2]), lines[1+i])
		require.Positive(t, f.limit)
	}
}

func TestVerdict(t *testing.T) {
	require.Equal(t, "met", verdict(3, 3))
	require.Equal(t, "missed", verdict(3.01, 3))
	require.Equal(t, "missed", verdict(math.NaN(), 3))
}

// What takes longer is measured as longer.
func TestMicroseconds(t *testing.T) {
	work := func(n int) func() {
		return func() {
			for end := processor.Time() + time.Duration(n)*time.Microsecond; processor.Time() < end; {
			}
		}
	}
	short := microseconds(work(20))
	require.GreaterOrEqual(t, short, 19.0)
	require.Greater(t, microseconds(work(100)), 2*short)
}

// The figures of the core are of what they say: policies and trusts that are
// sound, and a request that is allowed.
func TestFiguresAreOfSoundThings(t *testing.T) {
	require.NoError(t, corePublisher.Validate(coreEnvironment))
	require.Len(t, trustOf(false).Document().Statements, 1)
	require.Len(t, trustOf(true).Document().Statements, 2)
	value, err := evaluation(nil)
	require.NoError(t, err)
	require.Positive(t, value)
}

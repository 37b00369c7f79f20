package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A percentage is rounded down, to one account at least, and a last round that
// is not full is one more.
func TestRollOutAt(t *testing.T) {
	for _, test := range []struct {
		accounts, percentage, at, rounds int
		hours                            float64
	}{
		{5000, 0, 1, 5000, 250},
		{5000, 2, 100, 50, 2.5},
		{5010, 2, 100, 51, 2.55},
		{49, 2, 1, 49, 2.45},
		{5000, 100, 5000, 1, 0.05},
	} {
		at, rounds, hours := rollOutAt(test.accounts, test.percentage)
		require.Equal(t, test.at, at)
		require.Equal(t, test.rounds, rounds)
		require.InDelta(t, test.hours, hours, 1e-9)
	}
	require.Equal(t, "5,000", thousands(5000))
	require.Equal(t, "999", thousands(999))
	require.Equal(t, "1,234,567", thousands(1234567))
}

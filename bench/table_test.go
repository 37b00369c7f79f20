package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Sizes stand apart, and small numbers keep a digit behind the point.
func TestTable(t *testing.T) {
	var out strings.Builder
	writeTable(&out, []result{{Peer: "empty", Publishers: 1, BuildMS: 9.96}, {Peer: "a", Publishers: 1, BuildMS: 10.4}, {Peer: "a", Publishers: 10, PolicyChars: 7}})
	lines := strings.Split(out.String(), "\n")
	require.Len(t, lines, 6)
	require.Equal(t, []string{"empty", "1", "0", "10.0", "0.0", "0.0", "0.0", "0.0", "0.0", "0", "0"}, strings.Fields(lines[1]))
	require.Equal(t, "10", strings.Fields(lines[2])[3])
	require.Empty(t, strings.TrimSpace(lines[3]), "the sizes are apart")
	require.Equal(t, "7", strings.Fields(lines[4])[9])
}

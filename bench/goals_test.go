package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGoals(t *testing.T) {
	var out bytes.Buffer
	writeGoals(&out, []result{
		{Peer: "cipublisher", Publishers: 100, KernelCalls: 119, BuildMS: 60, BuildCPUMS: 110, TotalMS: 1100, CPUMS: 1100, PeakMB: 110, PolicyChars: 7},
		{Peer: "handwritten-go", Publishers: 100, KernelCalls: 2007, BuildMS: 100, BuildCPUMS: 150, TotalMS: 1500, CPUMS: 1500, PeakMB: 120, PolicyChars: 7},
		{Peer: "fewest-calls", Publishers: 100, KernelCalls: 507, BuildCPUMS: 105, PolicyChars: 7},
		{Peer: "empty", Publishers: 100, KernelCalls: 7, BuildCPUMS: 50, TotalMS: 1000, CPUMS: 1000, PeakMB: 100},
		{Peer: "cipublisher", Publishers: 1000, KernelCalls: 1072, BuildMS: 400, BuildCPUMS: 500, TotalMS: 2300, CPUMS: 2000, PeakMB: 200, PolicyChars: 7},
		{Peer: "handwritten-go", Publishers: 1000, KernelCalls: 20011, BuildMS: 1000, BuildCPUMS: 1100, TotalMS: 3000, CPUMS: 3000, PeakMB: 250, PolicyChars: 7},
		{Peer: "empty", Publishers: 1000, KernelCalls: 11, BuildCPUMS: 100, TotalMS: 1000, CPUMS: 1000, PeakMB: 100},
	})
	lines := map[string]string{}
	for line := range strings.SplitSeq(out.String(), "\n") {
		goal, rest, _ := strings.Cut(line, "  ")
		lines[goal+" "+strings.Join(strings.Fields(rest), " ")] = line
	}
	for _, want := range []string{
		"kernel calls a publisher 100 1 1.01 missed",
		"kernel calls a publisher 1000 1 1 met",
		"processor time of the build above the floor, ratio to handwritten-go 100 0.5 0.6 missed",
		"processor time of the build above the floor, ratio to handwritten-go 1000 0.5 0.4 met",
		"whole run, ratio to handwritten-go 1000 0.85 0.767 met",
		"time a publisher above the floor, ratio to that at a tenth 1000 1.2 1.3 missed",
		"memory a publisher above the floor, ratio to that at a tenth 1000 1.2 1 met",
	} {
		require.Contains(t, lines, want)
	}
}

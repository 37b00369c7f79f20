package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/registry"
)

func TestFlags(t *testing.T) {
	o, err := parse([]string{"--sizes", "1, 10", "--json", "--peers", "empty"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, options{sizes: []int{1, 10}, peers: []string{"empty"}, repeat: 1, json: true}, o)

	o, err = parse(nil, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []int{1, 10, 100, 1000}, o.sizes)
	require.Subset(t, o.peers, []string{"cipublisher", "handwritten-go", "handwritten-ts", "empty"})

	for _, test := range []struct{ args, message string }{
		{"--sizes 0", `--sizes "0" is not a list of numbers above zero; write --sizes 1,10,100`},
		{"--sizes many", `--sizes "many" is not a list of numbers above zero`},
		{"--repeat 0", `--repeat 0 is not a number above zero`},
		{"--peers terraform", `--peers "terraform" is not one of cipublisher, handwritten-go, handwritten-ts, empty, template`},
		{"1000", `argument "1000" is left over; bench takes flags only`},
	} {
		_, err := parse(strings.Fields(test.args), io.Discard)
		require.ErrorContains(t, err, test.message)
	}
}

func TestRequestsAreCounted(t *testing.T) {
	calls, err := requests(strings.NewReader(`> {"api":"load","name":"a"}
[@jsii/kernel] load {
  > {"api":"not at the beginning"}
< {"ok":{}}
> {"api":"create","args":"` + strings.Repeat(`> {"api":`, 20000) + `"}
> {"exit":0}
`))
	require.NoError(t, err)
	require.Equal(t, 2, calls)
}

func TestWorkload(t *testing.T) {
	for publishers, stacks := range map[int]int{1: 1, 200: 1, 201: 2, 1000: 5} {
		made := workload(publishers)
		require.Len(t, made, stacks)
		names := map[string]bool{}
		for _, s := range made {
			require.LessOrEqual(t, len(s.publishers), perStack)
			for _, p := range s.publishers {
				names[p.name] = true
			}
		}
		require.Len(t, names, publishers)
	}
	for _, publishers := range []int{2, 1000, 3000} {
		_, err := registry.Read(registryOf(publishers))
		require.NoError(t, err)
	}
}

func TestRunsOfDifferentThingsAreRefused(t *testing.T) {
	require.NoError(t, sameDocuments([]result{{Peer: "empty"}, {Peer: "a", PolicyChars: 7}, {Peer: "b", PolicyChars: 7}}))
	require.EqualError(t, sameDocuments([]result{{Peer: "a", PolicyChars: 7}, {Peer: "empty"}, {Peer: "b", PolicyChars: 8}}),
		"a made policies of 7 characters and b of 8, so they do not compare")
}

func TestGoals(t *testing.T) {
	var out bytes.Buffer
	writeGoals(&out, []result{
		{Peer: "cipublisher", Publishers: 100, KernelCalls: 515, BuildMS: 60, TotalMS: 1100, CPUMS: 1100, PeakMB: 110, PolicyChars: 7},
		{Peer: "handwritten-go", Publishers: 100, KernelCalls: 2007, BuildMS: 100, TotalMS: 1500, CPUMS: 1500, PeakMB: 120, PolicyChars: 7},
		{Peer: "empty", Publishers: 100, KernelCalls: 7, TotalMS: 1000, CPUMS: 1000, PeakMB: 100},
		{Peer: "cipublisher", Publishers: 1000, KernelCalls: 5051, BuildMS: 400, TotalMS: 2300, CPUMS: 2000, PeakMB: 200, PolicyChars: 7},
		{Peer: "handwritten-go", Publishers: 1000, KernelCalls: 20011, BuildMS: 1000, TotalMS: 3000, CPUMS: 3000, PeakMB: 250, PolicyChars: 7},
		{Peer: "empty", Publishers: 1000, KernelCalls: 11, TotalMS: 1000, CPUMS: 1000, PeakMB: 100},
	})
	lines := map[string]string{}
	for line := range strings.SplitSeq(out.String(), "\n") {
		goal, rest, _ := strings.Cut(line, "  ")
		lines[goal+" "+strings.Join(strings.Fields(rest), " ")] = line
	}
	for _, want := range []string{
		"kernel calls a publisher 100 8 5",
		"build time, ratio to handwritten-go 100 0.5 0.6 missed",
		"build time, ratio to handwritten-go 1000 0.5 0.4",
		"whole run, ratio to handwritten-go 1000 0.85 0.767",
		"time a publisher above the floor, ratio to that at a tenth 1000 1.2 1.3 missed",
		"memory a publisher above the floor, ratio to that at a tenth 1000 1.2 1",
	} {
		require.Contains(t, lines, want)
	}
}

package main

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// goal is something that the measurements are compared with.
type goal struct {
	text  string
	limit float64
	// value returns what was measured at a size; ok is false where the size or
	// a peer is missing.
	value func(at, int) (v float64, ok bool)
	// from is the smallest size that the goal speaks of, 0 for every size.
	from int
}

// at returns the result of a peer at a size.
type at func(peer string, publishers int) (result, bool)

var goals = []goal{
	{"kernel calls a publisher", 1, func(get at, n int) (float64, bool) {
		ours, ok1 := get("cipublisher", n)
		floor, ok2 := get("empty", n)
		return float64(ours.KernelCalls-floor.KernelCalls-homeCalls(n)) / float64(n), ok1 && ok2
	}, 0},
	{"processor time of the build above the floor, ratio to handwritten-go", 0.5, func(get at, n int) (float64, bool) {
		ours, ok1 := get("cipublisher", n)
		theirs, ok2 := get("handwritten-go", n)
		floor, ok3 := get("empty", n)
		return (ours.BuildCPUMS - floor.BuildCPUMS) / (theirs.BuildCPUMS - floor.BuildCPUMS), ok1 && ok2 && ok3
	}, 100},
	{"cipublisher-fast: processor time, ratio to cipublisher", 0.6, func(get at, n int) (float64, bool) {
		fast, ok1 := get("cipublisher-fast", n)
		usual, ok2 := get("cipublisher", n)
		return fast.CPUMS / usual.CPUMS, ok1 && ok2 && n == 1
	}, 0},
	{"whole run, ratio to handwritten-go", 0.85, func(get at, n int) (float64, bool) {
		ours, ok1 := get("cipublisher", n)
		theirs, ok2 := get("handwritten-go", n)
		return ours.TotalMS / theirs.TotalMS, ok1 && ok2
	}, 1000},
	{"processor time of the whole run, ratio to handwritten-go", 0.85, func(get at, n int) (float64, bool) {
		ours, ok1 := get("cipublisher", n)
		theirs, ok2 := get("handwritten-go", n)
		return ours.CPUMS / theirs.CPUMS, ok1 && ok2
	}, 1000},
	{"processor time a publisher above the floor, ratio to that at a tenth", 1.2, func(get at, n int) (float64, bool) {
		return growth(get, n, func(r result) float64 { return r.CPUMS })
	}, 1000},
	{"time a publisher above the floor, ratio to that at a tenth", 1.2, func(get at, n int) (float64, bool) {
		return growth(get, n, func(r result) float64 { return r.TotalMS })
	}, 1000},
	{"memory a publisher above the floor, ratio to that at a tenth", 1.2, func(get at, n int) (float64, bool) {
		return growth(get, n, func(r result) float64 { return r.PeakMB })
	}, 1000},
	{"template: milliseconds of one publisher", 10, func(get at, n int) (float64, bool) {
		r, ok := get("template", n)
		return r.TotalMS, ok && n == 1
	}, 0},
	{"template: milliseconds of 1,000 publishers", 1000, func(get at, n int) (float64, bool) {
		r, ok := get("template", n)
		return r.TotalMS, ok && n == 1000
	}, 0},
	{"template: processor time, ratio to the fastest CDK app", 0.01, func(get at, n int) (float64, bool) {
		r, ok := get("template", n)
		fastest := math.Inf(1)
		for _, peer := range []string{"cipublisher", "cipublisher-fast", "handwritten-go", "handwritten-ts"} {
			if cdk, there := get(peer, n); there {
				fastest = min(fastest, cdk.CPUMS)
			}
		}
		return r.CPUMS / fastest, ok && !math.IsInf(fastest, 1)
	}, 0},
	{"policy characters, ratio to handwritten-go", 1, func(get at, n int) (float64, bool) {
		ours, ok1 := get("cipublisher", n)
		theirs, ok2 := get("handwritten-go", n)
		return float64(ours.PolicyChars) / float64(theirs.PolicyChars), ok1 && ok2
	}, 0},
}

// homeCalls is what this library asks once, whatever the number of publishers:
// of an app the class that makes them, of each stack where it is and its provider,
// of a stack with several what it is to be asked at synthesis, and of one stack
// among others which app it belongs to, since providers of one app may collide.
func homeCalls(publishers int) int {
	calls, stacks := 1, workload(publishers)
	for _, s := range stacks {
		calls += callsOfHome
		if len(stacks) > 1 {
			calls += callsOfApp
		}
		if len(s.publishers) > 1 {
			calls++
		}
	}
	return calls
}

const (
	callsOfHome = 9
	callsOfApp  = 2
)

// growth compares what one more publisher costs at a size and at a tenth of
// it. The floor is the app without resources.
func growth(get at, n int, measure func(result) float64) (float64, bool) {
	cost := func(n int) (float64, bool) {
		ours, ok1 := get("cipublisher", n)
		floor, ok2 := get("empty", n)
		return (measure(ours) - measure(floor)) / float64(n), ok1 && ok2
	}
	large, ok1 := cost(n)
	small, ok2 := cost(n / 10)
	return large / small, ok1 && ok2
}

func writeGoals(out io.Writer, results []result) {
	get := func(peer string, publishers int) (result, bool) {
		for _, r := range results {
			if r.Peer == peer && r.Publishers == publishers {
				return r, true
			}
		}
		return result{}, false
	}
	sizes := map[int]bool{}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "\ngoal\tpublishers\tat most\tmeasured\t\n")
	for _, r := range results {
		if sizes[r.Publishers] {
			continue
		}
		sizes[r.Publishers] = true
		for _, g := range goals {
			value, ok := g.value(get, r.Publishers)
			if !ok || r.Publishers < g.from {
				continue
			}
			fmt.Fprintf(w, "%s\t%d\t%.4g\t%.3g\t%s\n", g.text, r.Publishers, g.limit, value, verdict(value, g.limit))
		}
	}
	w.Flush()
}

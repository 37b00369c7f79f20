package main

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"
)

// columns of the table.
var columns = []struct {
	title string
	value func(result) string
}{
	{"peer", func(r result) string { return r.Peer }},
	{"publishers", func(r result) string { return strconv.Itoa(r.Publishers) }},
	{"kernel calls", func(r result) string { return strconv.Itoa(r.KernelCalls) }},
	{"build ms", func(r result) string { return whole(r.BuildMS) }},
	{"synth ms", func(r result) string { return whole(r.SynthMS) }},
	{"total ms", func(r result) string { return whole(r.TotalMS) }},
	{"cpu ms", func(r result) string { return whole(r.CPUMS) }},
	{"build cpu ms", func(r result) string { return whole(r.BuildCPUMS) }},
	{"peak MB", func(r result) string { return whole(r.PeakMB) }},
	{"policy chars", func(r result) string { return strconv.Itoa(r.PolicyChars) }},
	{"template chars", func(r result) string { return strconv.Itoa(r.TemplateChars) }},
}

func whole(v float64) string {
	if v < 10 {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

func writeTable(out io.Writer, results []result) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, c := range columns {
		fmt.Fprint(w, c.title, "\t")
	}
	fmt.Fprintln(w)
	for i, r := range results {
		if i > 0 && results[i-1].Publishers != r.Publishers {
			fmt.Fprintln(w)
		}
		for _, c := range columns {
			fmt.Fprint(w, c.value(r), "\t")
		}
		fmt.Fprintln(w)
	}
	w.Flush()
}

// Bench measures what publishers cost: kernel calls, time, memory and
// characters, of this library and of the same resources made in other ways,
// side by side in one run.
//
//	go run ./bench --sizes 1,10,100,1000
//
// prints a table; --json prints one line of JSON a run. README.md says what
// each number is. It needs Node, and npm for the peer in JavaScript.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	var err error
	if peer := os.Getenv(peerVariable); peer != "" {
		err = runGoPeer(peer)
	} else {
		err = bench(os.Args[1:], os.Stdout, os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(args []string, stdout, stderr io.Writer) error {
	options, err := parse(args, stderr)
	if err != nil {
		return err
	}
	runner, err := newRunner(stderr)
	if err != nil {
		return err
	}
	defer runner.close()

	var results []result
	for _, publishers := range options.sizes {
		measured, err := runner.measure(options.peers, publishers, options.repeat)
		if err != nil {
			return err
		}
		results = append(results, measured...)
		if options.json {
			for _, r := range measured {
				if err := json.NewEncoder(stdout).Encode(r); err != nil {
					return err
				}
			}
		}
	}
	if options.json {
		return nil
	}
	var report bytes.Buffer
	fmt.Fprintln(&report, options.ran())
	writeTable(&report, results)
	writeGoals(&report, results)
	if options.core {
		all, err := runner.core()
		if err != nil {
			return err
		}
		writeCore(&report, all)
	}
	if options.write {
		return runner.writeReport(report.String())
	}
	_, err = stdout.Write(report.Bytes())
	return err
}

// options are the flags of the command.
type options struct {
	sizes  []int
	peers  []string
	repeat int
	json   bool
	// core measures what needs no CDK as well, and write puts everything into the
	// page.
	core, write bool
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sizes := flags.String("sizes", "1,10,100,1000", "how many publishers, separated by commas")
	peers := flags.String("peers", strings.Join(peerNames(), ","), "what is measured, separated by commas")
	flags.IntVar(&o.repeat, "repeat", 1, "how often each is measured; the smallest time and memory count")
	flags.BoolVar(&o.json, "json", false, "print one line of JSON a run instead of a table")
	flags.BoolVar(&o.core, "core", false, "measure the core, the gate and large registries as well")
	flags.BoolVar(&o.write, "write", false, "write what was measured into README.md instead of printing it; measures the core as well")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("argument %q is left over; bench takes flags only", flags.Arg(0))
	}
	o.core = o.core || o.write
	if o.json && o.core {
		return o, fmt.Errorf("--json prints runs of peers alone; leave out --core and --write")
	}
	if o.repeat < 1 {
		return o, fmt.Errorf("--repeat %d is not a number above zero", o.repeat)
	}
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return o, fmt.Errorf("--sizes %q is not a list of numbers above zero; write --sizes 1,10,100", *sizes)
		}
		o.sizes = append(o.sizes, n)
	}
	for name := range strings.SplitSeq(*peers, ",") {
		name = strings.TrimSpace(name)
		if !slices.Contains(peerNames(), name) {
			return o, fmt.Errorf("--peers %q is not one of %s", name, strings.Join(peerNames(), ", "))
		}
		o.peers = append(o.peers, name)
	}
	return o, nil
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// peer is one way to make publishers.
type peer struct {
	name string
	// prepare installs or builds what the peer needs; not measured.
	prepare func(*runner) error
	// command returns the process that makes publishers and writes their
	// templates into a folder.
	command func(r *runner, publishers int, folder string) (*exec.Cmd, error)
	// kernel is true when the process calls the CDK in another one.
	kernel bool
	// silent peers say nothing of their own timing.
	silent bool
}

// peers in the order of the table.
var peers = []peer{
	goPeer("cipublisher"),
	goPeer("handwritten-go"),
	goPeer("fewest-calls"),
	{name: "handwritten-ts", prepare: installNodePackages, command: nodeCommand},
	goPeer("empty"),
	fastPeer,
	templatePeer,
}

func peerNames() []string {
	names := make([]string, len(peers))
	for i, p := range peers {
		names[i] = p.name
	}
	return names
}

func goPeer(name string) peer {
	return peer{name: name, kernel: true, command: func(r *runner, publishers int, folder string) (*exec.Cmd, error) {
		command := exec.Command(r.self)
		command.Env = append(os.Environ(), peerVariable+"="+name, publishersVariable+"="+strconv.Itoa(publishers), folderVariable+"="+folder)
		return command, nil
	}}
}

// runner runs peers.
type runner struct {
	// self is this program.
	self string
	// module is the root of the Go module.
	module string
	// work is a temporary folder.
	work string
	// context is the context of the module's cdk.json, which every app gets, as
	// it would from the CDK's command line.
	context  string
	progress io.Writer
	prepared map[string]bool
	// registries are the measurements of large ones, by their rows.
	registries map[int]result
}

func newRunner(progress io.Writer) (*runner, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cipublisher/cipublisher").Output()
	if err != nil {
		return nil, fmt.Errorf("the Go module can't be found: %w; run this inside a clone of it", err)
	}
	r := &runner{self: self, module: strings.TrimSpace(string(module)), progress: progress, prepared: map[string]bool{}, registries: map[int]result{}}
	text, err := os.ReadFile(filepath.Join(r.module, "cdk.json"))
	if err != nil {
		return nil, err
	}
	var file struct {
		Context json.RawMessage `json:"context"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("cdk.json: %w", err)
	}
	var context bytes.Buffer
	if err := json.Compact(&context, file.Context); err != nil {
		return nil, fmt.Errorf("cdk.json: %w", err)
	}
	r.context = context.String()
	r.work, err = os.MkdirTemp("", "cipublisher-bench")
	return r, err
}

func (r *runner) close() { os.RemoveAll(r.work) }

// measure runs the peers in turn, as often as asked for, so that what else the
// machine does meets them alike.
func (r *runner) measure(names []string, publishers, repeat int) ([]result, error) {
	results := make([]result, len(names))
	for i := range repeat {
		for j, name := range names {
			p := peerCalled(name)
			fmt.Fprintf(r.progress, "measuring %s with %d publishers, %d of %d\n", name, publishers, i+1, repeat)
			one, err := r.run(p, publishers)
			if err != nil {
				return nil, fmt.Errorf("%s with %d publishers: %w", name, publishers, err)
			}
			if i > 0 {
				one = results[j].better(one)
			}
			results[j] = one
		}
	}
	for j, name := range names {
		if p := peerCalled(name); p.kernel {
			calls, err := r.countKernelCalls(p, publishers)
			if err != nil {
				return nil, fmt.Errorf("%s with %d publishers: %w", name, publishers, err)
			}
			results[j].KernelCalls = calls
			if results[j].BuildCPUMS, err = r.buildTime(p, publishers, repeat); err != nil {
				return nil, fmt.Errorf("%s with %d publishers: %w", name, publishers, err)
			}
		}
	}
	return results, sameDocuments(results)
}

// buildTime is the processor time in milliseconds of a run that ends before
// synthesis, that of Node included; of several runs, the smallest.
func (r *runner) buildTime(p peer, publishers, repeat int) (float64, error) {
	least := math.Inf(1)
	for range repeat {
		command, err := r.command(p, publishers, r.work)
		if err != nil {
			return 0, err
		}
		command.Env = append(command.Env, countVariable+"=1")
		if output, err := command.CombinedOutput(); err != nil {
			return 0, fmt.Errorf("before synthesis: %w\n%s", err, output)
		}
		least = min(least, usageOfProcess(command.ProcessState).cpuMS)
	}
	return least, nil
}

func peerCalled(name string) peer {
	for _, p := range peers {
		if p.name == name {
			return p
		}
	}
	return peer{}
}

// prepare installs or builds what a peer needs, once.
func (r *runner) prepare(p peer) error {
	if p.prepare == nil || r.prepared[p.name] {
		return nil
	}
	r.prepared[p.name] = true
	return p.prepare(r)
}

// run measures one process from its start to its end.
func (r *runner) run(p peer, publishers int) (result, error) {
	if err := r.prepare(p); err != nil {
		return result{}, err
	}
	folder, err := os.MkdirTemp(r.work, "")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(folder)
	command, err := r.command(p, publishers, folder)
	if err != nil {
		return result{}, err
	}
	var stdout, stderr bytes.Buffer
	command.Stderr = &stderr
	if command.Stdout == nil {
		command.Stdout = &stdout
	}
	begin := time.Now()
	if err := command.Run(); err != nil {
		return result{}, fmt.Errorf("%w\n%s", err, stderr.String())
	}
	one := result{Peer: p.name, Publishers: publishers, TotalMS: milliseconds(time.Since(begin))}
	if p.silent {
		used := usageOfProcess(command.ProcessState)
		one.PeakMB, one.CPUMS = used.peakMB, used.cpuMS
	} else {
		var own timing
		if err := json.Unmarshal(stdout.Bytes(), &own); err != nil {
			return result{}, fmt.Errorf("its timing can't be read: %w", err)
		}
		one.BuildMS, one.SynthMS, one.PeakMB, one.CPUMS = own.BuildMS, own.SynthMS, own.PeakMB, own.CPUMS
	}
	one.PolicyChars, one.TemplateChars, err = characters(folder)
	return one, err
}

func (r *runner) command(p peer, publishers int, folder string) (*exec.Cmd, error) {
	command, err := p.command(r, publishers, folder)
	if err != nil {
		return nil, err
	}
	if command.Env == nil {
		command.Env = os.Environ()
	}
	// jsii's banner about an old Node costs time to print.
	command.Env = append(command.Env, "CDK_CONTEXT_JSON="+r.context, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20")
	return command, nil
}

// sameDocuments refuses a comparison of different things: whoever makes
// publishers must have made policies of the same size.
func sameDocuments(results []result) error {
	var first *result
	for i, r := range results {
		switch {
		case r.PolicyChars == 0:
		case first == nil:
			first = &results[i]
		case r.PolicyChars != first.PolicyChars:
			return fmt.Errorf("%s made policies of %d characters and %s of %d, so they do not compare", first.Peer, first.PolicyChars, r.Peer, r.PolicyChars)
		}
	}
	return nil
}

package main

import (
	"encoding/json"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

// A peer in Go runs as a process of its own, which is this program again with
// these variables set.
const (
	peerVariable       = "CIPUBLISHER_BENCH_PEER"
	publishersVariable = "CIPUBLISHER_BENCH_PUBLISHERS"
	folderVariable     = "CIPUBLISHER_BENCH_FOLDER"
	// countVariable stops the peer before synthesis.
	countVariable = "CIPUBLISHER_BENCH_COUNT"
)

// goPeers maps the peers in Go to how they fill a stack.
var goPeers = map[string]func(awscdk.Stack, []publisher){
	"cipublisher":    makeCipublisher,
	"handwritten-go": makeHandwritten,
	"fewest-calls":   makeFewest,
	"empty":          makeNothing,
}

// timing is what a peer says of itself.
type timing struct {
	// BuildMS and SynthMS are milliseconds: of making the stacks and what is in
	// them once the app is there, and of synthesis.
	BuildMS float64 `json:"build_ms"`
	SynthMS float64 `json:"synth_ms"`
	// PeakMB is the largest resident memory in megabytes, that of the CDK's
	// Node process included.
	PeakMB float64 `json:"peak_mb"`
	// CPUMS is processor time in milliseconds, that of Node included.
	CPUMS float64 `json:"cpu_ms"`
}

// runGoPeer is the whole program of a peer.
func runGoPeer(peer string) error {
	publishers, err := strconv.Atoi(os.Getenv(publishersVariable))
	if err != nil {
		return err
	}
	outdir := os.Getenv(folderVariable)
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &outdir})

	begin := time.Now()
	for _, s := range workload(publishers) {
		stack := awscdk.NewStack(app, &s.id, &awscdk.StackProps{
			Env: &awscdk.Environment{Account: &s.account, Region: jsii.String(region)},
		})
		goPeers[peer](stack, s.publishers)
	}
	built := time.Now()
	if os.Getenv(countVariable) != "" {
		jsii.Close()
		return nil
	}
	app.Synth(nil)
	done := time.Now()
	jsii.Close()
	used := ownUsage()
	return json.NewEncoder(os.Stdout).Encode(timing{
		BuildMS: milliseconds(built.Sub(begin)),
		SynthMS: milliseconds(done.Sub(built)),
		PeakMB:  used.peakMB,
		CPUMS:   used.cpuMS,
	})
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// makeNothing leaves a stack empty, which CDK's validation has to be told.
func makeNothing(stack awscdk.Stack, _ []publisher) {
	if os.Getenv(countVariable) != "" {
		return
	}
	awscdk.Validations_Of(stack).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("CloudFormation-Validate::F0001"),
		Reason: jsii.String("the floor of the measurements has no resources"),
	})
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// countKernelCalls runs a peer until synthesis, with the debug output of jsii,
// which prints each request to the kernel on a line of its own. That is slow,
// so that it is another run than those that are timed.
func (r *runner) countKernelCalls(p peer, publishers int) (int, error) {
	command, err := r.command(p, publishers, r.work)
	if err != nil {
		return 0, err
	}
	command.Env = append(command.Env, "JSII_DEBUG=1", countVariable+"=1")
	stderr, err := command.StderrPipe()
	if err != nil {
		return 0, err
	}
	if err := command.Start(); err != nil {
		return 0, err
	}
	calls, readErr := requests(stderr)
	if err := errors.Join(readErr, command.Wait()); err != nil {
		return 0, fmt.Errorf("kernel calls: %w", err)
	}
	if calls == 0 {
		return 0, fmt.Errorf("kernel calls: jsii printed none, so its debug output has changed")
	}
	return calls, nil
}

// requests counts the requests in jsii's debug output: lines that begin with
// "> {". The last one tells the kernel to exit.
func requests(debug io.Reader) (calls int, err error) {
	reader := bufio.NewReaderSize(debug, 1<<16)
	for begins := true; ; {
		chunk, isPrefix, err := reader.ReadLine()
		if errors.Is(err, io.EOF) {
			return calls, nil
		}
		if err != nil {
			return calls, err
		}
		if line := string(chunk[:min(len(chunk), 16)]); begins && strings.HasPrefix(line, `> {"api":`) {
			calls++
		}
		begins = !isPrefix
	}
}

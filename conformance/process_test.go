package conformance

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
)

// process is a Node program that answers one JSON line with one JSON line.
type process struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	next    int
}

// youngHeap lets more of a request's objects die before they are collected:
// V8 starts with 1 MiB. In MiB.
const youngHeap = "--max-semi-space-size=64"

func startProcess(script string, arguments ...string) (*process, error) {
	command := exec.Command("node", append([]string{youngHeap, script}, arguments...)...)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return &process{command: command, in: in, out: bufio.NewReaderSize(out, 1<<20)}, nil
}

// call sends one request, an object, and decodes the reply to it. A reply
// that is an error, or belongs to another request, is an error here.
func (p *process) call(kind string, request map[string]any, reply any) error {
	p.next++
	line := map[string]any{"id": p.next, "kind": kind}
	for key, value := range request {
		line[key] = value
	}
	encoded, err := json.Marshal(line)
	if err != nil {
		return err
	}
	if _, err := p.in.Write(append(encoded, '\n')); err != nil {
		return err
	}
	answer, err := p.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("no reply to %s: %w", kind, err)
	}
	var envelope struct {
		ID    int    `json:"id"`
		Error string `json:"error"`
	}
	if err := json.Unmarshal(answer, &envelope); err != nil {
		return err
	}
	if envelope.ID != p.next {
		return fmt.Errorf("reply %d to request %d", envelope.ID, p.next)
	}
	if envelope.Error != "" {
		return fmt.Errorf("%s: %s", kind, envelope.Error)
	}
	return json.Unmarshal(answer, reply)
}

func (p *process) stop() {
	p.in.Close()
	_ = p.command.Wait()
}

// processes is a pool of so many processes, each started when it is first
// needed.
type processes struct {
	script string
	free   chan *process
	mutex  sync.Mutex
	all    []*process
}

func newProcesses(script string, most int) *processes {
	return &processes{script: script, free: make(chan *process, most)}
}

func (ps *processes) call(kind string, request map[string]any, reply any) error {
	p, err := ps.take()
	if err != nil {
		return err
	}
	defer func() { ps.free <- p }()
	return p.call(kind, request, reply)
}

func (ps *processes) take() (*process, error) {
	select {
	case p := <-ps.free:
		return p, nil
	default:
	}
	ps.mutex.Lock()
	if len(ps.all) < cap(ps.free) {
		defer ps.mutex.Unlock()
		p, err := startProcess(ps.script)
		if err == nil {
			ps.all = append(ps.all, p)
		}
		return p, err
	}
	ps.mutex.Unlock()
	return <-ps.free, nil
}

func (ps *processes) stop() {
	for _, p := range ps.all {
		p.stop()
	}
}

func TestAProcessThatFailsIsAnError(t *testing.T) {
	requireNode(t)
	t.Run("a request of no known kind", func(t *testing.T) {
		if err := simulators.call("nonsense", nil, &struct{}{}); err == nil {
			t.Error("got no error")
		}
	})
	t.Run("a program that ends", func(t *testing.T) {
		p, err := startProcess("no-such-program.mjs")
		if err != nil {
			t.Fatal(err)
		}
		p.command.Stderr = nil
		defer p.stop()
		if err := p.call("version", nil, &struct{}{}); err == nil {
			t.Error("got no error")
		}
	})
}

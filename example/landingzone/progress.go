package main

import (
	"fmt"
	"io"
	"time"

	"github.com/cipublisher/cipublisher/registry"
)

// progress tells people that a long synthesis is going on: a line every other
// second, and none where it is over by then.
type progress struct {
	out         io.Writer
	now         func() time.Time
	next        time.Time
	done, total int
}

const progressEvery = 2 * time.Second

func newProgress(out io.Writer) *progress {
	return &progress{out: out, now: time.Now, next: time.Now().Add(progressEvery)}
}

// expect says how many roles there will be.
func (p *progress) expect(r registry.Registry, accounts int) {
	for s := range r.StacksOfRoles() {
		p.total += len(s.Roles) * accounts
	}
}

// step says that one more role is made.
func (p *progress) step() {
	p.done++
	if now := p.now(); !now.Before(p.next) {
		fmt.Fprintf(p.out, "%d of %d roles\n", p.done, p.total)
		p.next = now.Add(progressEvery)
	}
}

package registry

import (
	"runtime"
	"strconv"
	"sync/atomic"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

// pass computes each role of a registry once, stack by stack, and lets go of it:
// what it keeps of a row is what rows are compared by. Two stacks and more are
// computed at a time, where there are as many processors.
type pass struct {
	registry Registry
	// rows are those of each stack, by their numbers in the registry.
	rows [][]int
	// write takes the template of a stack, in the order of the stacks; nil where
	// nobody wants templates.
	write   func(name, text string) error
	found   []found
	notices notices
}

// found is what is known of a row once its roles are made.
type found struct {
	// own are the faults of its options, and core those that the core sees.
	own, core fault.List
	// names are those of the policies, and of the roles.
	names     []string
	resources int
	targets   []target
}

// newPass divides the rows among the stacks, those that are unsound left out.
func (r Registry) newPass(unsound map[int]bool, write func(name, text string) error) *pass {
	p := &pass{registry: r, rows: make([][]int, r.stacks()), write: write, found: make([]found, len(r.Repositories))}
	for i, row := range r.Repositories {
		if !unsound[i] {
			stack := row.stack(len(p.rows))
			p.rows[stack] = append(p.rows[stack], i)
		}
	}
	return p
}

// computed is what is known of a stack once its roles are made.
type computed struct {
	// text is the template, empty where it is not wanted or something is wrong.
	text    string
	err     error
	notices notices
}

// run computes the stacks. The error is that of a template, or of write.
func (p *pass) run() error {
	workers := min(runtime.GOMAXPROCS(0), len(p.rows))
	next := atomic.Int64{}
	done := make([]chan computed, len(p.rows))
	for i := range done {
		done[i] = make(chan computed, 1)
	}
	ahead := make(chan struct{}, 2*workers) // how many stacks may wait to be written
	for range workers {
		go func() {
			m := p.registry.maker()
			for {
				ahead <- struct{}{}
				i := int(next.Add(1)) - 1
				if i >= len(p.rows) {
					<-ahead
					return
				}
				done[i] <- p.stack(m, i)
			}
		}()
	}
	var failed error
	for i := range p.rows {
		c := <-done[i]
		p.notices.add(c.notices...)
		if failed == nil {
			failed = c.err
		}
		if failed == nil && c.text != "" {
			failed = p.write(p.registry.stackName(i), c.text)
		}
		<-ahead
	}
	return failed
}

// stack computes the roles of a stack, and its template where it is wanted and
// nothing is wrong with them.
func (p *pass) stack(m *maker, i int) computed {
	s := template.Stack{Description: template.Description, Environment: p.registry.Environment()}
	home := template.Environment(s.Environment)
	all := make([]role.Documents, 0, len(p.rows[i]))
	s.Roles = make([]template.Role, 0, len(p.rows[i]))
	var c computed
	sound := len(p.rows[i]) > 0
	for _, number := range p.rows[i] {
		row, at := p.registry.Repositories[number], "repositories["+strconv.Itoa(number)+"]"
		key := func(path string) string { return keyOf(at, path) }
		f := &p.found[number]
		options := m.optionsOf(row)
		made := m.roles(row, options, &f.own)
		f.own = f.own.Rename(key)
		for _, r := range made {
			documents, err := r.Documents(home)
			if err != nil {
				var list fault.List
				list.Append("", err)
				f.core = append(f.core, list.Rename(key)...)
			} else {
				for _, notice := range documents.Notices() {
					c.notices.add(counted{notice, 1})
				}
			}
			f.names = append(f.names, r.PolicyName)
			f.resources += documents.Resources()
			f.targets = append(f.targets, targetsOf(number, options, documents)...)
			s.Roles, all = append(s.Roles, r), append(all, documents)
		}
		sound = sound && len(f.own)+len(f.core) == 0
	}
	if p.write != nil && sound {
		c.text, c.err = s.TextOf(all)
	}
	return c
}

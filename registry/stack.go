package registry

import (
	"cmp"
	"hash/fnv"
	"iter"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// Stack is one stack of a registry.
type Stack struct {
	// Name of the stack.
	Name string
	template.Stack
}

// ProviderStack returns the stack that creates the identity provider, which
// the others need first; ok is false where the account has one already.
func (r Registry) ProviderStack() (name string, made template.Template, ok bool) {
	if r.Provider != "create" {
		return "", template.Template{}, false
	}
	return cmp.Or(r.StackName, DefaultStackName) + "-provider", template.Provider(trust.GitHub(), r.Environment()), true
}

// StacksOfRoles returns the stacks that have roles, in the order of their
// numbers, each as its turn comes. A role's stack follows from the id of its
// repository, not from its place, its team or what other rows there are.
func (r Registry) StacksOfRoles() iter.Seq[Stack] {
	return func(yield func(Stack) bool) {
		m := r.maker()
		for i, rows := range r.newPass(nil, nil).rows {
			s := Stack{r.stackName(i), template.Stack{Description: template.Description, Environment: r.Environment()}}
			for _, number := range rows {
				row := r.Repositories[number]
				s.Roles = append(s.Roles, m.roles(row, m.optionsOf(row), new(fault.List))...)
			}
			if len(rows) > 0 && !yield(s) {
				return
			}
		}
	}
}

// Templates returns the templates of all stacks by their names.
func (r Registry) Templates() (map[string]template.Template, error) {
	all := map[string]template.Template{}
	if name, made, ok := r.ProviderStack(); ok {
		all[name] = made
	}
	for s := range r.StacksOfRoles() {
		made, err := s.Template()
		if err != nil {
			return nil, err
		}
		all[s.Name] = made
	}
	return all, nil
}

func (r Registry) stacks() int { return cmp.Or(r.Stacks, DefaultStacks) }

func (r Registry) stackName(i int) string {
	name := cmp.Or(r.StackName, DefaultStackName)
	if r.stacks() == 1 {
		return name
	}
	return name + "-" + strconv.Itoa(i+1)
}

// stack returns the number of the row's stack, counted from zero.
func (row Repository) stack(stacks int) int {
	h := fnv.New32a()
	h.Write([]byte(strconv.FormatInt(row.ID, 10)))
	return int(h.Sum32() % uint32(stacks))
}

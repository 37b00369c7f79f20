package registry

import (
	"cmp"
	"hash/fnv"
	"reflect"
	"slices"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// Stack is one stack of a registry.
type Stack struct {
	// Name of the stack.
	Name string
	template.Stack
	known known
}

// Template returns the template of the stack. Documents that Read has computed
// are not computed again where the role is still the same.
func (s Stack) Template() (template.Template, error) { return s.TemplateFrom(s.known.documents) }

// ProviderStack returns the stack that creates the identity provider, which
// the others need first; ok is false where the account has one already.
func (r Registry) ProviderStack() (name string, made template.Template, ok bool) {
	if r.Provider != "create" {
		return "", template.Template{}, false
	}
	return cmp.Or(r.StackName, DefaultStackName) + "-provider", template.Provider(trust.GitHub(), r.Environment()), true
}

// StacksOfRoles returns the stacks that have roles, in the order of their names.
// A role's stack follows from the id of its repository, not from its place, its
// team or what other rows there are.
func (r Registry) StacksOfRoles() []Stack {
	stacks := make([]Stack, cmp.Or(r.Stacks, DefaultStacks))
	for i := range stacks {
		stacks[i] = Stack{r.stackName(i), template.Stack{
			Description: template.Description,
			Environment: permission.Environment{AccountID: r.AccountID, Region: r.Region},
		}, r.known}
	}
	m := r.maker()
	for _, row := range r.Repositories {
		s := &stacks[row.stack(len(stacks))]
		s.Roles = append(s.Roles, m.roles(row, m.optionsOf(row), new(fault.List))...)
	}
	var full []Stack
	for _, s := range stacks {
		if len(s.Roles) > 0 {
			full = append(full, s)
		}
	}
	return full
}

// Templates returns the templates of all stacks by their names.
func (r Registry) Templates() (map[string]template.Template, error) {
	all := map[string]template.Template{}
	if name, made, ok := r.ProviderStack(); ok {
		all[name] = made
	}
	for _, s := range r.StacksOfRoles() {
		made, err := s.Template()
		if err != nil {
			return nil, err
		}
		all[s.Name] = made
	}
	return all, nil
}

// Texts returns the templates of all stacks by their names, as they are
// written: those of thousands of roles take a tenth of the memory so.
func (r Registry) Texts() (map[string]string, error) {
	all := map[string]string{}
	if name, made, ok := r.ProviderStack(); ok {
		all[name] = made.Indent()
	}
	for _, s := range r.StacksOfRoles() {
		text, err := s.TextFrom(s.known.documents)
		if err != nil {
			return nil, err
		}
		all[s.Name] = text
	}
	return all, nil
}

// SeveralOwnersID is the id of the note that places have the owner in them.
const SeveralOwnersID = "registry-several-owners"

// Notices returns what is legal but risky in the registry. What concerns many
// rows is said once, with their number.
func (r Registry) Notices() []fault.Notice {
	var all []fault.Notice
	m := r.maker()
	if m.several && slices.ContainsFunc(r.Repositories, func(row Repository) bool {
		return !reflect.DeepEqual(m.optionsAt(row, true), m.optionsAt(row, false))
	}) {
		all = append(all, fault.Notice{ID: SeveralOwnersID, Note: true,
			Text: `the repositories have several owners, so "{place}" is "OWNER/NAME" in all rows; in a registry of one owner it is "NAME", and what is published there stays behind; write "{repository}" in its stead to keep a place`})
	}
	count := map[string]int{}
	for _, s := range r.StacksOfRoles() {
		for _, role := range s.Roles {
			for _, notice := range (template.Stack{Environment: s.Environment, Roles: []template.Role{role}}).Notices() {
				notice = notice.Rename(func(path string) string { return keyOf("", path) })
				if count[notice.ID]++; count[notice.ID] == 1 {
					all = append(all, notice)
				}
			}
		}
	}
	for i, notice := range all {
		if n := count[notice.ID]; n > 1 {
			all[i].Text += " (the first of " + strconv.Itoa(n) + " roles)"
		}
	}
	return all
}

func (r Registry) stackName(i int) string {
	name := cmp.Or(r.StackName, DefaultStackName)
	if cmp.Or(r.Stacks, DefaultStacks) == 1 {
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

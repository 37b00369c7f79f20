package conformance

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// widened returns what documents could allow at most: their Allow statements
// on any resource and without conditions. What that denies, each of them
// denies on every resource.
func widened(documents ...policy.Document) policy.Document {
	everything := []string{"*"}
	named := policy.Statement{Effect: policy.Allow, Resources: everything}
	var statements []policy.Statement
	for _, d := range documents {
		for _, s := range d.Statements {
			if s.Effect != policy.Allow {
				continue
			}
			named.Actions = append(named.Actions, s.Actions...)
			if len(s.NotActions) > 0 {
				statements = append(statements, policy.Statement{Effect: policy.Allow, NotActions: s.NotActions, Resources: everything})
			}
		}
	}
	if slices.Sort(named.Actions); len(named.Actions) > 0 {
		named.Actions = slices.Compact(named.Actions)
		statements = append(statements, named)
	}
	return policy.New(statements...)
}

// unconditional returns what a document could allow at most on each resource:
// its Allow statements without conditions.
func unconditional(d policy.Document) policy.Document {
	var statements []policy.Statement
	for _, s := range d.Statements {
		if s.Effect == policy.Allow {
			s.Conditions = nil
			statements = append(statements, s)
		}
	}
	return policy.New(statements...)
}

// sweep finds the complete allowed set of documents, by the outside
// simulator's answers. First it asks for every action of AWS whether any of
// the documents could allow it, each widened; then the same of each document
// alone; then for what is left, each document without conditions about every
// resource; and for what is left of that, the document itself in every context.
type sweep struct {
	env     permission.Environment
	actions []action // those that the widened documents allow
	scopes  map[subjectMatter]func() []action

	mutex     sync.Mutex
	questions int
}

func newSweep(t testing.TB, env permission.Environment, documents ...policy.Document) *sweep {
	t.Helper()
	w := &sweep{env: env, scopes: map[subjectMatter]func() []action{}}
	for _, about := range []subjectMatter{aboutStores, aboutNamed, aboutDeploy} {
		w.scopes[about] = func() []action { return allActions(t, scope{env, about}) }
	}
	var err error
	if w.actions, err = w.possible(w.scopes[aboutStores](), documents...); err != nil {
		t.Fatal(err)
	}
	return w
}

// possible returns the actions that any of the documents could allow.
func (w *sweep) possible(actions []action, documents ...policy.Document) ([]action, error) {
	wide := widened(documents...)
	if len(wide.Statements) == 0 {
		return nil, nil
	}
	asked := make([]action, len(actions))
	for i, a := range actions {
		asked[i] = a
		// Any resource will do, since every statement is on all of them.
		if len(a.Resources) > 0 {
			asked[i].Resources, asked[i].Unchecked = a.Resources[:1], nil
		} else {
			asked[i].Unchecked = a.Unchecked[:1]
		}
	}
	granted, err := w.askOfAll(asked, wide)
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, g := range granted {
		names[g.action] = true
	}
	return slices.DeleteFunc(slices.Clone(actions), func(a action) bool { return !names[a.Name] }), nil
}

// grant is one thing that a document allows.
type grant struct {
	action, resource string
	// when are the contexts in which it is allowed, in words; nil is any.
	when []string
}

func (g grant) String() string {
	line := g.action + " " + g.resource
	if g.when != nil {
		line += " when " + strings.Join(g.when, " | ")
	}
	return line
}

// allowed returns the complete allowed set of one of the sweep's documents.
func (w *sweep) allowed(about subjectMatter, document policy.Document) ([]grant, error) {
	possible, err := w.possible(w.actions, document)
	if err != nil {
		return nil, err
	}
	return w.ask(inScope(w.scopes[about](), possible), document)
}

// inScope returns the actions of a scope that are among some.
func inScope(all, some []action) []action {
	names := map[string]bool{}
	for _, a := range some {
		names[a.Name] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(a action) bool { return !names[a.Name] })
}

// ask returns what a document allows of actions on their resources, in every
// context. Of resources on which it would allow nothing without its conditions
// either, it asks in no other.
func (w *sweep) ask(actions []action, document policy.Document) ([]grant, error) {
	if !hasConditions(document) {
		return w.askOfAll(actions, document)
	}
	reached, err := w.reached(actions, document)
	if err != nil {
		return nil, err
	}
	return w.askOfAll(reached, document)
}

// reached returns the actions with the resources on which a document allows
// them, were it not for its conditions.
func (w *sweep) reached(actions []action, document policy.Document) ([]action, error) {
	without := unconditional(document)
	if len(without.Statements) == 0 {
		return nil, nil
	}
	granted, err := w.askOfAll(actions, without)
	if err != nil {
		return nil, err
	}
	on := map[[2]string]bool{}
	for _, g := range granted {
		on[[2]string{g.action, g.resource}] = true
	}
	var reached []action
	for _, a := range actions {
		misses := func(resource string) bool { return !on[[2]string{a.Name, resource}] }
		a.Resources = slices.DeleteFunc(slices.Clone(a.Resources), misses)
		a.Unchecked = slices.DeleteFunc(slices.Clone(a.Unchecked), misses)
		if len(a.Resources)+len(a.Unchecked) > 0 {
			reached = append(reached, a)
		}
	}
	return reached, nil
}

// askOfAll returns what a document allows of actions on all of their resources,
// in every context.
func (w *sweep) askOfAll(actions []action, document policy.Document) ([]grant, error) {
	var checked, unchecked []question
	for _, a := range actions {
		in := contexts(a, w.env, document)
		for _, resource := range a.Resources {
			checked = append(checked, w.questionsOn(a, resource, in)...)
		}
		for _, resource := range a.Unchecked {
			unchecked = append(unchecked, w.questionsOn(a, resource, in)...)
		}
	}
	decisions, err := askIdentity(checked, document)
	if err != nil {
		return nil, err
	}
	more, err := askIdentityUnchecked(unchecked, document)
	if err != nil {
		return nil, err
	}
	w.mutex.Lock()
	w.questions += len(checked) + len(unchecked)
	w.mutex.Unlock()
	return w.grants(append(checked, unchecked...), append(decisions, more...))
}

func (w *sweep) questionsOn(a action, resource string, in []map[string]any) []question {
	list := make([]question, len(in))
	for i, context := range in {
		list[i] = question{Action: a.Name, Resource: resource, Context: context,
			Principal: "arn:" + w.env.Partition + ":iam::" + w.env.AccountID + ":role/ci/publisher"}
	}
	return list
}

// allowedToEveryone is what AWS lets every principal do, whatever its policies.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
const allowedToEveryone = "sts:GetCallerIdentity"

// grants collects the allowed questions: one grant an action and resource.
func (w *sweep) grants(questions []question, decisions []decision) ([]grant, error) {
	var list []grant
	for start := 0; start < len(questions); {
		end := start
		var all, allowed []map[string]any
		for ; end < len(questions) && questions[end].Action == questions[start].Action && questions[end].Resource == questions[start].Resource; end++ {
			if err := decisions[end].fault(); err != nil {
				return nil, fmt.Errorf("%s: %w", questions[end], err)
			}
			all = append(all, questions[end].Context)
			if decisions[end].allowed() {
				allowed = append(allowed, questions[end].Context)
			}
		}
		g := grant{action: questions[start].Action, resource: questions[start].Resource}
		if len(allowed) < len(all) {
			g.when = summary(w.env, all, allowed)
		}
		if len(allowed) > 0 && g.action != allowedToEveryone {
			list = append(list, g)
		}
		start = end
	}
	slices.SortFunc(list, func(a, b grant) int { return strings.Compare(a.String(), b.String()) })
	return list, nil
}

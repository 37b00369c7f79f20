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

// contextKey is a condition key that a publisher's policy may look at, with
// the values a request is tried with; an absent key is tried as well.
type contextKey struct {
	name   string
	values []string
}

// Every request carries what AWS adds to each; the others are tried in every
// combination, where the action has the key.
var (
	contextKeys = []contextKey{
		{"s3:RequestObjectTag/Release", []string{"true", "false"}},
		{"s3:ExistingObjectTag/Release", []string{"true", "false"}},
		{"sts:AWSServiceName", []string{"codeartifact.amazonaws.com", "codecommit.amazonaws.com"}},
	}
	always = map[string]any{"aws:SecureTransport": "true"}
)

// contexts returns every combination of the keys that an action has.
func contexts(a action) []map[string]any {
	all := []map[string]any{{}}
	for _, key := range contextKeys {
		if !a.has(key.name) {
			continue
		}
		for _, context := range all[:len(all):len(all)] {
			for _, value := range key.values {
				extended := map[string]any{key.name: value}
				for k, v := range context {
					extended[k] = v
				}
				all = append(all, extended)
			}
		}
	}
	return all
}

// widened returns what a document could allow at most: its Allow statements
// on any resource and without conditions. What that denies, the document
// denies on every resource.
func widened(documents ...policy.Document) policy.Document {
	var statements []policy.Statement
	seen := map[string]bool{}
	for _, d := range documents {
		for _, s := range d.Statements {
			if s.Effect != policy.Allow {
				continue
			}
			wide := policy.Statement{Effect: policy.Allow, Actions: s.Actions, NotActions: s.NotActions, Resources: []string{"*"}}
			if text := policy.New(wide).Indent(); !seen[text] {
				seen[text] = true
				statements = append(statements, wide)
			}
		}
	}
	return policy.New(statements...)
}

// sweep finds the complete allowed set of documents, by the outside
// simulator's judgement. First it asks for every action of AWS whether any of
// the documents could allow it, each widened; then the same of each document
// alone; and for what is left, each document about every resource in every
// context.
type sweep struct {
	env     permission.Environment
	actions []action // those that the widened documents allow

	mutex     sync.Mutex
	questions int
}

func newSweep(t testing.TB, env permission.Environment, documents ...policy.Document) *sweep {
	t.Helper()
	w := &sweep{env: env}
	var err error
	if w.actions, err = w.possible(allActions(t, env), documents...); err != nil {
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
	granted, err := w.ask(asked, wide, false)
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
func (w *sweep) allowed(document policy.Document) ([]grant, error) {
	actions, err := w.possible(w.actions, document)
	if err != nil {
		return nil, err
	}
	return w.ask(actions, document, true)
}

// ask returns what a document allows of actions on their resources.
func (w *sweep) ask(actions []action, document policy.Document, everyContext bool) ([]grant, error) {
	var checked, unchecked []question
	for _, a := range actions {
		in := []map[string]any{{}}
		if everyContext {
			in = contexts(a)
		}
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
	return grants(append(checked, unchecked...), append(decisions, more...))
}

func (w *sweep) questionsOn(a action, resource string, in []map[string]any) []question {
	list := make([]question, len(in))
	for i, context := range in {
		full := map[string]any{"aws:RequestedRegion": w.env.Region}
		for key, value := range always {
			full[key] = value
		}
		for key, value := range context {
			full[key] = value
		}
		list[i] = question{Action: a.Name, Resource: resource, Context: full,
			Principal: "arn:" + w.env.Partition + ":iam::" + w.env.AccountID + ":role/ci/publisher"}
	}
	return list
}

// allowedToEveryone is what AWS lets every principal do, whatever its policies.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
const allowedToEveryone = "sts:GetCallerIdentity"

// grants collects the allowed questions: one grant an action and resource.
func grants(questions []question, decisions []decision) ([]grant, error) {
	var list []grant
	for start := 0; start < len(questions); {
		end, allowed := start, []string{}
		for ; end < len(questions) && questions[end].Action == questions[start].Action && questions[end].Resource == questions[start].Resource; end++ {
			if err := decisions[end].fault(); err != nil {
				return nil, fmt.Errorf("%s: %w", questions[end], err)
			}
			if decisions[end].allowed() {
				allowed = append(allowed, inWords(questions[end].Context))
			}
		}
		g := grant{action: questions[start].Action, resource: questions[start].Resource}
		if len(allowed) < end-start {
			slices.Sort(allowed)
			g.when = allowed
		}
		if len(allowed) > 0 && g.action != allowedToEveryone {
			list = append(list, g)
		}
		start = end
	}
	slices.SortFunc(list, func(a, b grant) int { return strings.Compare(a.String(), b.String()) })
	return list, nil
}

func inWords(context map[string]any) string {
	var words []string
	for _, key := range contextKeys {
		if value, ok := context[key.name]; ok {
			words = append(words, fmt.Sprintf("%s=%v", key.name, value))
		}
	}
	if len(words) == 0 {
		return "no key is set"
	}
	return strings.Join(words, ", ")
}

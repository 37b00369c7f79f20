package conformance

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

const (
	agreementDocuments = 7_500
	requestsADocument  = 4
)

// Our evaluator and the outside simulator decide the same requests by the same
// documents, and do not disagree. Where they did, one of them was wrong:
// differences_test.go tells which, and the page that settles it.
func TestAgreement(t *testing.T) {
	requireNode(t)
	check := begin(t, "Agreement", "our evaluator against the outside simulator, on random documents and requests")
	var group sync.WaitGroup
	var mutex sync.Mutex
	excluded, decided := 0, map[string]int{}
	documents := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for seed := range documents {
				g := generator{rand.New(rand.NewPCG(seed, 0))}
				a := pick(g, subjectActions)
				d := g.document(a)
				var questions []question
				for range requestsADocument {
					questions = append(questions, g.request(a))
				}
				outcomes, known, err := disagreements(d, questions)
				mutex.Lock()
				excluded += known
				for _, o := range outcomes {
					decided[o.ours]++
					if o.ours != o.theirs {
						d, q := shrink(d, o.question)
						check.found(t, "seed %d: ours says %s, theirs %s to %s by\n%s", seed, o.ours, o.theirs, q, d.Indent())
					}
				}
				if err != nil {
					check.found(t, "seed %d: %v\n%s", seed, err, d.Indent())
				}
				mutex.Unlock()
			}
		})
	}
	for seed := range uint64(agreementDocuments) {
		documents <- seed
	}
	close(documents)
	group.Wait()

	total := 0
	for _, result := range []string{"Allowed", "ImplicitlyDenied", "ExplicitlyDenied"} {
		total += decided[result]
		require.Greater(t, decided[result], 2_000, "too few cases are %s to mean much", result)
	}
	require.GreaterOrEqual(t, total, 20_000)
	check.cases(total)
	check.note("%d allowed, %d implicitly denied, %d explicitly denied; %d left out as known differences",
		decided["Allowed"], decided["ImplicitlyDenied"], decided["ExplicitlyDenied"], excluded)
}

// outcome is what both evaluators say to a question.
type outcome struct {
	question
	ours, theirs string
}

// disagreements asks both evaluators. Questions on which they are known to
// differ are left out and counted.
func disagreements(d policy.Document, questions []question) (outcomes []outcome, known int, err error) {
	differ := knownDifferences(d)
	questions = slices.DeleteFunc(slices.Clone(questions), func(q question) bool {
		if differ.occurs(q) {
			known++
			return true
		}
		return false
	})
	if len(questions) == 0 {
		return nil, known, nil
	}
	decisions, err := askIdentity(questions, d)
	if err != nil {
		return nil, known, err
	}
	for i, q := range questions {
		if err := decisions[i].fault(); err != nil {
			return outcomes, known, fmt.Errorf("%s: %w", q, err)
		}
		ours, err := oursSays(d, q)
		if err != nil {
			return outcomes, known, fmt.Errorf("%s: %w", q, err)
		}
		outcomes = append(outcomes, outcome{q, ours, decisions[i].Result})
	}
	return outcomes, known, nil
}

var outcomeNames = map[policy.Outcome]string{
	policy.Allowed:          "Allowed",
	policy.ImplicitlyDenied: "ImplicitlyDenied",
	policy.ExplicitlyDenied: "ExplicitlyDenied",
}

// oursSays decides a question by our own evaluator. The document goes through
// its JSON, as one from a file would.
func oursSays(d policy.Document, q question) (string, error) {
	parsed, err := policy.Parse([]byte(d.Indent()))
	if err != nil {
		return "", err
	}
	request, err := requestOf(q)
	if err != nil {
		return "", err
	}
	decision, err := parsed.Evaluate(request)
	return outcomeNames[decision.Outcome], err
}

// requestOf is a question to our own evaluator.
func requestOf(q question) (policy.Request, error) {
	context := make(policy.Context, len(q.Context))
	for key, value := range q.Context {
		switch value := value.(type) {
		case string:
			context[key] = []string{value}
		case []string:
			context[key] = value
		case []any: // from a file
			for _, v := range value {
				context[key] = append(context[key], fmt.Sprint(v))
			}
		default:
			return policy.Request{}, fmt.Errorf("%s is a %T", key, value)
		}
	}
	return policy.Request{Action: q.Action, Resource: q.Resource, Context: context}, nil
}

// shrink leaves out what a disagreement doesn't need, so that a person sees
// what it is about.
func shrink(d policy.Document, q question) (policy.Document, question) {
	differs := func(d policy.Document, q question) bool {
		outcomes, _, err := disagreements(d, []question{q})
		return err == nil && len(outcomes) == 1 && outcomes[0].ours != outcomes[0].theirs
	}
	for smaller := true; smaller; {
		smaller = false
		for _, candidate := range smallerDocuments(d) {
			if differs(candidate, q) {
				d, smaller = candidate, true
				break
			}
		}
		for key := range q.Context {
			less := q
			less.Context = map[string]any{}
			for k, v := range q.Context {
				if k != key {
					less.Context[k] = v
				}
			}
			if differs(d, less) {
				q, smaller = less, true
				break
			}
		}
	}
	return d, q
}

// smallerDocuments are the document without one statement, action, resource,
// condition or value.
func smallerDocuments(d policy.Document) []policy.Document {
	var list []policy.Document
	with := func(i int, s policy.Statement) {
		statements := slices.Clone(d.Statements)
		statements[i] = s
		list = append(list, policy.New(statements...))
	}
	for i, s := range d.Statements {
		if len(d.Statements) > 1 {
			list = append(list, policy.New(slices.Delete(slices.Clone(d.Statements), i, i+1)...))
		}
		for _, element := range []func(*policy.Statement) *[]string{
			func(s *policy.Statement) *[]string { return &s.Actions },
			func(s *policy.Statement) *[]string { return &s.NotActions },
			func(s *policy.Statement) *[]string { return &s.Resources },
			func(s *policy.Statement) *[]string { return &s.NotResources },
		} {
			for j := range *element(&s) {
				if smaller := s; len(*element(&s)) > 1 {
					*element(&smaller) = slices.Delete(slices.Clone(*element(&s)), j, j+1)
					with(i, smaller)
				}
			}
		}
		for operator, keys := range s.Conditions {
			for key, values := range keys {
				smaller := s
				smaller.Conditions = cloneConditions(s.Conditions)
				delete(smaller.Conditions[operator], key)
				if len(smaller.Conditions[operator]) == 0 {
					delete(smaller.Conditions, operator)
				}
				with(i, smaller)
				for j := range values {
					if len(values) > 1 {
						smaller := s
						smaller.Conditions = cloneConditions(s.Conditions)
						smaller.Conditions[operator][key] = slices.Delete(slices.Clone(values), j, j+1)
						with(i, smaller)
					}
				}
			}
		}
	}
	return list
}

func cloneConditions(c policy.Conditions) policy.Conditions {
	clone := policy.Conditions{}
	for operator, keys := range c {
		clone[operator] = map[string][]string{}
		for key, values := range keys {
			clone[operator][key] = slices.Clone(values)
		}
	}
	return clone
}

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
	documentsAPortion  = 100
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
	portions := make(chan []uint64)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for seeds := range portions {
				inquiries := make([]inquiry, len(seeds))
				for i, seed := range seeds {
					g := generator{rand.New(rand.NewPCG(seed, 0))}
					a := pick(g, subjectActions)
					inquiries[i].documents = []policy.Document{g.document(a)}
					for range requestsADocument {
						inquiries[i].questions = append(inquiries[i].questions, g.request(a))
					}
				}
				both := askBoth(inquiries...)
				mutex.Lock()
				for i, seed := range seeds {
					d := inquiries[i].documents[0]
					excluded += both[i].known
					for _, o := range both[i].outcomes {
						decided[o.ours]++
						if o.ours != o.theirs {
							d, q := shrink(d, o.question)
							check.found(t, "seed %d: ours says %s, theirs %s to %s by\n%s", seed, o.ours, o.theirs, q, d.Indent())
						}
					}
					if err := both[i].err; err != nil {
						check.found(t, "seed %d: %v\n%s", seed, err, d.Indent())
					}
				}
				mutex.Unlock()
			}
		})
	}
	for first := uint64(0); first < agreementDocuments; first += documentsAPortion {
		var seeds []uint64
		for seed := first; seed < min(first+documentsAPortion, agreementDocuments); seed++ {
			seeds = append(seeds, seed)
		}
		portions <- seeds
	}
	close(portions)
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

// answersOfBoth are what both evaluators say to the questions on one document.
type answersOfBoth struct {
	outcomes []outcome
	known    int // questions left out
	err      error
}

// askBoth asks both evaluators, each inquiry on one document. Questions on
// which they are known to differ are left out and counted.
func askBoth(inquiries ...inquiry) []answersOfBoth {
	both := make([]answersOfBoth, len(inquiries))
	var asks []inquiry
	var of []int
	for i, in := range inquiries {
		differ := knownDifferences(in.documents...)
		questions := slices.DeleteFunc(slices.Clone(in.questions), differ.occurs)
		if both[i].known = len(in.questions) - len(questions); len(questions) > 0 {
			asks, of = append(asks, inquiry{questions, in.documents}), append(of, i)
		}
	}
	for j, theirs := range askIdentityOfEach(asks) {
		b := &both[of[j]]
		b.outcomes, b.err = outcomesOf(asks[j], theirs)
	}
	return both
}

// outcomesOf asks our own evaluator what the simulator has answered.
func outcomesOf(in inquiry, theirs answered) (outcomes []outcome, err error) {
	if theirs.err != nil {
		return nil, theirs.err
	}
	ours, err := evaluating(in.documents[0])
	if err != nil {
		return nil, err
	}
	for i, q := range in.questions {
		if err := theirs.decisions[i].fault(); err != nil {
			return outcomes, fmt.Errorf("%s: %w", q, err)
		}
		says, err := ours(q)
		if err != nil {
			return outcomes, fmt.Errorf("%s: %w", q, err)
		}
		outcomes = append(outcomes, outcome{q, says, theirs.decisions[i].Result})
	}
	return outcomes, nil
}

var outcomeNames = map[policy.Outcome]string{
	policy.Allowed:          "Allowed",
	policy.ImplicitlyDenied: "ImplicitlyDenied",
	policy.ExplicitlyDenied: "ExplicitlyDenied",
}

// oursSays decides a question by our own evaluator.
func oursSays(d policy.Document, q question) (string, error) {
	ours, err := evaluating(d)
	if err != nil {
		return "", err
	}
	return ours(q)
}

// evaluating is oursSays of many questions. The document goes through its
// JSON, as one from a file would.
func evaluating(d policy.Document) (func(question) (string, error), error) {
	parsed, err := policy.Parse([]byte(d.Indent()))
	if err != nil {
		return nil, err
	}
	return func(q question) (string, error) {
		request, err := requestOf(q)
		if err != nil {
			return "", err
		}
		decision, err := parsed.Evaluate(request)
		return outcomeNames[decision.Outcome], err
	}, nil
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
		both := askBoth(inquiry{[]question{q}, []policy.Document{d}})[0]
		return both.err == nil && len(both.outcomes) == 1 && both.outcomes[0].ours != both.outcomes[0].theirs
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

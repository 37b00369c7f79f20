package conformance

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

const (
	gatePairs       = 50_000
	drawnAPair      = 150
	requestsAPair   = 3
	questionedGains = 20 // one in so many pairs that the gate reports
	pairsAPortion   = 100
)

var gateSeed = flag.Uint64("gate-seed", 0, "compare the pair of this seed alone, and print it")

// Where the gate says that a change grants nothing, the outside simulator finds
// no request that it allows after the change and did not allow before. Our own
// evaluator picks the requests that are most likely to be one; where it is known
// to differ from the simulator, it answers alone.
func TestGate(t *testing.T) {
	if testing.Short() {
		t.Skip("asks the simulator more than a hundred thousand times")
	}
	requireNode(t)
	if *gateSeed != 0 {
		p := pairOf(*gateSeed)
		t.Log(p)
		checked := checkPairs(p)[0]
		require.NoError(t, checked.err)
		require.Empty(t, checked.gains)
		return
	}
	check := begin(t, "Gate", "random changes of policies that the gate says grant nothing: no request is allowed after and not before, says the outside simulator")
	var group sync.WaitGroup
	var mutex sync.Mutex
	silent, reported, questioned, confirmed, excluded, asked := 0, 0, 0, 0, 0, 0
	portions := make(chan []uint64)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for seeds := range portions {
				var asks []*pair
				pairs := make([]*pair, len(seeds))
				says := make([]bool, len(seeds))
				for i, seed := range seeds {
					pairs[i] = pairOf(seed)
					says[i] = len(policy.Compare(pairs[i].before, pairs[i].after).Gained) > 0
					if !says[i] || seed%questionedGains == 0 {
						asks = append(asks, pairs[i])
					}
				}
				answers := checkPairs(asks...)
				mutex.Lock()
				for i, seed := range seeds {
					var checked pairCheck
					if !says[i] || seed%questionedGains == 0 {
						checked, answers = answers[0], answers[1:]
					}
					excluded += checked.excluded
					asked += checked.asked
					switch {
					case checked.err != nil:
						check.found(t, "seed %d: %v\n%s", seed, checked.err, pairs[i])
					case !says[i]:
						silent++
						if len(checked.gains) > 0 {
							check.found(t, "seed %d: the gate says that nothing is granted, but this is: %s\n%s", seed, checked.gains[0], pairs[i])
						}
					default:
						reported++
						if seed%questionedGains == 0 {
							questioned++
							if len(checked.gains) > 0 {
								confirmed++
							}
						}
					}
				}
				mutex.Unlock()
			}
		})
	}
	for first := uint64(1); first <= gatePairs; first += pairsAPortion {
		var seeds []uint64
		for seed := first; seed < first+pairsAPortion && seed <= gatePairs; seed++ {
			seeds = append(seeds, seed)
		}
		portions <- seeds
	}
	close(portions)
	group.Wait()

	require.Greater(t, silent, gatePairs/5, "too few changes pass the gate to mean much")
	require.Greater(t, confirmed, questioned/10, "the requests find too few gains to mean much")
	t.Logf("%d silent, %d reported, %d of %d confirmed, %d asked, %d excluded", silent, reported, confirmed, questioned, asked, excluded)
	check.cases(gatePairs)
}

// pairCheck is what the simulator made of a pair.
type pairCheck struct {
	gains           []question // what it allows after the change and did not allow before
	asked, excluded int
	err             error
}

// checkPairs finds requests that the simulator allows after a change and did
// not allow before, of each of some pairs.
func checkPairs(pairs ...*pair) []pairCheck {
	checks := make([]pairCheck, len(pairs))
	// ask asks about some questions of each pair, by the documents of one side, and
	// returns those that are allowed and those that are not.
	ask := func(questions [][]question, documents func(*pair) []policy.Document) (allowed, denied [][]question) {
		allowed, denied = make([][]question, len(pairs)), make([][]question, len(pairs))
		var inquiries []inquiry
		var of []int
		for i, list := range questions {
			if len(list) > 0 {
				inquiries, of = append(inquiries, inquiry{list, documents(pairs[i])}), append(of, i)
			}
		}
		for j, answer := range askIdentityOfEach(inquiries) {
			i := of[j]
			c := &checks[i]
			c.asked += len(answer.decisions)
			if c.err = answer.err; c.err != nil {
				continue
			}
			for k, d := range answer.decisions {
				q := questions[i][k]
				if err := d.fault(); err != nil {
					c.err = fmt.Errorf("%s: %w", q, err)
					break
				}
				if d.allowed() {
					allowed[i] = append(allowed[i], q)
				} else {
					denied[i] = append(denied[i], q)
				}
			}
			if c.err != nil {
				allowed[i], denied[i] = nil, nil
			}
		}
		return allowed, denied
	}
	questions := make([][]question, len(pairs))
	for i, p := range pairs {
		c := &checks[i]
		picked, own, excluded, err := p.questions()
		c.gains, c.excluded, c.err = own, excluded, err
		if err == nil && len(own) == 0 {
			questions[i] = picked
		}
	}
	allowed, _ := ask(questions, func(p *pair) []policy.Document { return p.after })
	_, before := ask(allowed, func(p *pair) []policy.Document { return p.before })
	for i, gains := range before {
		checks[i].gains = append(checks[i].gains, gains...)
	}
	return checks
}

// questions draws requests and returns those to ask, first the ones that our
// own evaluator takes for gains, then those that it sees allowed afterwards.
// Requests on which the evaluators are known to differ are not asked: what ours
// takes for a gain among them is in own.
func (p *pair) questions() (picked, own []question, excluded int, err error) {
	before, err := policy.Prepare(p.before...)
	if err != nil {
		return nil, nil, 0, err
	}
	after, err := policy.Prepare(p.after...)
	if err != nil {
		return nil, nil, 0, err
	}
	documents := slices.Concat(p.before, p.after)
	differ := either(ofAnyRequest(slices.ContainsFunc(documents, plainVariable)), knownDifferences(documents...))
	var byChance [3][]question
	var d drawn
	context := policy.Context{}
	for range drawnAPair {
		if len(byChance[0]) == requestsAPair {
			break // no other would be asked
		}
		p.draw(p.action, &d)
		request := d.request(p.action, context)
		is, err := after.Evaluate(request)
		if err != nil {
			return nil, nil, 0, err
		}
		chance := 2
		if is.Allowed() {
			was, err := before.Evaluate(request)
			if err != nil {
				return nil, nil, 0, err
			}
			if chance = 0; was.Allowed() {
				chance = 1
			}
		}
		if len(byChance[chance]) == requestsAPair {
			continue
		}
		q := d.question(p.action)
		if differ.occurs(q) {
			excluded++
			if chance == 0 {
				own = append(own, q)
			}
			continue
		}
		byChance[chance] = append(byChance[chance], q)
	}
	picked = slices.Concat(byChance[:]...)
	return picked[:min(len(picked), requestsAPair)], own, excluded, nil
}

// plainVariable reports whether a document has the text of a policy variable
// and a version without variables, which the simulator does not know.
func plainVariable(d policy.Document) bool {
	return d.Version == oldVersion && strings.Contains(d.Indent(), "${")
}

func (p *pair) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "changes: %s\n", strings.Join(p.changes, "; "))
	for _, side := range []struct {
		name      string
		documents []policy.Document
	}{{"before", p.before}, {"after", p.after}} {
		for _, d := range side.documents {
			fmt.Fprintf(&b, "%s:\n%s", side.name, d.Indent())
		}
	}
	return b.String()
}

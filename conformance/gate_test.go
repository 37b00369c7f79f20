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
		fooled, _, err := checkPair(p)
		require.NoError(t, err)
		require.Empty(t, fooled)
		return
	}
	check := begin(t, "Gate", "random changes of policies that the gate says grant nothing: no request is allowed after and not before, says the outside simulator")
	var group sync.WaitGroup
	var mutex sync.Mutex
	silent, reported, questioned, confirmed, excluded, asked := 0, 0, 0, 0, 0, 0
	seeds := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for seed := range seeds {
				p := pairOf(seed)
				says := len(policy.Compare(p.before, p.after).Gained) > 0
				var gains []question
				var counts tally
				var err error
				if ask := !says || seed%questionedGains == 0; ask {
					gains, counts, err = checkPair(p)
				}
				mutex.Lock()
				excluded += counts.excluded
				asked += counts.asked
				switch {
				case err != nil:
					check.found(t, "seed %d: %v\n%s", seed, err, p)
				case !says:
					silent++
					if len(gains) > 0 {
						check.found(t, "seed %d: the gate says that nothing is granted, but this is: %s\n%s", seed, gains[0], p)
					}
				default:
					reported++
					if seed%questionedGains == 0 {
						questioned++
						if len(gains) > 0 {
							confirmed++
						}
					}
				}
				mutex.Unlock()
			}
		})
	}
	for seed := range uint64(gatePairs) {
		seeds <- seed + 1
	}
	close(seeds)
	group.Wait()

	require.Greater(t, silent, gatePairs/5, "too few changes pass the gate to mean much")
	require.Greater(t, confirmed, questioned/10, "the requests find too few gains to mean much")
	t.Logf("%d silent, %d reported, %d of %d confirmed, %d asked, %d excluded", silent, reported, confirmed, questioned, asked, excluded)
	check.cases(gatePairs)
}

// tally counts what the simulator was asked.
type tally struct{ asked, excluded int }

// checkPair returns requests that the simulator allows after a change and did
// not allow before.
func checkPair(p *pair) (gains []question, counts tally, err error) {
	questions, own, excluded, err := p.questions()
	counts.excluded = excluded
	if err != nil || len(own) > 0 {
		return own, counts, err
	}
	if len(questions) == 0 {
		return nil, counts, nil
	}
	is, err := askIdentity(questions, p.after...)
	if err != nil {
		return nil, counts, err
	}
	counts.asked += len(is)
	var allowed []question
	for i, d := range is {
		if err := d.fault(); err != nil {
			return nil, counts, fmt.Errorf("%s: %w", questions[i], err)
		}
		if d.allowed() {
			allowed = append(allowed, questions[i])
		}
	}
	if len(allowed) == 0 {
		return nil, counts, nil
	}
	was, err := askIdentity(allowed, p.before...)
	if err != nil {
		return nil, counts, err
	}
	counts.asked += len(was)
	for i, d := range was {
		if err := d.fault(); err != nil {
			return nil, counts, fmt.Errorf("%s: %w", allowed[i], err)
		}
		if !d.allowed() {
			gains = append(gains, allowed[i])
		}
	}
	return gains, counts, nil
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
	plain := slices.ContainsFunc(documents, plainVariable)
	var byChance [3][]question
	for range drawnAPair {
		if len(byChance[0]) == requestsAPair {
			break // no other would be asked
		}
		q := p.request(p.action)
		request, err := requestOf(q)
		if err != nil {
			return nil, nil, 0, err
		}
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
		if plain || slices.ContainsFunc(documents, func(d policy.Document) bool { return knownDifference(d, q) }) {
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

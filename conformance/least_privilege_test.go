package conformance

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// hardening is what an option of the stores does: an entry of
// testdata/least-privilege.json, which the tests of the core write.
type hardening struct {
	Name string `json:"name"`
	// Before and After are documents that the tests of the core write down.
	Before string `json:"before"`
	After  string `json:"after"`
	// Denies are requests that the option takes away, adds those it gives, and
	// keeps those of clients that it fits.
	Denies []question `json:"denies"`
	Adds   []question `json:"adds"`
	Keeps  []question `json:"keeps"`
}

func hardenings(t testing.TB) []hardening {
	t.Helper()
	text, err := os.ReadFile("testdata/least-privilege.json")
	require.NoError(t, err)
	var list []hardening
	require.NoError(t, json.Unmarshal(text, &list))
	require.NotEmpty(t, list)
	return list
}

func writtenDocument(name string) policy.Document {
	return policy.New(writtenDown(name).Statements(commercial)...)
}

// Each option takes away, adds and keeps what it says, and the recommended
// options close the holes of the original.
func TestLeastPrivilegeOptions(t *testing.T) {
	requireNode(t)
	check := begin(t, "Least-privilege options", "what each option takes away, adds and keeps, and the holes of the original that the recommended ones close")
	for _, n := range hardenings(t) {
		t.Run(n.Name, func(t *testing.T) {
			for _, kind := range []struct {
				what          string
				requests      []question
				before, after bool
			}{
				{"takes away", n.Denies, true, false},
				{"adds", n.Adds, false, true},
				{"keeps", n.Keeps, true, true},
			} {
				before, err := askEither(kind.requests, writtenDocument(n.Before))
				require.NoError(t, err)
				after, err := askEither(kind.requests, writtenDocument(n.After))
				require.NoError(t, err)
				for i, q := range kind.requests {
					if before[i].allowed() != kind.before || after[i].allowed() != kind.after {
						check.found(t, "%s %s: %s before, %s after", kind.what, q, before[i].Result, after[i].Result)
					}
				}
				check.cases(2 * len(kind.requests))
			}
		})
	}
}

// Our evaluator and the outside simulator decide the requests of every option
// and set alike, by the document of every other one too.
func TestAgreementOnOptions(t *testing.T) {
	requireNode(t)
	check := begin(t, "Agreement on options", "our evaluator against the outside simulator: the requests of all options and sets, by the documents of all")
	type group struct {
		documents []string
		requests  []question
	}
	publishing := group{documents: documentsIn("least-privilege")}
	for _, s := range slices.Concat(namedPublishers(), builders()) {
		if s.env == commercial && !slices.Contains(publishing.documents, s.name) {
			publishing.documents = append(publishing.documents, s.name)
		}
	}
	for _, n := range hardenings(t) {
		for _, requests := range [][]question{n.Denies, n.Adds, n.Keeps} {
			publishing.requests = append(publishing.requests, requests...)
		}
	}
	beside := group{}
	for _, s := range deploySets() {
		beside.documents = append(beside.documents, s.name)
	}
	for _, c := range clients(t) {
		into := &publishing
		if subjectNamed(c.Policies[0]).about == aboutDeploy {
			into = &beside
		}
		for _, r := range c.Rows {
			into.requests = append(into.requests, question{Action: r.Action, Resource: r.Resource, Context: r.Context})
		}
	}
	for _, g := range []group{publishing, beside} {
		requests := distinctQuestions(g.requests)
		for _, name := range g.documents {
			d := documentNamed(name)
			decisions, err := askEither(requests, d)
			require.NoError(t, err, name)
			for i, q := range requests {
				require.False(t, knownDifference(d, q), "%s: %s", name, q)
				ours, err := oursSays(d, q)
				require.NoError(t, err, q)
				// The call without checks tells allowed from denied, no more.
				if ours != decisions[i].Result && !(lacksNamespace(q) && ours != "Allowed" && !decisions[i].allowed()) {
					check.found(t, "%s: ours says %s, theirs %s to %s", name, ours, decisions[i].Result, q)
				}
			}
			check.cases(len(requests))
		}
	}
}

// documentNamed returns the document of a subject, or one that only the tests
// of the core write down.
func documentNamed(name string) policy.Document {
	if strings.HasPrefix(name, "least-privilege/") {
		return writtenDocument(name)
	}
	return subjectNamed(name).document()
}

func distinctQuestions(all []question) []question {
	var list []question
	seen := map[string]bool{}
	for _, q := range all {
		if text := q.String(); !seen[text] {
			seen[text] = true
			list = append(list, q)
		}
	}
	return list
}

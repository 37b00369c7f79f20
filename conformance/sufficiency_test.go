package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// client is a tool that publishes, and the requests its calls make: a file in
// testdata/clients.
type client struct {
	Client string `json:"client"`
	// Policies are the subjects documented for the client, by name.
	Policies []string `json:"policies"`
	Rows     []row    `json:"rows"`
}

// row is one request that a call of a client makes.
type row struct {
	// Call of the client, and the page that says the call needs the action.
	Call     string         `json:"call"`
	Action   string         `json:"action"`
	Resource string         `json:"resource"`
	Context  map[string]any `json:"context"`
	Source   string         `json:"source"`
	// Denied says why the documented policy refuses the row. Empty: it is
	// allowed.
	Denied string `json:"denied"`
	// Unchecked rows name a package without a namespace, which needs the
	// simulator's call without input checks.
	Unchecked bool `json:"unchecked"`
}

func clients(t testing.TB) []client {
	t.Helper()
	files, err := filepath.Glob("testdata/clients/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var list []client
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var c client
		require.NoError(t, json.Unmarshal(text, &c), file)
		for _, r := range c.Rows {
			require.True(t, r.Call != "" && r.Action != "" && r.Resource != "" && (r.Source != "" || r.Denied != ""),
				"%s: a row without call, action, resource or source: %+v", file, r)
		}
		list = append(list, c)
	}
	return list
}

// failing returns the rows on which a document doesn't do what they say.
func failing(rows []row, document policy.Document) ([]row, error) {
	failed, _, err := divide(rows, document)
	return failed, err
}

// divide tells the rows on which a document doesn't do what they say from those
// on which it does.
func divide(rows []row, document policy.Document) (failed, met []row, err error) {
	questions := make([]question, len(rows))
	for i, r := range rows {
		questions[i] = question{Action: r.Action, Resource: r.Resource, Context: r.Context}
	}
	decisions, err := askEither(questions, document)
	if err != nil {
		return nil, nil, err
	}
	for i, r := range rows {
		if r.Unchecked != lacksNamespace(questions[i]) {
			return nil, nil, fmt.Errorf("%s: only what has no namespace goes unchecked, and all of that", r.Call)
		}
		if decisions[i].allowed() != (r.Denied == "") {
			failed = append(failed, r)
		} else {
			met = append(met, r)
		}
	}
	return failed, met, nil
}

// lacksNamespace reports whether a question is about a package without a
// namespace, which needs the simulator's call without input checks.
func lacksNamespace(q question) bool {
	return strings.HasPrefix(q.Action, "codeartifact:") && strings.Contains(q.Resource, ":package/") && strings.Contains(q.Resource, "//")
}

// askEither lets the simulator decide questions, with its input checks where
// it has them. A decision on another request than was asked is an error.
func askEither(questions []question, documents ...policy.Document) ([]decision, error) {
	all := make([]decision, len(questions))
	for _, unchecked := range []bool{false, true} {
		var kind []question
		var at []int
		for i, q := range questions {
			if lacksNamespace(q) == unchecked {
				kind, at = append(kind, q), append(at, i)
			}
		}
		ask := askIdentity
		if unchecked {
			ask = askIdentityUnchecked
		}
		decisions, err := ask(kind, documents...)
		if err != nil {
			return nil, err
		}
		for i, d := range decisions {
			if err := d.fault(); err != nil {
				return nil, fmt.Errorf("%s: %w", kind[i], err)
			}
			all[at[i]] = d
		}
	}
	return all, nil
}

// Every call of every client is allowed by each policy documented for it, and
// what a client could do without is refused.
func TestSufficiency(t *testing.T) {
	requireNode(t)
	check := begin(t, "Sufficiency", "the calls of each client against the policies documented for it")
	for _, c := range clients(t) {
		for _, name := range c.Policies {
			t.Run(c.Client+" by "+name, func(t *testing.T) {
				failed, err := failing(c.Rows, subjectNamed(name).document())
				require.NoError(t, err)
				check.cases(len(c.Rows))
				for _, r := range failed {
					check.found(t, "%s (%s on %s): allowed %v, want %v; %s", r.Call, r.Action, r.Resource, r.Denied != "", r.Denied == "", r.Source)
				}
			})
		}
	}
}

// No policy documented for a client has an action, a condition or a Deny that
// no row of any client needs.
func TestNothingToSpare(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	requireNode(t)
	check := begin(t, "Nothing to spare", "each action, resource and Deny dropped from each documented policy: some call of some client fails")
	var names []string
	var rows []row
	for _, c := range clients(t) {
		names, rows = append(names, c.Policies...), append(rows, c.Rows...)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := subjectNamed(name).document()
			// Rows for other policies fail anyway.
			_, own, err := divide(rows, document)
			require.NoError(t, err)
			for _, less := range withoutOne(document) {
				// Only requests for its actions can tell that a statement has changed.
				concerned := slices.DeleteFunc(slices.Clone(own), func(r row) bool { return !slices.Contains(less.actions, r.Action) })
				failed, err := failing(concerned, less.document)
				require.NoError(t, err)
				check.cases(1)
				if len(failed) == 0 {
					check.found(t, "%s: no call of a client fails", less.what)
				}
			}
		})
	}
}

// lesser is a document that lacks something.
type lesser struct {
	what     string
	document policy.Document
	// actions of the statement that lacks it.
	actions []string
}

// withoutOne returns the documents that lack one action or one resource of an
// Allow statement, or one whole Deny statement.
func withoutOne(d policy.Document) []lesser {
	var list []lesser
	lacking := func(i int, what string, change func(*policy.Statement)) {
		statements := slices.Clone(d.Statements)
		change(&statements[i])
		list = append(list, lesser{"without " + what + " in statement " + statements[i].Sid, policy.New(statements...), d.Statements[i].Actions})
	}
	for i, s := range d.Statements {
		if s.Effect == policy.Deny || len(s.Actions) == 1 {
			statements := slices.Delete(slices.Clone(d.Statements), i, i+1)
			if len(statements) > 0 {
				list = append(list, lesser{"without statement " + s.Sid, policy.New(statements...), s.Actions})
			}
		} else {
			for j, action := range s.Actions {
				lacking(i, action, func(less *policy.Statement) { less.Actions = slices.Delete(slices.Clone(s.Actions), j, j+1) })
			}
		}
		for j, resource := range s.Resources {
			if s.Effect == policy.Allow && len(s.Resources) > 1 {
				lacking(i, resource, func(less *policy.Statement) { less.Resources = slices.Delete(slices.Clone(s.Resources), j, j+1) })
			}
		}
	}
	return list
}

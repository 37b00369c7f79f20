package clients

import (
	"cmp"
	"debug/buildinfo"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/policy"
)

var update = flag.Bool("update", false, "write testdata/results and README.md anew")

// result is what a client was seen to do.
type result struct {
	Client, Version, Source string
	// Policy is the documented policy, as options.
	Policy     string
	Operations []operationResult
	// Actions of the documented policy and of the findings, with what comes of
	// dropping one.
	Actions []actionResult
	// Findings are actions that the client asks for beyond its policy.
	Findings []finding
	// Rows are the calls of the client, each with what it is checked for.
	Rows []row
	// OtherHosts are hosts beside AWS's that the client wanted.
	OtherHosts []string `json:",omitempty"`
}

type operationResult struct {
	Line     string
	Requests int
}

type actionResult struct {
	Action string
	// Dropped is what comes of dropping the action: fails, survives, unused.
	Dropped string
	// Operation is the first that fails.
	Operation string `json:",omitempty"`
}

// What comes of dropping an action.
const (
	fails    = "fails"
	survives = "goes on without it"
	unused   = "not called"
)

type finding struct {
	Operation, Call, Action, Resource string
	// Refused is what the refusal does to the operation: fails or survives.
	Refused string
}

type row struct {
	Call     string         `json:"call"`
	Action   string         `json:"action"`
	Resource string         `json:"resource"`
	Context  policy.Context `json:"context,omitempty"`
	Source   string         `json:"source"`
}

// TestClients runs each client that is installed, and compares what it does
// with what is recorded.
func TestClients(t *testing.T) {
	for _, c := range publishers {
		t.Run(fileName(c.String()), func(t *testing.T) {
			from := sourceOf(t, c.name)
			require(t, from)
			t.Parallel()
			got := study(t, c)
			got.Source = from.String()
			got.compare(t)
		})
	}
}

// require ends a test whose client does not run here: CLIENTS=all takes that
// for a failure.
func require(t *testing.T, s Source) {
	t.Helper()
	if err := s.Missing(module(t)); err != nil {
		if os.Getenv("CLIENTS") == "all" {
			t.Fatalf("%s: %v", s.Name, err)
		}
		t.Skipf("%s: %v", s.Name, err)
	}
}

// study runs the operations of a client: with its documented policy, with what
// it asks for beyond that, and with each action dropped.
func study(t *testing.T, c client) result {
	seen := result{Client: c.String(), Version: version(t, c), Policy: c.policy}
	documents := []policy.Document{documented(c)}
	if len(allowed(documents...)) == 0 {
		t.Fatal("the documented policy allows nothing")
	}
	var rows []cloud.Check
	uses := map[string][]operation{}
	for i, o := range c.operations {
		as := bySigningIn
		if i > 0 && c.setup != "" {
			as = signedIn
		}
		requests, checks := seen.operate(t, c, o, as)
		seen.Operations = append(seen.Operations, operationResult{o.line, requests})
		for _, check := range checks {
			if !slices.ContainsFunc(uses[check.Action], func(u operation) bool { return u.line == o.line }) {
				uses[check.Action] = append(uses[check.Action], o)
			}
		}
		rows = append(rows, checks...)
	}
	seen.Rows = rowsOf(rows)
	for _, f := range seen.Findings {
		if f.Refused == fails {
			documents = append(documents, policy.New(f.statement()))
		}
	}
	for _, action := range allowed(documents...) {
		dropped := drop(t, c, action, uses[action], documents)
		seen.Actions = append(seen.Actions, dropped)
		// Refused beside another, an action may not have been what was missed.
		for i, f := range seen.Findings {
			if f.Action == action && dropped.Dropped != fails {
				seen.Findings[i].Refused = survives
			}
		}
	}
	// Clients that send several files at once do so in any order.
	slices.SortFunc(seen.Findings, func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Action, b.Action), cmp.Compare(a.Call, b.Call), cmp.Compare(a.Resource, b.Resource))
	})
	return seen
}

// operate runs one operation with the documented policy, and with what it is
// refused beyond that until it succeeds: those are findings.
func (r *result) operate(t *testing.T, c client, o operation, as signIn) (int, []cloud.Check) {
	t.Helper()
	documents := []policy.Document{documented(c)}
	for round := 0; ; round++ {
		ran := runOperation(t, c, o, as, documents)
		r.OtherHosts = union(r.OtherHosts, ran.trace.Strays)
		if len(ran.trace.Unknown) > 0 {
			t.Fatalf("%s\nmakes requests that no table has: %q\n%s", o.line, ran.trace.Unknown, ran.output)
		}
		refused := slices.DeleteFunc(slices.Clone(ran.trace.Checks), func(check cloud.Check) bool { return check.Allowed })
		if ran.failed == nil {
			for _, check := range refused {
				r.find(finding{o.line, check.Call, check.Action, check.Resource, survives})
			}
			return ran.trace.Requests, ran.trace.Checks
		}
		if len(refused) == 0 || round == 8 {
			t.Fatalf("%s\nfails, and not for want of an action: %v\n%s", o.line, ran.failed, ran.output)
		}
		// What is refused after the first may be the client's cleaning up.
		for _, check := range refused {
			if f := (finding{o.line, check.Call, check.Action, check.Resource, fails}); f.Action == refused[0].Action && r.find(f) {
				documents = append(documents, policy.New(f.statement()))
			}
		}
	}
}

// find adds a finding, and reports whether it is new.
func (r *result) find(f finding) bool {
	if slices.Contains(r.Findings, f) {
		return false
	}
	r.Findings = append(r.Findings, f)
	return true
}

// signInActions are those of the AWS CLI's calls that signedIn answers.
var signInActions = []string{"ecr:GetAuthorizationToken", "codeartifact:GetAuthorizationToken", "codeartifact:GetRepositoryEndpoint", "sts:GetServiceBearerToken"}

// drop runs the operations that use an action without it, up to the first that
// fails.
func drop(t *testing.T, c client, action string, uses []operation, documents []policy.Document) actionResult {
	t.Helper()
	if len(uses) == 0 {
		return actionResult{Action: action, Dropped: unused}
	}
	as := signedIn
	if c.setup == "" || slices.Contains(signInActions, action) {
		as = bySigningIn
	}
	for _, o := range uses {
		ran := runOperation(t, c, o, as, without(action, documents...))
		if !slices.ContainsFunc(ran.trace.Checks, func(check cloud.Check) bool { return check.Action == action && !check.Allowed }) {
			t.Errorf("%s\nwithout %s: was not refused it: %v\n%s", o.line, action, ran.failed, ran.output)
		}
		if ran.failed != nil {
			return actionResult{action, fails, o.line}
		}
	}
	return actionResult{Action: action, Dropped: survives}
}

func version(t *testing.T, c client) string {
	t.Helper()
	if path, ok := strings.CutPrefix(c.version, "module "); ok {
		return moduleVersion(t, sourceOf(t, c.name), path)
	}
	once, _ := versions.LoadOrStore(fmt.Sprint(c.name, c.version, c.env), sync.OnceValues(func() (string, error) {
		account, err := cloud.Start(authority(t))
		if err != nil {
			return "", err
		}
		defer account.Close()
		return shell(t, c, account, workspace(t, ""), c.version)
	}))
	output, err := once.(func() (string, error))()
	if err != nil {
		t.Fatalf("%s: %v\n%s", c.version, err, output)
	}
	return versionShape.FindString(output)
}

// versions has what a command says of its version, for all that are run by it:
// to ask the AWS CLI takes as long as one of its operations.
var versions sync.Map

func moduleVersion(t *testing.T, s Source, path string) string {
	t.Helper()
	built, err := buildinfo.ReadFile(filepath.Join(module(t), ".bin", s.Command))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(built.Deps, &built.Main) {
		if d.Path == path {
			return strings.TrimPrefix(d.Version, "v")
		}
	}
	t.Fatalf("%s is built without %s", s.Command, path)
	return ""
}

func rowsOf(checks []cloud.Check) []row {
	var rows []row
	seen := map[string]bool{}
	for _, check := range checks {
		one := row{check.Call, check.Action, check.Resource, check.Context, check.Source}
		key, _ := json.Marshal(one)
		if !seen[string(key)] {
			seen[string(key)] = true
			rows = append(rows, one)
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return cmp.Or(cmp.Compare(a.Action, b.Action), cmp.Compare(a.Call, b.Call), cmp.Compare(string(x), string(y)))
	})
	return rows
}

func union(list, more []string) []string {
	list = append(list, more...)
	slices.Sort(list)
	return slices.Compact(list)
}

// compare compares a result with the recorded one. Versions are not compared,
// Debian's move on their own; nor are the numbers of requests, which differ by
// a few where a client sends several at once.
func (r result) compare(t *testing.T) {
	t.Helper()
	file := filepath.Join("testdata", "results", fileName(r.Client)+".json")
	got := encode(t, r)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	recorded := readResult(t, file)
	r.Version = recorded.Version
	for i := range min(len(r.Operations), len(recorded.Operations)) {
		r.Operations[i].Requests = recorded.Operations[i].Requests
	}
	got = encode(t, r)
	if want := encode(t, recorded); string(got) != string(want) {
		t.Errorf("%s differs from what %s does; -update writes it anew\n%s", file, r.Client, firstDifference(string(want), string(got)))
	}
}

// results returns what is recorded of every client.
func results(t testing.TB) []result {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "results", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []result
	for _, file := range files {
		all = append(all, readResult(t, file))
	}
	return all
}

func clientOf(t testing.TB, name string) client {
	t.Helper()
	for _, c := range publishers {
		if c.String() == name {
			return c
		}
	}
	t.Fatalf("%s is recorded, and no client", name)
	return client{}
}

func readResult(t testing.TB, file string) result {
	t.Helper()
	var recorded result
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &recorded); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return recorded
}

func encode(t testing.TB, r result) []byte {
	t.Helper()
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		t.Fatal(err)
	}
	return []byte(b.String())
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return "recorded: " + w[i] + "\nseen:     " + g[i]
		}
	}
	return "one is longer"
}

func fileName(client string) string {
	return strings.Trim(notInFileNames.ReplaceAllString(strings.ToLower(client), "-"), "-")
}

var (
	versionShape   = regexp.MustCompile(`\d+\.\d+(\.\d+)*`)
	notInFileNames = regexp.MustCompile(`[^a-z0-9.]+`)
)

package clients

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
)

const introduction = `# Real clients

Programs that people publish with, unchanged, against an AWS on loopback that authorizes (package [cloud](cloud)): every request is taken for the
IAM actions, resources and condition keys that AWS documents for it, and our evaluator decides. Each client runs with the policy that is documented
for it, then with each action of that policy dropped. What is seen is recorded in [testdata/results](testdata/results); the simulator of the
[conformance suite](../README.md) decides every recorded call again, by the same policies.

    go run ./install            # on Debian 12: brings the clients, from Debian, npm and the Go module proxy
    go test ./...               # runs what is installed, compares with what is recorded
    go test ./... -update       # and writes the records and this page anew

It is a module of its own: neither importers nor tests of CiPublisher get any of it. This page is generated.

Each client signs in to AWS with the AWS CLI before its first operation, and again wherever an action of signing in is dropped; its other runs start from
the token that it was given, because the AWS CLI takes longer to start than most operations take.

Signatures are not verified, and what AWS does is what its pages say, cited in each row of the tables in [cloud](cloud): where AWS itself departs from
them, so does this.

`

// TestReadme compares README.md with what is recorded.
func TestReadme(t *testing.T) {
	var b strings.Builder
	b.WriteString(introduction)
	writeClients(&b, results(t))
	writeFindings(t, &b, results(t))
	writeSpare(&b, results(t))
	writeUnavailable(t, &b)
	writeRequests(&b)
	if *update {
		if err := os.WriteFile("README.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	content, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(content) != b.String() {
		t.Errorf("README.md is not what is recorded; -update writes it anew\n%s", firstDifference(string(content), b.String()))
	}
}

// TestEveryClientIsRecorded: a client of the list is run and recorded, or the
// list says why not.
func TestEveryClientIsRecorded(t *testing.T) {
	all, err := Sources()
	if err != nil {
		t.Fatal(err)
	}
	recorded := map[string]bool{}
	for _, r := range results(t) {
		recorded[clientOf(t, r.Client).name] = true
	}
	listed := map[string]bool{}
	for _, s := range all {
		listed[s.Name] = true
		if recorded[s.Name] == (s.Unavailable != "") {
			t.Errorf("%s: recorded %t, and the list says %q", s.Name, recorded[s.Name], s.Unavailable)
		}
	}
	for _, c := range publishers {
		if _, err := os.Stat(filepath.Join("testdata", "results", fileName(c.String())+".json")); err != nil || !listed[c.name] {
			t.Errorf("%s: listed %t, recorded: %v", c, listed[c.name], err)
		}
	}
}

// TestEveryFindingIsDecided: what a client asks for beyond its policy is in the
// policy, or the client says why it is not.
func TestEveryFindingIsDecided(t *testing.T) {
	for _, r := range results(t) {
		decided := clientOf(t, r.Client).decided
		found := map[string]bool{}
		for _, f := range r.Findings {
			found[f.Action] = true
			if decided[f.Action] == "" {
				t.Errorf("%s asks for %s, which nobody has decided: grant it, or say in its decided why not", r.Client, f.Action)
			}
		}
		for action := range decided {
			if !found[action] {
				t.Errorf("%s: %s is decided, and no finding: take it out of decided", r.Client, action)
			}
		}
	}
}

// TestRequestsAreWritten: the tables of the cloud as a file, for pages of the
// documentation, which are of another module.
func TestRequestsAreWritten(t *testing.T) {
	const file = "testdata/requests.json"
	encoded, err := json.MarshalIndent(cloud.Requests(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want := string(encoded) + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(content) != want {
		t.Errorf("%s is not what the cloud checks; -update writes it anew\n%s", file, firstDifference(string(content), want))
	}
}

func writeClients(b *strings.Builder, all []result) {
	b.WriteString("## Clients\n\n\"Fails\" counts the actions without which an operation fails; \"goes on\" those that are called, and not missed; \"not called\" those that\nthe policy has and the operations here do not use. Findings are actions that the client asks for beyond its policy.\n\n")
	b.WriteString("| Client | Version | From | Policy | Operations | Requests | Actions | Fails | Goes on | Not called | Findings |\n|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range all {
		requests := 0
		for _, o := range r.Operations {
			requests += o.Requests
		}
		fmt.Fprintf(b, "| [%s](testdata/results/%s.json) | %s | %s | `%s` | %d | %d | %d | %d | %d | %d | %d |\n", r.Client, fileName(r.Client), r.Version, r.Source, r.Policy,
			len(r.Operations), requests, len(r.Actions), r.count(fails), r.count(survives), r.count(unused), len(r.findings()))
	}
}

func (r result) count(dropped string) int {
	return len(slices.DeleteFunc(slices.Clone(r.Actions), func(a actionResult) bool { return a.Dropped != dropped }))
}

// findings returns each action that a client asks for beyond its policy, once
// for each call and what the refusal does.
func (r result) findings() []finding {
	var all []finding
	for _, f := range r.Findings {
		if !slices.ContainsFunc(all, func(g finding) bool { return f.Call == g.Call && f.Action == g.Action && f.Refused == g.Refused }) {
			all = append(all, f)
		}
	}
	return all
}

func writeFindings(t *testing.T, b *strings.Builder, all []result) {
	t.Helper()
	b.WriteString("\n## Findings\n\nWhat a client asked for that the policy documented for it does not allow, and what the refusal does to the operation.\n\n")
	b.WriteString("| Client | Operation | Call | Action | Refused, the operation | Why it is left out |\n|---|---|---|---|---|---|\n")
	for _, r := range all {
		for _, f := range r.findings() {
			fmt.Fprintf(b, "| %s | `%s` | %s | `%s` | %s | %s |\n", r.Client, oneLine(f.Operation), f.Call, f.Action, f.Refused, clientOf(t, r.Client).decided[f.Action])
		}
	}
}

func writeSpare(b *strings.Builder, all []result) {
	b.WriteString("\n## What a client can do without\n\nActions of the documented policy that a client calls and does not miss, or does not call in the operations here.\n\n")
	b.WriteString("| Client | Action | Dropped, the client |\n|---|---|---|\n")
	for _, r := range all {
		for _, a := range r.Actions {
			if a.Dropped != fails {
				fmt.Fprintf(b, "| %s | `%s` | %s |\n", r.Client, a.Action, a.Dropped)
			}
		}
	}
}

func writeUnavailable(t *testing.T, b *strings.Builder) {
	t.Helper()
	all, err := Sources()
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString("\n## Not run\n\n| Client | Why |\n|---|---|\n")
	for _, s := range all {
		if s.Unavailable != "" {
			fmt.Fprintf(b, "| %s | %s |\n", s.Name, s.Unavailable)
		}
	}
}

// writeRequests shows the mapping, for people who have a 403 and look for the
// action.
func writeRequests(b *strings.Builder) {
	b.WriteString("\n## From the request to the action\n\nWhat AWS checks for a request, and the page that says so. Clients often show the request that was refused and no action.\n\n")
	b.WriteString("| Service | Request | Actions |\n|---|---|---|\n")
	for _, r := range cloud.Requests() {
		actions := "none"
		var linked []string
		for _, a := range r.Actions {
			text := "[`" + a.Action + "`](" + a.Source + ")"
			if a.When != "" {
				text += " if " + a.When
			}
			linked = append(linked, text)
		}
		if len(linked) > 0 {
			actions = strings.Join(linked, ", ")
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", r.Service, r.Request, actions)
	}
}

func oneLine(line string) string {
	return strings.ReplaceAll(strings.ReplaceAll(line, "\n", "; "), "|", "\\|")
}

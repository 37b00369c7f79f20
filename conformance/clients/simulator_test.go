package clients

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cipublisher/cipublisher/conformance/clients/cloud"
	"github.com/cipublisher/cipublisher/policy"
)

// simulatorDir has simulator.mjs and the packages that it needs.
const simulatorDir = ".."

// question and answer are those of simulator.mjs, kind "identity".
type question struct {
	Action    string         `json:"action"`
	Resource  string         `json:"resource"`
	Account   string         `json:"account"`
	Principal string         `json:"principal"`
	Context   map[string]any `json:"context,omitempty"`
}

type answer struct {
	Result  string   `json:"result"`
	Ignored []string `json:"ignored"`
	Error   string   `json:"error"`
}

// TestSimulator asks the independent simulator about every recorded call of
// every client: by its documented policy, by that and the findings, and by
// those with each action dropped. It must decide as the cloud did.
func TestSimulator(t *testing.T) {
	if _, err := os.Stat(filepath.Join(simulatorDir, "node_modules", "@cloud-copilot", "iam-simulate")); err != nil {
		if os.Getenv("CLIENTS") == "all" || os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the simulator's packages are not installed; go test .. installs them")
	}
	command := exec.Command("node", "simulator.mjs")
	command.Dir = simulatorDir
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		in.Close()
		_ = command.Wait()
	}()
	encoder, decoder := json.NewEncoder(in), json.NewDecoder(bufio.NewReader(out))

	decisions, denied := 0, 0
	for _, recorded := range results(t) {
		t.Run(fileName(recorded.Client), func(t *testing.T) {
			for what, documents := range variants(t, recorded) {
				for _, unchecked := range []bool{false, true} {
					questions, rows := questionsOf(recorded, unchecked)
					if len(questions) == 0 {
						continue
					}
					if err := encoder.Encode(map[string]any{"id": decisions, "kind": "identity", "policies": named(documents), "requests": questions, "unsafe": unchecked}); err != nil {
						t.Fatal(err)
					}
					var reply struct {
						Error     string
						Decisions []answer
					}
					if err := decoder.Decode(&reply); err != nil {
						t.Fatal(err)
					}
					if reply.Error != "" || len(reply.Decisions) != len(questions) {
						t.Fatalf("%s: %s, %d decisions on %d questions", what, reply.Error, len(reply.Decisions), len(questions))
					}
					for i, d := range reply.Decisions {
						if err := d.fault(); err != nil {
							t.Errorf("%s: %s %s: %v", what, rows[i].Action, rows[i].Resource, err)
							continue
						}
						ours := cloud.Decide(documents, rows[i].check())
						if ours != (d.Result == "Allowed") {
							t.Errorf("%s: %s %s %v: ours %t, the simulator %s", what, rows[i].Action, rows[i].Resource, rows[i].Context, ours, d.Result)
						}
						if !ours {
							denied++
						}
						decisions++
					}
				}
			}
		})
	}
	if decisions == 0 || denied == 0 || denied == decisions {
		t.Errorf("%d decisions, %d of them denials: nothing was compared", decisions, denied)
	}
	t.Logf("%d decisions, %d of them denials", decisions, denied)
}

func (d answer) fault() error {
	if d.Error != "" {
		return errors.New(d.Error)
	}
	if len(d.Ignored) > 0 {
		return fmt.Errorf("the simulator ignored %s", strings.Join(d.Ignored, ", "))
	}
	return nil
}

// variants are the policies that a client was run with.
func variants(t *testing.T, recorded result) map[string][]policy.Document {
	t.Helper()
	c := clientOf(t, recorded.Client)
	whole := []policy.Document{documented(c)}
	all := map[string][]policy.Document{"documented": whole}
	for _, f := range recorded.Findings {
		whole = append(whole, policy.New(f.statement()))
	}
	all["with the findings"] = whole
	for _, action := range allowed(whole...) {
		all["without "+action] = without(action, whole...)
	}
	return all
}

func named(documents []policy.Document) []map[string]any {
	all := []map[string]any{}
	for i, d := range documents {
		all = append(all, map[string]any{"name": fmt.Sprint("policy", i), "policy": d})
	}
	return all
}

// questionsOf returns the recorded calls as questions: with the simulator's
// checks of its input, or those that it can only be asked without, because its
// data has no pattern for a package without a namespace.
func questionsOf(recorded result, unchecked bool) ([]question, []row) {
	var questions []question
	var rows []row
	for _, r := range recorded.Rows {
		if strings.Contains(r.Resource, "//") != unchecked {
			continue
		}
		q := question{Action: r.Action, Resource: r.Resource, Account: cloud.AccountID, Principal: cloud.RoleARN, Context: map[string]any{}}
		for key, values := range r.Context {
			q.Context[key] = values
			if len(values) == 1 && key != "s3:RequestObjectTagKeys" {
				q.Context[key] = values[0]
			}
		}
		questions, rows = append(questions, q), append(rows, r)
	}
	return questions, rows
}

func (r row) check() cloud.Check {
	return cloud.Check{Call: r.Call, Action: r.Action, Resource: r.Resource, Context: r.Context}
}

func (f finding) statement() policy.Statement {
	return policy.Statement{Effect: policy.Allow, Actions: []string{f.Action}, Resources: []string{f.Resource}}
}

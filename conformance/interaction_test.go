package conformance

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/cipublisher/cipublisher/policy"
)

// The truth table of CodeArtifact's identity, domain and repository policies,
// on documents of this library, as package resource decides it: the simulator
// decides every row alike. Which of the policies count for an operation is
// CodeArtifact's own rule, which the simulator does not know; so the file has
// those that do. Nor does it know accounts that made a repository in a domain
// of another, which makes them strangers.
func TestCodeArtifactInteraction(t *testing.T) {
	requireNode(t)
	text, err := os.ReadFile("../resource/testdata/interaction.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Name               string
		Identity           []json.RawMessage
		Resource           json.RawMessage
		Owner              string
		Administrator      bool
		Caller, Action, On string
		Allowed            bool
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) < 30 {
		t.Fatalf("%d rows are not the whole table", len(rows))
	}
	// nothing is what a store says whose policies say nothing of the request;
	// the simulator wants some policy.
	nothing := policy.New(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{"arn:aws:iam::000000000000:root"}},
		Actions: []string{"codeartifact:TagResource"}, Resources: []string{"*"}})
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) {
			var identity []policy.Document
			for _, text := range row.Identity {
				identity = append(identity, parsed(t, text))
			}
			store := nothing
			if row.Resource != nil {
				store = parsed(t, row.Resource)
			}
			q := []question{{Action: row.Action, Resource: row.On, Account: row.Owner, Principal: row.Caller}}
			decisions, err := askResource(q, store, identity...)
			if err != nil {
				t.Fatal(err)
			}
			if err := decisions[0].fault(); err != nil {
				t.Fatal(err)
			}
			if want := row.Allowed && !row.Administrator; decisions[0].allowed() != want {
				t.Errorf("the simulator: %s, want allowed: %v", decisions[0].Result, want)
			}
		})
	}
}

func parsed(t *testing.T, text json.RawMessage) policy.Document {
	t.Helper()
	document, err := policy.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

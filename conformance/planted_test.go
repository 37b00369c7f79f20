package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// minimumFaults is what it takes to say that the checks trial.
const minimumFaults = 40

// trial is a planted fault and the checks that caught it.
type trial struct {
	where, fault string
	by           []string
}

// trials are shown in README.md.
var trials []trial

// Every fault that somebody could plant in a document or a template is caught
// by one of the checks of this package, run on it as on the real thing.
func TestPlantedFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	requireNode(t)
	check := begin(t, "Planted faults", "faults planted in policies, trust policies and templates: each is caught")
	trials = slices.Concat(documentTrials(t), trustTrials(t), templateTrials(t))
	for _, b := range trials {
		if len(b.by) == 0 {
			check.found(t, "nothing catches %s: %s", b.where, b.fault)
		}
	}
	require.GreaterOrEqual(t, len(trials), minimumFaults)
	check.cases(len(trials))
}

func documentTrials(t *testing.T) []trial {
	faults := slices.Concat(documentFaults, optionFaults)
	planted := make([]policy.Document, len(faults))
	var narrow []policy.Document
	for i, f := range faults {
		planted[i] = plant(subjectNamed(f.subject).document(), f.plant)
		if !f.broad {
			narrow = append(narrow, planted[i])
		}
	}
	shared := newSweep(t, commercial, narrow...)
	calls := clients(t)
	list := make([]trial, len(faults))
	t.Run("policies", func(t *testing.T) {
		for i, f := range faults {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				list[i] = documentTrial(t, f, planted[i], shared, calls)
			})
		}
	})
	return list
}

// documentTrial puts a document with a fault before the checks of documents.
func documentTrial(t *testing.T, f documentFault, planted policy.Document, shared *sweep, calls []client) trial {
	result := trial{where: "policy", fault: f.name}
	original := subjectNamed(f.subject)
	want := goldenLines(tableOf(f.subject))
	differs := false
	if f.broad {
		differs = allowsMore(t, planted, want)
	} else {
		// The rest of the table is as it was.
		touched := touchedBy(original.document(), planted)
		actions := slices.DeleteFunc(slices.Clone(inScope(shared.scopes[original.about](), shared.actions)), func(a action) bool { return !touched(a.Name) })
		allowed, err := shared.ask(actions, planted)
		require.NoError(t, err, f.name)
		differs = !slices.Equal(lines(allowed), slices.DeleteFunc(want, func(line string) bool {
			name, _, _ := strings.Cut(line, " ")
			return !touched(name)
		}))
	}
	if differs {
		result.by = append(result.by, "Minimality")
	}
	for _, c := range calls {
		if !slices.Contains(c.Policies, f.subject) {
			continue
		}
		failed, err := failing(c.Rows, planted)
		require.NoError(t, err, f.name)
		if len(failed) > 0 {
			result.by = append(result.by, "Sufficiency")
			break
		}
	}
	return result
}

// touchedBy tells the actions on which two documents could differ: those of
// the statements that only one of them has.
func touchedBy(a, b policy.Document) func(action string) bool {
	all, names := false, map[string]bool{}
	for _, pair := range [][2]policy.Document{{a, b}, {b, a}} {
		others := pair[1].Statements
		for _, s := range pair[0].Statements {
			if slices.ContainsFunc(others, func(o policy.Statement) bool { return reflect.DeepEqual(s, o) }) {
				continue
			}
			all = all || len(s.NotActions) > 0
			for _, name := range s.Actions {
				all = all || strings.ContainsAny(name, "*?")
				names[name] = true
			}
		}
	}
	return func(action string) bool { return all || names[action] }
}

// allowsMore reports whether a document that could allow most of AWS allows
// anything that is not in a table. It asks no further than to the first.
func allowsMore(t *testing.T, d policy.Document, table []string) bool {
	w := &sweep{env: commercial}
	for some := range slices.Chunk(allActions(t, scope{commercial, aboutStores}), 500) {
		allowed, err := w.ask(some, d)
		require.NoError(t, err)
		if slices.ContainsFunc(lines(allowed), func(line string) bool { return !slices.Contains(table, line) }) {
			return true
		}
	}
	return false
}

// tableOf returns the name of the table that a subject's document has.
func tableOf(name string) string {
	for _, group := range distinctSubjects() {
		if slices.ContainsFunc(group, func(s subject) bool { return s.name == name }) {
			return group[0].table()
		}
	}
	panic("no subject " + name)
}

func trustTrials(t *testing.T) []trial {
	var list []trial
	for _, f := range trustFaults {
		b := trial{where: "trust policy", fault: f.name}
		i := slices.IndexFunc(trustCases, func(c trustCase) bool { return c.name == f.of })
		require.GreaterOrEqual(t, i, 0, "no trust case %s", f.of)
		c := trustCases[i]
		document := plant(c.options.Document(), f.plant)
		genuine, err := admittedBy(c.options, document, c.genuine)
		require.NoError(t, err, f.name)
		if len(genuine) < len(c.genuine) {
			b.by = append(b.by, "Trust, a genuine token")
		}
		hostile, err := admittedBy(c.options, document, c.hostile)
		require.NoError(t, err, f.name)
		if len(hostile) > 0 {
			b.by = append(b.by, "Trust, a hostile token")
		}
		others, err := otherActions(c.options, document)
		require.NoError(t, err, f.name)
		if len(others) > 0 {
			b.by = append(b.by, "Trust, other actions")
		}
		list = append(list, b)
	}
	return list
}

func templateTrials(t *testing.T) []trial {
	original, err := os.ReadFile(exampleTemplate)
	require.NoError(t, err)
	accepted := acknowledgements(t)
	dir := t.TempDir()
	list := make([]trial, len(templateFaults))
	files := make([]string, len(templateFaults))
	var documents []policy.Document
	for i, f := range templateFaults {
		list[i] = trial{where: "template", fault: f.name}
		var changed object
		require.NoError(t, json.Unmarshal(original, &changed))
		f.plant(changed)
		text, err := json.Marshal(changed)
		require.NoError(t, err)
		files[i] = filepath.Join(dir, fmt.Sprintf("%02d.template.json", i))
		require.NoError(t, os.WriteFile(files[i], text, 0o600))
		var parsed template
		require.NoError(t, json.Unmarshal(text, &parsed))
		if policies, err := parsed.documents("AWS::IAM::ManagedPolicy", "PolicyDocument", "ManagedPolicyName"); err == nil {
			documents = append(documents, policies["publisher"], policies["publisher-dev"])
		}
	}
	w := newSweep(t, commercial, documents...)
	for i, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		wrong, err := exampleFaults(w, text)
		require.NoError(t, err, list[i].fault)
		if len(wrong) > 0 {
			list[i].by = append(list[i].by, "Example documents")
		}
		for _, by := range nodeCheckers {
			findings, err := findingsOf(by.checker, by.kind, file)
			// A template that a checker can't read is one it refuses.
			if err != nil || len(unacknowledged(findings, accepted)) > 0 {
				list[i].by = append(list[i].by, by.checker)
			}
		}
	}
	program, err := cfnLint()
	if err != nil {
		skipped.Store(true)
		return list
	}
	findings, err := lint(program, files...)
	require.NoError(t, err)
	for i, file := range files {
		if slices.ContainsFunc(unacknowledged(findings, accepted), func(f finding) bool { return f.Template == file }) {
			list[i].by = append(list[i].by, "cfn-lint")
		}
	}
	return list
}

// trialsTable is the table of planted faults for README.md.
func trialsTable() string {
	var b strings.Builder
	b.WriteString("| Planted in a | Fault | Caught by |\n|---|---|---|\n")
	for _, trial := range trials {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", trial.where, strings.ReplaceAll(trial.fault, "|", "\\|"), strings.Join(trial.by, "; "))
	}
	return b.String()
}

package conformance

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Everything that each policy allows is written down in testdata/allowed, one
// table a policy, by the outside simulator's answers: every action of AWS,
// on resources in scope and on look-alikes. A permission more or less is a
// line in a table.
func TestMinimality(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	requireNode(t)
	check := begin(t, "Minimality", "every AWS action × resources in scope and look-alikes, against every policy the library makes")
	groups := distinctSubjects()
	tables := map[string]bool{}
	for _, env := range []permission.Environment{commercial, china, govCloud} {
		var documents []policy.Document
		for _, group := range groups {
			if group[0].env == env {
				documents = append(documents, group[0].document())
			}
		}
		w := newSweep(t, env, documents...)
		t.Run(env.Partition, func(t *testing.T) { // ends when all of its policies are checked
			for _, group := range groups {
				if group[0].env != env {
					continue
				}
				name := group[0].table()
				tables[name+".txt"] = true
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					for _, s := range group {
						require.NoError(t, s.set.Validate(env))
					}
					allowed, err := w.allowed(group[0].about, group[0].document())
					require.NoError(t, err)
					require.NotEmpty(t, allowed, "a policy that allows nothing")
					for _, g := range allowed {
						if !group[0].mayReach(g) {
							check.found(t, "%s allows %s, which no option names", name, g)
						}
					}
					golden.Compare(t, filepath.Join("testdata", "allowed", name+".txt"), table(group, allowed))
				})
			}
		})
		check.cases(w.questions)
	}
	golden.Only(t, filepath.Join("testdata", "allowed"), tables)
}

// The preset of the Terraform module makes what its options, asked for one by
// one, make: its policies have no table of their own.
func TestThePresetOfTheModuleAddsNothing(t *testing.T) {
	for _, s := range modulePublishers() {
		require.NotEqual(t, s.table(), tableOf(s.name))
	}
}

// The passes of a sweep leave out actions and resources; this leaves out none, in
// any context: of all actions of AWS for one policy of each mode, and of those that
// it names for one with many conditions.
func TestTheSweepLeavesOutNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	requireNode(t)
	check := begin(t, "Minimality, in one pass", "the same for one policy of each mode, and for one with many conditions, without the passes that leave out actions and resources")
	for _, name := range []string{"aws-normal-s3-ecr-codeartifact", "aws-dev-s3-ecr-codeartifact", "least-privilege/recommended"} {
		t.Run(name, func(t *testing.T) {
			s := subjectNamed(name)
			w := newSweep(t, s.env, s.document())
			passes, err := w.allowed(s.about, s.document())
			require.NoError(t, err)
			w.questions = 0
			all := w.scopes[s.about]()
			if s.about == aboutNamed {
				all = inScope(all, w.actions) // the others are those of the two above
			}
			onePass, err := w.askOfAll(all, s.document())
			require.NoError(t, err)
			require.Equal(t, lines(passes), lines(onePass))
			check.cases(w.questions)
		})
	}
}

// A sweep tries the keys that a document looks at. Any other, set to any
// value, decides nothing.
func TestOnlyNamedKeysDecide(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep")
	}
	requireNode(t)
	check := begin(t, "Minimality, other keys", "every other condition key, with every value, for policies of each kind: it decides nothing")
	for _, name := range []string{"aws-dev-s3-ecr-codeartifact", "least-privilege/s3-write-once", "deploy/ecs-deploy"} {
		t.Run(name, func(t *testing.T) {
			s := subjectNamed(name)
			d := s.document()
			w := newSweep(t, s.env, d)
			var plain, varied []question
			for _, a := range inScope(allActions(t, scope{s.env, s.about}), w.actions) {
				for _, resource := range a.Resources {
					for _, key := range contextKeys(s.env) {
						if !a.has(key.name) || looksAt(d, a.Name, key.name) {
							continue
						}
						for _, value := range key.values {
							in := []map[string]any{usualContext(s.env), with(usualContext(s.env), key.name, value)}
							both := w.questionsOn(a, resource, in)
							plain, varied = append(plain, both[0]), append(varied, both[1])
						}
					}
				}
			}
			want, err := askIdentity(plain, d)
			require.NoError(t, err)
			got, err := askIdentity(varied, d)
			require.NoError(t, err)
			for i := range got {
				require.NoError(t, got[i].fault(), varied[i])
				if got[i].Result != want[i].Result {
					check.found(t, "%s: %s, and without it %s", varied[i], got[i].Result, want[i].Result)
				}
			}
			check.cases(len(varied))
		})
	}
}

// What is allowed under a policy that allows next to nothing: the only thing
// AWS allows to everyone, which the tables leave out.
func TestAllowedToEveryone(t *testing.T) {
	requireNode(t)
	decisions, err := askIdentity([]question{{Action: allowedToEveryone, Resource: "*"}}, allowing([]string{"s3:GetObject"}, "*"))
	require.NoError(t, err)
	require.True(t, decisions[0].allowed())
}

func table(group []subject, allowed []grant) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Everything that this policy allows:\n")
	for _, s := range group {
		fmt.Fprintf(&b, "#   %s\n", s.name)
	}
	for _, line := range lines(allowed) {
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

func lines(allowed []grant) []string {
	list := make([]string, len(allowed))
	for i, g := range allowed {
		list[i] = g.String()
	}
	return list
}

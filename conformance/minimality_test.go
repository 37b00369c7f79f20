package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// Everything that each policy allows is written down in testdata/allowed, one
// table a policy, by the outside simulator's judgement: every action of AWS,
// on resources in scope and on look-alikes. A permission more or less is a
// line in a table.
func TestMinimality(t *testing.T) {
	requireNode(t)
	check := begin(t, "Minimality", "every AWS action × resources in scope and look-alikes, against every policy the library makes")
	groups := distinct(subjects())
	tables := map[string]bool{}
	for _, env := range []permission.Environment{commercial, china, govCloud} {
		var documents []policy.Document
		for _, group := range groups {
			if group[0].env == env {
				documents = append(documents, group[0].document())
			}
		}
		w := newSweep(t, env, documents...)
		for _, group := range groups {
			if group[0].env != env {
				continue
			}
			name := group[0].name
			tables[name+".txt"] = true
			t.Run(name, func(t *testing.T) {
				allowed, err := w.allowed(group[0].document())
				require.NoError(t, err)
				require.NotEmpty(t, allowed, "a policy that allows nothing")
				for _, g := range allowed {
					if foreign(env, g.resource) {
						check.found(t, "%s allows %s, which is not the publisher's", name, g)
					}
				}
				compareGolden(t, filepath.Join("testdata", "allowed", name+".txt"), table(group, allowed))
			})
		}
		check.cases(w.questions)
	}
	forgetOtherTables(t, filepath.Join("testdata", "allowed"), tables)
}

// The first pass of a sweep leaves out actions; this asks about all of them,
// on every resource and in every context, for one policy of each mode.
func TestTheSweepLeavesOutNothing(t *testing.T) {
	requireNode(t)
	check := begin(t, "Minimality, in one pass", "the same for one policy of each mode, without the pass that leaves out actions nothing names")
	for _, name := range []string{"aws-normal-s3-ecr-codeartifact", "aws-dev-s3-ecr-codeartifact"} {
		t.Run(name, func(t *testing.T) {
			s := subjectNamed(name)
			w := newSweep(t, s.env, s.document())
			twoPasses, err := w.allowed(s.document())
			require.NoError(t, err)
			w.questions = 0
			onePass, err := w.ask(allActions(t, s.env), s.document(), true)
			require.NoError(t, err)
			require.Equal(t, lines(twoPasses), lines(onePass))
			check.cases(w.questions)
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

// compareGolden holds a text against a committed file, or writes the file
// when the tests run with -update.
func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run the tests with -update and review what they write")
	require.Equal(t, string(want), got, "%s: run the tests with -update and review what changes", file)
}

// forgetOtherTables keeps a directory of golden files free of those that no
// test holds anything against.
func forgetOtherTables(t *testing.T, dir string, keep map[string]bool) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		if keep[entry.Name()] {
			continue
		}
		if *update {
			require.NoError(t, os.Remove(filepath.Join(dir, entry.Name())))
			continue
		}
		t.Errorf("%s belongs to no test; run the tests with -update", filepath.Join(dir, entry.Name()))
	}
}

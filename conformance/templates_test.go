package conformance

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// templateCheckers run CDK's validation rules and cdk-nag, see templates.mjs: one
// process, because each loads both first, which takes seconds.
var templateCheckers = newProcesses("templates.mjs", 1)

// nodeCheckers are the checkers of templates that templates.mjs knows.
var nodeCheckers = []struct{ checker, kind string }{
	{"CDK validation", "validate"},
	{"cdk-nag", "nag"},
}

// minimumTemplates is fewer than there were when this was written.
const minimumTemplates = 45

// templates returns every example and golden template of the repository.
func templates(t testing.TB) []string {
	t.Helper()
	var files []string
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	// Templates that the command line and its reports are given to read, written
	// so that they have something to say. The library makes none of them.
	inputs := []string{filepath.Join(root, "cmd", "cipublisher", "testdata"), filepath.Join(root, "internal", "report", "testdata")}
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (path == workingDirectory() || slices.Contains(inputs, path) || slices.Contains([]string{"node_modules", "cdk.out", ".git"}, entry.Name())) {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".template.json") || filepath.Base(filepath.Dir(path)) == "readymade" && filepath.Ext(path) == ".json" {
			files = append(files, path)
		}
		return nil
	}))
	require.GreaterOrEqual(t, len(files), minimumTemplates, "golden templates")
	return files
}

// findingsOf returns what one of templates.mjs's checkers finds in a template file.
func findingsOf(name, kind, file string) ([]finding, error) {
	var reply struct{ Findings []finding }
	if err := templateCheckers.call(kind, map[string]any{"path": file}, &reply); err != nil {
		return nil, err
	}
	for i := range reply.Findings {
		reply.Findings[i].Checker, reply.Findings[i].Template = name, file
	}
	return reply.Findings, nil
}

// No checker finds anything in any template, except what testdata/acknowledged.json
// accepts with a reason; nothing is accepted that nobody finds.
func TestTemplates(t *testing.T) {
	requireNode(t)
	files := templates(t)
	accepted := acknowledgements(t)
	var took time.Duration
	linting := sync.OnceValues(func() ([]finding, error) {
		program, err := cfnLint()
		if err != nil {
			return nil, err
		}
		started := time.Now()
		defer func() { took = time.Since(started) }()
		return lint(program, files...)
	})
	go func() { _, _ = linting() }() // on the other processor

	for _, by := range nodeCheckers {
		t.Run(by.checker, func(t *testing.T) {
			check := begin(t, by.checker, "every example and golden template")
			found := make([][]finding, len(files))
			t.Run("files", func(t *testing.T) { // ends when all of them are checked
				for i, file := range files {
					t.Run(filepath.Base(file), func(t *testing.T) {
						t.Parallel()
						var err error
						found[i], err = findingsOf(by.checker, by.kind, file)
						require.NoError(t, err, file)
					})
				}
			})
			report(t, check, len(files), slices.Concat(found...), accepted)
		})
	}
	linted := t.Run("cfn-lint", func(t *testing.T) {
		requireCfnLint(t)
		check := begin(t, "cfn-lint", "every example and golden template, warnings included")
		all, err := linting()
		check.started = check.started.Add(-took) // it was at work before
		require.NoError(t, err)
		report(t, check, len(files), all, accepted)
	})
	if !linted || skipped.Load() {
		return
	}
	for _, a := range accepted {
		if !a.used {
			t.Errorf("%s of %s on %s is acknowledged, and nothing of the kind is found", a.Rule, a.Checker, a.Resource)
		}
	}
}

func report(t *testing.T, check *ledgerLine, templates int, all []finding, accepted []*acknowledgement) {
	t.Helper()
	open := unacknowledged(all, accepted)
	for _, f := range open {
		check.found(t, "%s: %s %s of %s: %s", filepath.Base(f.Template), f.Severity, f.Rule, f.Resource, f.Text)
	}
	check.cases(templates)
	if n := len(all) - len(open); n > 0 {
		check.note("%d acknowledged, with reasons in testdata/acknowledged.json", n)
	}
}

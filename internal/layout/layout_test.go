package layout_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// excused are the source files that decide something and have no test of their
// name, each with the reason.
var excused = map[string]string{
	"bench/peer.go":                               "the frame of the programs that are measured; each measurement runs it",
	"bench/peer_cipublisher.go":                   "a program that is measured: it loops over the workload",
	"bench/peer_fast.go":                          "a program that is measured: it runs that of peer_cipublisher.go elsewhere",
	"bench/peer_fewest.go":                        "a program that is measured: it loops over the workload",
	"bench/peer_handwritten.go":                   "a program that is measured: it loops over the workload",
	"bench/peer_node.go":                          "runs a program of Node's that is measured",
	"bench/usage_unix.go":                         "asks the operating system",
	"internal/docs/commands.go":                   "its golden files are the pages: TestGeneratedPartsAreCurrent",
	"internal/docs/options.go":                    "its golden files are the pages: TestGeneratedPartsAreCurrent",
	"permission/internal/tabletest/new_action.go": "a test itself, which packages run on their tables",
	"readymade/main.go":                           "its golden file is the template: TestIsCurrent",
	"registry/schema/main.go":                     "its golden file is the schema: TestSchemaIsCurrent",
}

// A file is a concept, and its test has its name: who changes how something is
// decided finds the cases beside it. The main.go of a program may have a test
// that is called as the program.
func TestWhatDecidesHasItsTestBesideIt(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range sources(t) {
		if hasTest(name) || !decides(t, name) {
			continue
		}
		seen[name] = true
		assert.NotEmpty(t, excused[name], "%s decides something; write its test beside it, or the reason why not beside the others", name)
	}
	assert.Greater(t, len(sources(t)), 250, "the whole module is read")
	for name := range excused {
		assert.True(t, seen[name], "%s is excused, and need not be", name)
	}
}

func hasTest(name string) bool {
	tests := []string{strings.TrimSuffix(name, ".go") + "_test.go"}
	if path.Base(name) == "main.go" {
		tests = append(tests, path.Join(path.Dir(name), path.Base(path.Dir(name))+"_test.go"))
	}
	return slices.ContainsFunc(tests, func(test string) bool {
		_, err := os.Stat(filepath.Join(root, test))
		return err == nil
	})
}

const root = "../.."

// sources are the source files of the module, without its tests. A module of
// its own has its own rules.
func sources(t *testing.T) []string {
	t.Helper()
	var all []string
	require.NoError(t, filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, file)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			_, err := os.Stat(filepath.Join(file, "go.mod"))
			if name != "." && (err == nil || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			all = append(all, name)
		}
		return nil
	}))
	return all
}

// decides reports whether a file has a branch, a loop or a condition: what has
// none can only be wrong as data is, which the tests of its readers see.
func decides(t *testing.T, name string) bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	return fileDecides(file)
}

func fileDecides(file *ast.File) bool {
	found := false
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			found = true
		case *ast.BinaryExpr:
			found = found || n.Op == token.LAND || n.Op == token.LOR
		}
		return !found
	})
	return found
}

func TestDecides(t *testing.T) {
	for code, want := range map[string]bool{
		`var limit = 3`:                                      false,
		`func f(a, b int) int { return a + b }`:              false,
		`func f(a, b bool) bool { return a && b }`:           true,
		`func f(a bool) int { if a { return 1 }; return 2 }`: true,
		`func f(all []int) { for range all {} }`:             true,
		`func f(a any) { switch a.(type) {} }`:               true,
		`var ok = func(a bool) bool { return a || false }`:   true,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+code, 0)
		require.NoError(t, err)
		assert.Equal(t, want, fileDecides(file), code)
	}
}

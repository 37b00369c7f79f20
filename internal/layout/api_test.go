package layout_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
)

// promised are the packages whose exported names keep what they mean: those
// that doc.go lists under Stability.
var promised = []string{
	".", "fault", "permission", "permission/deploy", "policy", "registry", "resource", "review", "role", "template", "trust",
}

// notPromised are names of these packages, and of methods in all of them, that
// only front ends of this module use: the tables that help, keys, pages and
// checks are made of.
var notPromised = map[string][]string{
	"permission": {
		"Below", "BuilderOptions", "Limit", "Limits", "NamedSet", "NoBuilderKey", "NoBuilderRegistry", "OfEnvironment", "Options", "Preset", "Presets", "PublisherOptions",
		"Reads", "Row", "Rows", "RowsOf", "Stores", "Way", "Ways", "Writing", "Writings",
	},
	"permission/deploy": {
		"BootstrapRoles", "DefaultBootstrapRoles", "ECRPushOptions", "ECSOptions", "Limits", "Rows", "Sets",
	},
	"role":  {"Environment", "NewWhole", "Numbered", "OutputsOption", "ProviderOption", "Sets", "Whole"},
	"trust": {"Shown"},
	"fault": {"AddEmpty", "CheckChoices", "Each", "EachIn", "Notices", "RenameMentions"},
}

// What is exported can't be taken back after v1.0.0: a change of it is a change
// of these files, which somebody reads.
func TestExportedNames(t *testing.T) {
	names := map[string]bool{}
	for _, folder := range promised {
		name := strings.ReplaceAll(strings.Replace(folder, ".", "cipublisher", 1), "/", "-") + ".txt"
		names[name] = true
		golden.Compare(t, filepath.Join("testdata", "api", name), exported(t, folder))
	}
	golden.Only(t, filepath.Join("testdata", "api"), names)
}

// The statement lists these packages, and every other one that is not internal,
// in its order.
func TestStabilityNamesEveryPackage(t *testing.T) {
	var others []string
	for _, name := range sources(t) {
		folder := filepath.ToSlash(filepath.Dir(name))
		if !slices.Contains(promised, folder) && !slices.Contains(others, folder) && !strings.Contains("/"+folder+"/", "/internal/") &&
			packageName(t, name) != "main" && exported(t, folder) != "\n" {
			others = append(others, folder)
		}
	}
	slices.Sort(others)
	text, err := os.ReadFile(filepath.Join(root, "doc.go"))
	require.NoError(t, err)
	statement := strings.Join(strings.Fields(strings.ReplaceAll(string(text), "//", "")), " ")
	last := len(others) - 1
	assert.Contains(t, statement, strings.Join(others[:last], ", ")+" and "+others[last]+".", "what is not promised")
	_, listed, _ := strings.Cut(statement, "the exported names of this package and of ")
	listed, _, _ = strings.Cut(listed, ", as ")
	assert.ElementsMatch(t, promised[1:], strings.Split(strings.Replace(listed, " and ", ", ", 1), ", "), "what is promised")
}

func packageName(t *testing.T, name string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.PackageClauseOnly)
	require.NoError(t, err)
	return file.Name.Name
}

// exported writes what a package exports and promises, sorted, without comments
// and bodies.
func exported(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
	require.NoError(t, err)
	excluded := map[string]bool{}
	for _, name := range notPromised[folder] {
		excluded[name] = false
	}
	isExcluded := func(name string) bool {
		_, is := excluded[name]
		if is {
			excluded[name] = true
		}
		return is
	}
	var all []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		if !ast.FileExports(file) {
			continue
		}
		for _, declared := range file.Decls {
			switch d := declared.(type) {
			case *ast.FuncDecl:
				if d.Body = nil; d.Recv != nil && (!ast.IsExported(receiver(d)) || isExcluded(receiver(d)) || d.Name.Name == "Options") || isExcluded(d.Name.Name) {
					continue
				}
				all = append(all, written(t, d))
			case *ast.GenDecl:
				for i, spec := range d.Specs {
					if value, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
						value.Values = nil
					} else if ok && value.Values == nil && i > 0 { // as the one before
						value.Type = d.Specs[0].(*ast.ValueSpec).Type
					}
					if d.Tok != token.IMPORT && !isExcluded(nameOf(spec)) {
						all = append(all, written(t, &ast.GenDecl{Tok: d.Tok, Specs: []ast.Spec{spec}}))
					}
				}
			}
		}
	}
	for name, found := range excluded {
		assert.True(t, found, "%s is not exported by %s", name, folder)
	}
	slices.Sort(all)
	return strings.Join(all, "\n") + "\n"
}

// receiver is the name of the type that a method is of.
func receiver(d *ast.FuncDecl) string {
	of := d.Recv.List[0].Type
	if pointer, ok := of.(*ast.StarExpr); ok {
		of = pointer.X
	}
	if generic, ok := of.(*ast.IndexExpr); ok {
		of = generic.X
	}
	return of.(*ast.Ident).Name
}

// nameOf is what a declaration declares, the first name of several.
func nameOf(spec ast.Spec) string {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		return s.Name.Name
	case *ast.ValueSpec:
		return s.Names[0].Name
	}
	return ""
}

func written(t *testing.T, node ast.Node) string {
	t.Helper()
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) { // what is not exported is not hinted at
		case *ast.StructType:
			n.Incomplete = false
		case *ast.InterfaceType:
			n.Incomplete = false
		}
		return true
	})
	var b bytes.Buffer
	// A file set of its own: where lines broke in the file is none of it.
	require.NoError(t, (&printer.Config{Mode: printer.RawFormat}).Fprint(&b, token.NewFileSet(), node))
	return b.String()
}

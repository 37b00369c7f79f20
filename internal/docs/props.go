package main

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
)

// propsTables lists the props of the constructs: for each exported struct of
// the root package its fields, as their doc comments describe them.
func propsTables() (string, error) {
	structs, err := exportedStructs(".")
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, s := range structs {
		rows := [][]string{}
		for _, field := range s.fields.List {
			for _, name := range field.Names {
				what, preset := splitDefault(field.Doc.Text())
				rows = append(rows, []string{code(name.Name), code(plainType(field.Type)), cell(what), cell(preset)})
			}
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n%s\n", s.name, strings.TrimSpace(s.doc), table([]string{"Prop", "Type", "What it is", "Default"}, rows))
	}
	return b.String(), nil
}

type structDoc struct {
	name, doc string
	fields    *ast.FieldList
}

// exportedStructs returns the exported structs of a package with exported
// fields, those of the publisher first.
func exportedStructs(folder string) ([]structDoc, error) {
	files := token.NewFileSet()
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var parsed []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, e.Name(), nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	pkg, err := doc.NewFromFiles(files, parsed, "github.com/cipublisher/cipublisher")
	if err != nil {
		return nil, err
	}
	var all []structDoc
	for _, t := range pkg.Types {
		spec := t.Decl.Specs[0].(*ast.TypeSpec)
		s, ok := spec.Type.(*ast.StructType)
		if !ok || len(s.Fields.List) == 0 || len(s.Fields.List[0].Names) == 0 {
			continue
		}
		all = append(all, structDoc{t.Name, t.Doc, s.Fields})
	}
	rank := func(s structDoc) int {
		if i := slices.Index(firstProps, s.name); i >= 0 {
			return i
		}
		return len(firstProps)
	}
	slices.SortStableFunc(all, func(a, b structDoc) int { return rank(a) - rank(b) })
	return all, nil
}

// firstProps are the props that most users need, in the order in which they
// meet them; the others follow by name.
var firstProps = []string{"CiPublisherProps", "S3Props", "EcrProps", "CodeArtifactProps", "TrustProps", "TrustSubject", "OidcProviderProps", "RoleProps"}

// splitDefault splits the comment of a prop into what it is and its default.
func splitDefault(text string) (what, preset string) {
	what, preset, found := strings.Cut("\n"+text, "\nDefault:")
	if !found {
		return what, ""
	}
	return what, strings.TrimSuffix(strings.TrimSpace(preset), ".")
}

// plainType is a type as one thinks of it: without the pointers that jsii
// asks for.
func plainType(e ast.Expr) string {
	return strings.ReplaceAll(types.ExprString(e), "*", "")
}

package sarif_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"

	"os/exec"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // has the schema
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/sarif"
)

var rules = []sarif.Rule{{ID: "policy", Text: "A policy grants more"}}

// standard returns the schema of SARIF 2.1.0, which a library for SARIF has
// among its sources.
func standard(t *testing.T) *jsonschema.Schema {
	t.Helper()
	folder, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	require.NoError(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), strings.TrimSpace(string(folder))+"/schema.go", nil, 0)
	require.NoError(t, err)
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, err = strconv.Unquote(literal.Value)
			require.NoError(t, err)
		}
		return true
	})
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("sarif.json", schema))
	compiled, err := compiler.Compile("sarif.json")
	require.NoError(t, err)
	return compiled
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	return schema.Validate(value)
}

func TestWrite(t *testing.T) {
	schema := standard(t)
	for _, level := range []sarif.Level{sarif.Error, sarif.Warning, sarif.Note} {
		text := sarif.Write(rules, []sarif.Result{
			{Rule: "policy", Level: level, Text: "grants s3:GetObject on <x>", Location: sarif.Location{File: "a/b.json", Line: 7, Name: "AWS::IAM::Role R"}},
			{Rule: "policy", Level: level, Text: "grants everything", Location: sarif.Location{File: "c.json"}},
		})
		require.NoError(t, validate(t, schema, text))
		assert.JSONEq(t, `{
			"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
			"runs": [{
				"tool": {"driver": {
					"name": "cipublisher", "informationUri": "https://github.com/cipublisher/cipublisher",
					"rules": [{"id": "policy", "shortDescription": {"text": "A policy grants more"}}]
				}},
				"results": [
					{"ruleId": "policy", "level": "`+string(level)+`", "message": {"text": "grants s3:GetObject on <x>"}, "locations": [{
						"physicalLocation": {"artifactLocation": {"uri": "a/b.json"}, "region": {"startLine": 7}},
						"logicalLocations": [{"name": "AWS::IAM::Role R"}]}]},
					{"ruleId": "policy", "level": "`+string(level)+`", "message": {"text": "grants everything"}, "locations": [{
						"physicalLocation": {"artifactLocation": {"uri": "c.json"}, "region": {"startLine": 1}}}]}
				]
			}]
		}`, text)
		assert.Contains(t, text, "<x>", "no character is escaped that need not be")
	}
	require.NoError(t, validate(t, schema, sarif.Write(nil, nil)), "no results are an empty list, not null")
}

// What was not looked at is no result: it is told of the run.
func TestNotes(t *testing.T) {
	text := sarif.Write(rules, nil, "Not everything was seen.", "<y>")
	require.NoError(t, validate(t, standard(t), text))
	var log struct {
		Runs []struct {
			Results     []any
			Invocations []struct {
				ExecutionSuccessful        bool
				ToolExecutionNotifications []struct {
					Level   string
					Message struct{ Text string }
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(text), &log))
	require.Len(t, log.Runs[0].Invocations, 1)
	assert.Empty(t, log.Runs[0].Results)
	assert.True(t, log.Runs[0].Invocations[0].ExecutionSuccessful)
	told := log.Runs[0].Invocations[0].ToolExecutionNotifications
	require.Len(t, told, 2)
	assert.Equal(t, "note", told[0].Level)
	assert.Equal(t, []string{"Not everything was seen.", "<y>"}, []string{told[0].Message.Text, told[1].Message.Text})
	assert.NotContains(t, sarif.Write(rules, nil), "invocations")
}

// The schema refuses what is no SARIF, so that passing it means something.
func TestTheSchemaRefuses(t *testing.T) {
	schema := standard(t)
	assert.Error(t, validate(t, schema, sarif.Write(rules, []sarif.Result{{Rule: "policy", Level: "fatal", Text: "x"}})))
	assert.Error(t, validate(t, schema, `{"version": "2.1.0"}`))
}

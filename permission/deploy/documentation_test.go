package deploy_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/permission/deploy"
	"github.com/cipublisher/cipublisher/policy"
)

// A block of the documentation that is made from the sets: the document of one
// of the tests, or the table of a set.
var block = regexp.MustCompile(`(?s)<!-- (json|rows): ([\w-]+) -->\n.*?<!-- end -->`)

// The documentation shows what the sets say, to the letter.
func TestDocumentation(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "deploy-and-terraform.md")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	want := block.ReplaceAllStringFunc(string(text), func(found string) string {
		parts := block.FindStringSubmatch(found)
		content := map[string]func(*testing.T, string) string{"json": caseDocument, "rows": rowsOf}[parts[1]](t, parts[2])
		return fmt.Sprintf("<!-- %s: %s -->\n%s<!-- end -->", parts[1], parts[2], content)
	})
	if golden.Updating(t) {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text), "run the test with UPDATE_GOLDEN=1")
	for _, table := range []string{"CDK", "ECS", "Lambda", "PullThrough", "Site", "TerraformState", "Terragrunt"} {
		require.Contains(t, want, "<!-- rows: "+table+" -->")
	}
}

func caseDocument(t *testing.T, name string) string {
	t.Helper()
	i := slices.IndexFunc(setCases(), func(n setCase) bool { return n.name == name })
	require.GreaterOrEqual(t, i, 0, "no case is called %s", name)
	return "```json\n" + policy.New(setCases()[i].set.Statements(ireland)...).Indent() + "```\n"
}

func rowsOf(t *testing.T, set string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("| Action | Resource, condition | Only with | Call |\n|---|---|---|---|\n")
	for _, row := range deploy.Rows() {
		if row.Set != set {
			continue
		}
		on := "`" + row.Resource + "`"
		for _, operator := range slices.Sorted(maps.Keys(row.Conditions)) {
			for _, key := range slices.Sorted(maps.Keys(row.Conditions[operator])) {
				on += fmt.Sprintf("; %s `%s` `%s`", operator, key, strings.Join(row.Conditions[operator][key], "` or `"))
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | [%s](%s) |\n", row.Action, on, strings.Join(row.When, ", "), row.Call, row.Source)
	}
	return b.String()
}

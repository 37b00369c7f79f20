package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMarkdownReport(t *testing.T) {
	text := markdownReport(Report{Findings: []Finding{{ID: "stranger", Level: High, Resource: "arn:a|b", Text: "It *is*.", Attacks: []int{1}}}, Roles: []Role{{ARN: "x"}}}, Style{})
	assert.Contains(t, text, "| high | `stranger`<br>It \\*is\\*. | `arn:a\\|b` | 1 |")
	assert.Contains(t, text, "| `x` | nothing found |")
	assert.NotContains(t, markdownReport(Report{}, Style{}), "##")
}

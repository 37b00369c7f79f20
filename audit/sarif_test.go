package audit

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSARIFReport(t *testing.T) {
	for _, level := range Levels {
		assert.NotEmpty(t, sarifLevels[level], level)
	}
	text := sarifReport(Report{Findings: []Finding{{ID: "stranger", Level: High, Resource: "arn:a", Text: "It is.", Statement: "s", Evidence: []string{"e"}, Remedy: "Do."}}},
		Style{Place: func(string) (string, int) { return "account.json", 7 }})
	for _, part := range []string{`"ruleId": "stranger"`, `"level": "error"`, `"It is. In: s. Because: e. Do."`, `"uri": "account.json"`, `"startLine": 7`} {
		assert.Contains(t, text, part)
	}
	assert.NotContains(t, sarifReport(Report{}, Style{}), `"ruleId"`)
}

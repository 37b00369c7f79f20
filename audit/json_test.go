package audit

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program reads back what was found.
func TestJSONReport(t *testing.T) {
	r := Report{Account: "111122223333", All: 2, Roles: []Role{{ARN: "a", Grants: []string{"<nothing>"}}}, Findings: []Finding{{ID: "stranger", Level: High, Resource: "a", Attacks: []int{1}}}}
	text := jsonReport(r, Style{})
	assert.Contains(t, text, "<nothing>")
	var read Report
	require.NoError(t, json.Unmarshal([]byte(text), &read))
	assert.Equal(t, r, read)
}

package audit_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/audit"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

// The reports of the account as one finds it, in every format.
func TestFormats(t *testing.T) {
	r := audit.Run(handwritten(t), audit.Options{Now: time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)})
	place := func(arn string) (string, int) { return "account.json", len(arn) }
	for _, format := range audit.Formats {
		extension := map[string]string{"text": "txt", "markdown": "md", "json": "json", "sarif": "sarif"}[format.Name]
		golden.Compare(t, "testdata/handwritten/report."+extension, format.Write(r, audit.Style{Place: place}))
	}
	_, ok := audit.FormatNamed("pdf")
	assert.False(t, ok)
	assert.Equal(t, "text, markdown, json, sarif", audit.FormatNames())
}

// Whatever an account holds, a report stays a report: 80 columns, no escape
// sequence, no table that breaks.
func TestReportsOfHostileNames(t *testing.T) {
	const evil = "e\u001b[31m|`vil`\n| x"
	a := accountOf(t, map[string][2]string{"a": {statement(fromGitHub, `"sts:AssumeRoleWithWebIdentity"`, `{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:`+`*`+`"}}`), ""}})
	a.Roles[0].Boundary, a.Roles[0].Attached = evil, []string{evil + strings.Repeat("x", 300)}
	r := audit.Run(a, audit.Options{})
	for _, format := range audit.Formats {
		text := format.Write(r, audit.Style{Paint: terminal.Painter(false)})
		assert.NotContains(t, text, "\x1b", format.Name)
		switch format.Name {
		case "json", "sarif":
			assert.True(t, json.Valid([]byte(text)))
		case "text":
			for line := range strings.Lines(text) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), terminal.Width, line)
			}
		case "markdown":
			for line := range strings.Lines(text) {
				if strings.HasPrefix(line, "| ") {
					assert.True(t, strings.HasSuffix(line, " |\n"), line)
				}
			}
		}
	}
}

// Nothing found is said.
func TestReportOfNothing(t *testing.T) {
	r := audit.Run(accountOf(t, map[string][2]string{"a": {statement(`"Principal":{"Service":"ec2.amazonaws.com"}`, `"sts:AssumeRole"`, ""), ""}}), audit.Options{})
	format, ok := audit.FormatNamed("text")
	require.True(t, ok)
	assert.Contains(t, format.Write(r, audit.Style{}), "Nothing was found.")
}

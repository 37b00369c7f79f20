package drift_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/drift"
	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/internal/terminal"
)

var reportStyle = report.Style{File: "registry.yaml"}

// One role of each status, in every format.
func TestFormats(t *testing.T) {
	r := compare(t, deployed(t, func(roles map[string]role, _ map[string]map[string]any) {
		delete(roles, "acme-lib")
		roles["acme-app-dev"]["RolePolicyList"] = []any{map[string]any{"PolicyName": "less", "PolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}}}}
		roles["acme-app"]["RolePolicyList"] = []any{map[string]any{"PolicyName": "more", "PolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}}}
		roles["x"] = role{"RoleName": "x", "Path": "/ci/", "Arn": "arn:aws:iam::111122223333:role/ci/x", "AssumeRolePolicyDocument": map[string]any{"Version": "2012-10-17", "Statement": []any{}}}
	}))
	for _, format := range drift.Formats {
		text := r.Write(format, reportStyle)
		golden.Compare(t, "testdata/report."+map[string]string{"text": "txt", "markdown": "md"}[format]+map[string]string{"json": "json", "sarif": "sarif"}[format], text)
		switch format {
		case "json", "sarif":
			assert.True(t, json.Valid([]byte(text)))
		case "text":
			for line := range strings.Lines(text) {
				assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")), terminal.Width, line)
			}
		}
	}
	assert.Contains(t, drift.Report{}.Write("text", reportStyle), "No role was written")
}

package report_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/internal/yamljson"
	"github.com/cipublisher/cipublisher/review"
)

// A report in YAML says what it says in JSON.
func TestYAML(t *testing.T) {
	stack, changed := fromTemplate(t, "stack.template.json"), fromTemplate(t, "changed.template.json")
	inJSON, _ := report.Named("json")
	inYAML, _ := report.Named("yaml")
	for want, got := range map[string]string{
		inJSON.Holders(report.Style{}, stack):                          inYAML.Holders(report.Style{}, stack),
		inJSON.Holders(report.Style{}, nil):                            inYAML.Holders(report.Style{}, nil),
		inJSON.Changes(report.Style{}, review.Compare(stack, changed)): inYAML.Changes(report.Style{}, review.Compare(stack, changed)),
		inJSON.Changes(report.Style{}, nil):                            inYAML.Changes(report.Style{}, nil),
	} {
		read, err := yamljson.ToJSON([]byte(got))
		require.NoError(t, err)
		assert.JSONEq(t, want, string(read))
	}
}

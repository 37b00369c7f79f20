package trust_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/trust"
)

func fitsTerminal(t *testing.T, report string) {
	t.Helper()
	for _, line := range strings.Split(report, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
		assert.Equal(t, strings.TrimRight(line, " "), line)
	}
	assert.True(t, strings.HasSuffix(report, "\n"))
}

// A report shows what strangers wrote without obeying it, and fits whatever
// the length.
func TestReportIsSafeAndNarrow(t *testing.T) {
	result, err := trust.Check(document(t, on("acme/app")), token("repo:evil/\x1b[2J"+strings.Repeat("é", 300)+"\n", "aud", strings.Repeat("a b", 100)))
	require.NoError(t, err)
	report := result.Report()
	assert.NotContains(t, report, "\x1b")
	for _, line := range strings.Split(report, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
	}
}

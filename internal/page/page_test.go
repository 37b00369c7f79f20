package page_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/page"
)

func TestPage(t *testing.T) {
	p := page.Page{Shown: strings.ToUpper, Labels: 10}
	p.Text(0, strings.Repeat("word ", 20)+strings.Repeat("x", 200))
	p.Field(2, "subject", strings.Repeat("é", 100))
	p.Field(2, "a longer label", "value")
	p.Value(4, strings.Repeat("y", 100))
	p.List("Empty:", nil)
	p.List("Causes:", []string{"one", strings.Repeat("two ", 30)})
	text := p.String()
	for _, line := range strings.Split(text, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), 80, line)
	}
	assert.Contains(t, text, "WORD WORD")
	assert.Contains(t, text, "\n  subject   É")
	assert.Contains(t, text, "\n  a longer label VALUE\n")
	assert.Contains(t, text, "\n\nCAUSES:\n  - ONE\n  - TWO TWO")
	assert.NotContains(t, text, "EMPTY")
	assert.Equal(t, 100, strings.Count(text, "É"), "nothing is cut off")
}

func TestCut(t *testing.T) {
	head, rest := page.Cut("äöü", 2)
	assert.Equal(t, "äö", head)
	assert.Equal(t, "ü", rest)
	head, rest = page.Cut("ab", 2)
	assert.Equal(t, "ab", head)
	assert.Empty(t, rest)
}

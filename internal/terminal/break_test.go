package terminal

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBreakText(t *testing.T) {
	for _, test := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"short", 10, []string{"short"}},
		{"exactly 10", 10, []string{"exactly 10"}},
		{"break at a space", 10, []string{"break at a", "  space"}},
		{"arn:aws:s3:::bucket/key", 12, []string{"arn:aws:s3::", "  :bucket/", "  key"}},
		{"no-boundary-at-all", 10, []string{"no-boundar", "  y-at-all"}},
		{"a word-that-is-too-long-to-fit", 12, []string{"a word-that-", "  is-too-lon", "  g-to-fit"}},
		{"größe größe", 6, []string{"größe", "  größ", "  e"}},
		{"red \x1b[31m", 20, []string{"red \uFFFD[31m"}},
	} {
		assert.Equal(t, test.want, Break(test.text, test.width), test.text)
	}
}

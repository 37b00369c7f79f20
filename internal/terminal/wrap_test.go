package terminal

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWrap(t *testing.T) {
	word := strings.Repeat("x", Width+1)
	for _, test := range []struct{ name, indent, text, want string }{
		{"nothing", "  ", "", "\n"},
		{"a line", "  ", "one  two\nthree", "  one two three\n"},
		{"exactly a line", "", strings.Repeat("é", Width), strings.Repeat("é", Width) + "\n"},
		{"two lines", "    ", strings.Repeat("a", 40) + " " + strings.Repeat("b", 40), "    " + strings.Repeat("a", 40) + "\n    " + strings.Repeat("b", 40) + "\n"},
		{"a word that is too long", "", "a " + word + " b", "a\n" + word + "\nb\n"},
	} {
		assert.Equal(t, test.want, Wrap(test.indent, test.text), test.name)
	}
}

package table

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFill(t *testing.T) {
	at := Place{}.With("a", "1").With("b", "2", "3").With("c", "{a}", "*").With("none").With("long", strings.Repeat("x", 2*longest))
	for _, test := range []struct {
		pattern string
		want    []string
	}{
		{"plain", []string{"plain"}},
		{"", []string{""}},
		{"{a}", []string{"1"}},
		{"x{a}y{a}z", []string{"x1y1z"}},
		{"{b}-{b}", []string{"2-2", "2-3", "3-2", "3-3"}},
		{"{c}{a}", []string{"{a}1", "*1"}}, // what is put in is not looked at again
		{"{a}{none}", nil},
		{"<{long}>", []string{"<" + strings.Repeat("x", 2*longest) + ">"}},
	} {
		assert.Equal(t, test.want, cut(test.pattern).fill(at, nil), test.pattern)
	}
	assert.Equal(t, []string{"2", "3"}, fillAll(cutAll([]string{"{b}", "3", "2"}), at), "each text once")
}

// A place that another is made of stays as it is.
func TestPlacesShareNothing(t *testing.T) {
	base := Place{}.With("a", "1")
	one, two := base.With("b", "one"), base.With("b", "two")
	assert.Equal(t, []string{"one"}, one.texts("b"))
	assert.Equal(t, []string{"two"}, two.texts("b"))
	assert.Equal(t, []string{"three"}, two.With("b", "three").texts("b"))
	assert.PanicsWithValue(t, "table: nothing is known of {b}", func() { base.texts("b") })
}

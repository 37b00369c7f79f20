package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// readyToCompare returns a comparison with all its steps to take.
func readyToCompare() *shaping {
	c := newShaping(nil)
	c.steps = largestComparison
	return c
}

var patterns = reading{wildcards: true, variables: true}

// A pattern that covers another matches every text that the other matches, and
// two patterns that match the same text meet.
func TestShapesAgreeWithMatching(t *testing.T) {
	covered, met := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		alike := rapid.StringMatching(`[aAß*?]{0,6}`)
		for range 20 {
			a, b, text := alike.Draw(t, "a"), alike.Draw(t, "b"), rapid.StringMatching(`[aAß]{0,6}`).Draw(t, "text")
			c := readyToCompare()
			inA, inB := pattern{text: a}.match(text), pattern{text: b}.match(text)
			if inB && c.covers(c.shape(a, patterns), c.shape(b, patterns)) {
				covered++
				assert.True(t, inA, "%q is said to cover %q", a, b)
			}
			if inA && inB {
				met++
				assert.True(t, c.meets(c.shape(a, patterns), c.shape(b, patterns)), "%q and %q are said not to meet", a, b)
			}
		}
	})
	assert.NotZero(t, covered*met, "the property was never put to the test")
}

func TestShapes(t *testing.T) {
	unknown, token := Unknown("B"), "${Token[TOKEN.1]}"
	for _, c := range []struct {
		name, wide, narrow string
		covers, meets      bool
	}{
		{"itself", "a*?b", "a?*b", true, true},
		{"the empty text", "*", "", true, true},
		{"one character of several bytes", "?", "ß", true, true},
		{"two characters", "?", "ab", false, false},
		{"a variable", "*", "${aws:username}", true, true},
		{"a variable that may be anything", "a", "${aws:username}", false, true},
		{"a variable for one character", "?", "${aws:username}", false, true},
		{"a variable for a wildcard", "${*}", "*", false, true},
		{"the text of a wildcard", "a*", "a${*}", true, true},
		{"a malformed variable is its text", "${", "${", true, true},
		{"an unknown", unknown + "*", unknown + "a", true, true},
		{"an unknown in a text", "a" + unknown, "b" + unknown, false, false},
		{"a token", token, token, true, true},
		{"a token by its letters", "${Token[*]}", token, false, true},
		{"two unknowns", unknown, Unknown("C"), false, true},
		{"an unknown that is not closed", unknownOpen + "B", unknown, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := readyToCompare()
			wide, narrow := s.shape(c.wide, patterns), s.shape(c.narrow, patterns)
			assert.Equal(t, c.covers, s.covers(wide, narrow), "covers")
			assert.Equal(t, c.meets, s.meets(wide, narrow), "meets")
			assert.Equal(t, c.meets, s.meets(narrow, wide), "meets, the other way round")
		})
	}
}

// Without steps left, nothing is covered and everything meets.
func TestShapesWithoutSteps(t *testing.T) {
	c := readyToCompare()
	a := c.shape("a", patterns)
	c.steps = 0
	assert.False(t, c.covers(a, a))
	assert.True(t, c.meets(a, c.shape("b", patterns)))
	assert.False(t, c.sameShape(a, a))
}

func TestOnly(t *testing.T) {
	c := readyToCompare()
	for text, want := range map[string]string{"abß": "abß", "a${*}": "a*", "a*": "", "": "", "${aws:username}": "", "\xff": ""} {
		got, exact := c.shape(text, patterns).only()
		assert.Equal(t, want, got, text)
		assert.Equal(t, want != "", exact, text)
	}
	assert.NotEqual(t, c.shape("\xff", patterns), c.shape("\xfe", patterns), "bytes that are no characters")
}

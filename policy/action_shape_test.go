package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// actionTexts are what an action may be made of: letters of both cases,
// wildcards, parts of opaque texts, and bytes that are no characters.
var actionTexts = rapid.Custom(func(t *rapid.T) string {
	text := ""
	for _, part := range rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "A", "b", ":", "*", "**", "?", "$", "#", "é", "\xc3", "\xa9", Unknown("A"), unknownOpen, unknownClose, "${Token[TOKEN.1]}",
	}), 0, 5).Draw(t, "parts") {
		text += part
	}
	return text
})

// What is known of actions by their text is what their shapes say.
func TestActionsAgreeWithTheirShapes(t *testing.T) {
	covered, met, apart := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			a, b := actionTexts.Draw(t, "a"), actionTexts.Draw(t, "b")
			c := readyToCompare()
			one, other := c.action(a), c.action(b)
			wide, narrow := c.shape(folded(a), reading{wildcards: true}), c.shape(folded(b), reading{wildcards: true})
			covers, meets := c.covers(wide, narrow), c.meets(wide, narrow)
			assert.Equal(t, covers, c.coversAction(one.value, other.value), "%q covers %q", a, b)
			assert.Equal(t, meets, c.meetsAction(one.value, other.value), "%q meets %q", a, b)
			assert.Equal(t, wide.all(), one.value.all(), "%q is all", a)
			only, exact := wide.only()
			assert.Equal(t, exact, one.exact, "%q is exact", a)
			assert.Equal(t, isUnsettled(folded(a)), one.unsettled, "%q is unsettled", a)
			assert.Equal(t, folded(a) == folded(b), one.id == other.id, "%q is %q", a, b)
			if exact {
				assert.Equal(t, folded(a), only)
			}
			switch {
			case covers:
				covered++
			case meets:
				met++
			default:
				apart++
			}
		}
	})
	assert.NotZero(t, covered*met*apart, "the property was never put to the test")
}

// Without steps left, nothing is covered and everything meets.
func TestActionsWithoutSteps(t *testing.T) {
	c := readyToCompare()
	a, b := c.action("s3:A").value, c.action("s3:B").value
	c.steps = 0
	assert.False(t, c.coversAction(a, a))
	assert.True(t, c.meetsAction(a, b))
}

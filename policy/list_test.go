package policy

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// A list covers a value where one of its values does; one that is "all except",
// where none of them meets it.
func TestListsCoverWhatTheirValuesCover(t *testing.T) {
	covered, uncovered := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		texts, text := rapid.SliceOfN(actionTexts, 1, 4).Draw(t, "list"), actionTexts.Draw(t, "value")
		c := readyToCompare()
		some, except, n := listOf(texts, nil, c.action), listOf(nil, texts, c.action), c.action(text)
		want := slices.ContainsFunc(some.values, func(w listed[*actionShape]) bool { return c.coversAction(w.value, n.value) })
		assert.Equal(t, want, some.covers(n, c.coversAction, c.meetsAction), "%q cover %q", texts, text)
		meets := slices.ContainsFunc(some.values, func(w listed[*actionShape]) bool { return c.meetsAction(w.value, n.value) })
		assert.Equal(t, !meets, except.covers(n, c.coversAction, c.meetsAction), "all except %q cover %q", texts, text)
		if want {
			covered++
		} else {
			uncovered++
		}
	})
	assert.NotZero(t, covered*uncovered, "the property was never put to the test")
}

// The same for resources, in documents of both versions of the language.
func TestListsOfResourcesCoverWhatTheirValuesCover(t *testing.T) {
	resources := rapid.Custom(func(t *rapid.T) string {
		text := rapid.SampledFrom([]string{"", "arn:aws:s3", "arn:aws:s3:::", "arn:aws:s*:"}).Draw(t, "beginning")
		for _, part := range rapid.SliceOfN(rapid.SampledFrom([]string{"a", "A", ":", "*", "?", "${*}", "${$}", "$", "${aws:username}", Unknown("A")}), 0, 4).Draw(t, "parts") {
			text += part
		}
		return text
	})
	covered, uncovered := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c, variables := readyToCompare(), rapid.Bool()
		prepare := func(text string) listed[*resourceShape] {
			return c.resourceOf(resourceText{text, variables.Draw(t, "variables"), true})
		}
		texts, n := rapid.SliceOfN(resources, 1, 4).Draw(t, "list"), prepare(resources.Draw(t, "value"))
		list := listOf(texts, nil, prepare)
		want := slices.ContainsFunc(list.values, func(w listed[*resourceShape]) bool { return c.coversResource(w.value, n.value) })
		assert.Equal(t, want, list.covers(n, c.coversResource, c.meetsResource), "%q cover %q", texts, n.value.text)
		list.except = true
		meets := slices.ContainsFunc(list.values, func(w listed[*resourceShape]) bool { return c.meetsResource(w.value, n.value) })
		assert.Equal(t, !meets, list.covers(n, c.coversResource, c.meetsResource), "all except %q cover %q", texts, n.value.text)
		if want {
			covered++
		} else {
			uncovered++
		}
	})
	assert.NotZero(t, covered*uncovered, "the property was never put to the test")
}

func TestBeginning(t *testing.T) {
	for text, want := range map[string][2]uint64{
		"":          {0, 0},
		"a":         {0x61 << 56, 0xff << 56},
		"s3:getob":  {0x73333a6765746f62, ^uint64(0)},
		"s3:getobj": {0x73333a6765746f62, ^uint64(0)},
	} {
		begins, mask := beginning(text)
		assert.Equal(t, want, [2]uint64{begins, mask}, text)
	}
}

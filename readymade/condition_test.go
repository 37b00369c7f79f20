package main

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// One of the terms holds for each choice that counts and is true, and none for
// one that counts and is not.
func TestTermsSayWhatIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const options = 4
		list := rapid.SliceOfN(rapid.Bool(), 1<<options, 1<<options)
		is, counts := truth(list.Draw(t, "is")), truth(list.Draw(t, "counts"))
		terms := is.terms(counts, options)
		for choice := range 1 << options {
			held := false
			for _, m := range terms {
				held = held || m.holds(choice)
			}
			require.True(t, !counts[choice] || held == is[choice], "%04b", choice)
		}
	})
}

func TestTermsAreShort(t *testing.T) {
	everything := truth{true, true, true, true}
	require.Equal(t, []term{{set: 1}}, truth{false, true, false, true}.terms(everything, 2), "the other option does not matter")
	require.Equal(t, []term{{set: 1}, {set: 2}}, truth{false, true, true, true}.terms(everything, 2), "either option")
	require.Equal(t, []term{{set: 3}}, truth{false, false, false, true}.terms(everything, 2), "both options")
	require.Equal(t, []term{{set: 1}}, truth{false, true, false, false}.terms(truth{true, true, true, false}, 2), "what does not count may be either")
}

package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// The function that stands for a shape says the same.
func TestQuickSaysWhatTheShapeSays(t *testing.T) {
	for name, r := range map[string]Rule{"account": AccountID, "partition": Partition} {
		accepted, refused := 0, 0
		rapid.Check(t, func(t *rapid.T) {
			value := rapid.OneOf(
				rapid.StringMatching(`[0-9]{11,13}`), rapid.StringMatching(`[0-9 -]{0,13}`), rapid.StringMatching(`aws(-[a-z]{2,3})?(-gov|-[a-z])?\n?`),
				rapid.SampledFrom(Partitions()), rapid.String(),
			).Draw(t, "value")
			if got, want := r.quick(value), r.shape.MatchString(value); got != want {
				t.Fatalf("%s %q: %v, and the shape says %v", name, value, got, want)
			} else if got {
				accepted++
			} else {
				refused++
			}
		})
		assert.NotZero(t, accepted*refused, name)
	}
}

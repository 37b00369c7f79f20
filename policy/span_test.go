package policy

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// A span that covers another holds every number that the other holds; spans
// that exclude each other hold none in common.
func TestSpansAgreeWithComparing(t *testing.T) {
	operators := []string{"NumericEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) (string, string) {
			return rapid.SampledFrom(operators).Draw(t, name), fmt.Sprint(rapid.IntRange(0, 4).Draw(t, name+" bound"))
		}
		a, aBound := draw("a")
		b, bBound := draw("b")
		number := rapid.SampledFrom([]string{"-1", "0", "0.5", "1", "1.5", "2", "2.5", "3", "4", "5"}).Draw(t, "number")
		inA, _ := comparisons[a].compare(pattern{text: aBound}, number)
		inB, _ := comparisons[b].compare(pattern{text: bBound}, number)
		x, y := spanOfNumbers(a, aBound), spanOfNumbers(b, bBound)
		if inB && x.covers(y) {
			assert.True(t, inA, "%s %s is said to cover %s %s", a, aBound, b, bBound)
		}
		if inA && inB {
			assert.False(t, x.excludes(y), "%s %s is said to exclude %s %s", a, aBound, b, bBound)
		}
	})
}

func TestSpansThatAreNotKnown(t *testing.T) {
	for _, text := range []string{"", "x", "9007199254740993", "-9007199254740993", "1e300"} {
		s := spanOfNumbers("NumericEquals", text)
		assert.False(t, s.covers(s), text)
		assert.False(t, s.excludes(spanOfNumbers("NumericEquals", "1")), text)
	}
	for _, text := range []string{"", "x", "2026", "0", "1769817600000"} {
		s := spanOfDates("DateEquals", text)
		assert.False(t, s.covers(s), text)
	}
}

func TestNetworks(t *testing.T) {
	for _, c := range []struct {
		a, b             string
		covers, excludes bool
	}{
		{"192.0.2.0/24", "192.0.2.128/25", true, false},
		{"192.0.2.128/25", "192.0.2.0/24", false, false},
		{"192.0.2.0/25", "192.0.2.128/25", false, true},
		{"0.0.0.0/0", "2001:db8::/32", false, true},
		{"::/0", "192.0.2.1", false, true},
		{"10.0.0.0/8", "::ffff:10.0.0.0/104", true, false},
		{"::ffff:10.0.0.0/104", "10.0.0.0/8", false, false},
		{"::ffff:10.0.0.0/104", "::ffff:10.1.0.0/112", true, false},
		{"0.0.0.0/1", "::ffff:1.2.3.4/1", false, false},
		{"x", "x", false, false},
	} {
		assert.Equal(t, c.covers, coversNetwork(c.a, c.b), "%s covers %s", c.a, c.b)
		assert.Equal(t, c.excludes, excludesNetwork(c.a, c.b), "%s excludes %s", c.a, c.b)
	}
}

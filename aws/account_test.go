package aws

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// The function that stands for a shape says the same.
func TestQuickSaysWhatTheShapeSays(t *testing.T) {
	accounts := []string{"111122223333", "000000000000"}
	for name, rule := range map[string]struct {
		Rule
		accepts, refuses []string
	}{
		"account":   {AccountID, accounts, append(Partitions(), "", "11112222333", "1111222233334", "1111-2222-3333", "111122223333\n", " 11112222333", "1111２2223333", "11112222333x")},
		"partition": {Partition, Partitions(), append(slices.Clone(accounts), "", "aw", "aws\n", " aws", "AWS", "aws-", "aws-cn-gov-x")},
	} {
		says := func(value string) (quick, shape bool) { return rule.quick(value), rule.shape.MatchString(value) }
		for _, value := range append(slices.Clone(rule.accepts), rule.refuses...) {
			quick, shape := says(value)
			want := slices.Contains(rule.accepts, value)
			assert.Equal(t, []bool{want, want}, []bool{quick, shape}, "%s %q", name, value)
		}
		rapid.Check(t, func(t *rapid.T) {
			value := rapid.OneOf(
				rapid.StringMatching(`[0-9]{11,13}`), rapid.StringMatching(`[0-9 -]{0,13}`), rapid.StringMatching(`aws(-[a-z]{2,3})?(-gov|-[a-z])?\n?`),
				rapid.SampledFrom(Partitions()), rapid.String(),
			).Draw(t, "value")
			if quick, shape := says(value); quick != shape {
				t.Fatalf("%s %q: %v, and the shape says %v", name, value, quick, shape)
			}
		})
	}
}

package review_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

func ExampleWords() {
	fmt.Println(review.Words(policy.Conditions{"NumericLessThanEquals": {"sts:DurationSeconds": {"900"}}})[0])
	// Output: sts:DurationSeconds is at most "900"
}

func TestWords(t *testing.T) {
	for _, test := range []struct {
		operator string
		values   []string
		want     string
	}{
		{"StringEquals", []string{"a"}, `k is "a"`},
		{"StringEquals", []string{"a", "b"}, `k is "a" or "b"`},
		{"StringNotEquals", []string{"a", "b"}, `k is not "a" nor "b"`},
		{"StringLikeIfExists", []string{"a*"}, `k is like "a*", or is missing`},
		{"ForAllValues:StringEquals", []string{"a"}, `every value of k is "a", or there is none`},
		{"ForAnyValue:StringLike", []string{"a*"}, `some value of k is like "a*"`},
		{"NumericLessThanEquals", []string{"900"}, `k is at most "900"`},
		{"DateGreaterThanEquals", []string{"2026-01-01"}, `k is not before "2026-01-01"`},
		{"Bool", []string{"true"}, `k is "true"`},
		{"IpAddress", []string{"192.0.2.0/24"}, `k is in "192.0.2.0/24"`},
		{"Null", []string{"true"}, "k is missing"},
		{"Null", []string{"false"}, "k is there"},
		{"Null", []string{"true", "false"}, "k is there or is missing"},
	} {
		assert.Equal(t, []string{test.want}, review.Words(policy.Conditions{test.operator: {"k": test.values}}))
	}
	assert.Equal(t, []string{`a is "1"`, `b is "2"`, `a is like "3"`},
		review.Words(policy.Conditions{"StringLike": {"a": {"3"}}, "StringEquals": {"b": {"2"}, "a": {"1"}}}), "in a fixed order")
}

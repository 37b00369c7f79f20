package trust

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "a", 1}, {"*", "anything", 0}, {"a*c", "abbbc", 0}, {"a?c", "abc", 0},
		{"Main", "main", 0}, {"main", "mian", 2}, {"repo:acme/app:*", "repo:acme/lib:ref", 3}, {"a*", "b", 1},
	} {
		assert.Equal(t, c.want, distance(c.pattern, c.text), "%s, %s", c.pattern, c.text)
	}
}

// A pattern that matches is at no distance, whatever the case.
func TestDistanceOfAMatch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab*?]{0,8}`).Draw(t, "pattern")
		text := rapid.StringMatching(`[ab]{0,8}`).Draw(t, "text")
		if like(pattern, text) != (distance(pattern, text) == 0) {
			t.Fatalf("%q and %q: like %v, distance %d", pattern, text, like(pattern, text), distance(pattern, text))
		}
	})
}

// Of patterns at the same distance, the one in the token's form is nearer.
func TestNearest(t *testing.T) {
	for _, c := range []struct {
		patterns []string
		subject  string
		want     string
	}{
		{[]string{"repo:a/x:ref:refs/heads/main", "repo:a/x:environment:prod"}, "repo:a/x:environment:prd", "repo:a/x:environment:prod"},
		{[]string{"repo:a/x:pull_request", "repo:a@1/x@2:pull_request"}, "repo:a@1/x@2:ref:refs/heads/main", "repo:a@1/x@2:pull_request"},
		{[]string{"repo:a/x:pull_request", "repo:a@1/x@2:pull_request"}, "repo:a/x:ref:refs/heads/main", "repo:a/x:pull_request"},
	} {
		got, found := nearestOf(c.patterns, c.subject)
		assert.True(t, found)
		assert.Equal(t, c.want, got)
	}
	_, found := nearestOf(nil, "x")
	assert.False(t, found)
}

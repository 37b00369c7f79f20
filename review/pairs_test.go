package review_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/golden"
	"github.com/cipublisher/cipublisher/review"
)

// gains reports whether a change from one file to another grants anything.
func gains(t testing.TB, before, after []byte) bool {
	t.Helper()
	old, _, err := review.Read(before, review.Context{})
	require.NoError(t, err)
	now, _, err := review.Read(after, review.Context{})
	require.NoError(t, err)
	return gained(old, now)
}

func gained(before, after []review.Holder) bool {
	return slices.ContainsFunc(review.Compare(before, after), func(c review.Change) bool { return len(c.Gained) > 0 })
}

// Each row of testdata/diff.json is a change from one file of testdata/diff to
// another, and whether that grants anything.
func TestPairs(t *testing.T) {
	var pairs []struct {
		Name          string
		Gains         bool
		Before, After string
	}
	require.NoError(t, json.Unmarshal(golden.Read(t, "testdata/diff.json"), &pairs))
	require.NotEmpty(t, pairs)
	for _, pair := range pairs {
		t.Run(pair.Name, func(t *testing.T) {
			before := golden.Read(t, filepath.Join("testdata", "diff", pair.Before))
			after := golden.Read(t, filepath.Join("testdata", "diff", pair.After))
			assert.Equal(t, pair.Gains, gains(t, before, after))
			assert.False(t, gains(t, before, before))
			assert.False(t, gains(t, after, after))
		})
	}
}

// Each row of testdata/pairs.json is a small template before and after, and
// whether that grants anything.
func TestSmallPairs(t *testing.T) {
	content := golden.Read(t, "testdata/pairs.json")
	var pairs []struct {
		Name          string
		Gains         bool
		Before, After json.RawMessage
	}
	require.NoError(t, json.Unmarshal(content, &pairs))
	require.NotEmpty(t, pairs)
	for _, p := range pairs {
		t.Run(p.Name, func(t *testing.T) {
			assert.Equal(t, p.Gains, gains(t, p.Before, p.After))
			assert.False(t, gains(t, p.Before, p.Before))
			assert.False(t, gains(t, p.After, p.After))
		})
	}
}

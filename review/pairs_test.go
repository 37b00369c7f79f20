package review_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

// gains reports whether a change from one file to another grants anything.
func gains(t testing.TB, before, after []byte) bool {
	t.Helper()
	old, err := review.Read(before, review.Context{})
	require.NoError(t, err)
	now, err := review.Read(after, review.Context{})
	require.NoError(t, err)
	return gained(old, now)
}

func gained(before, after []review.Holder) bool {
	return slices.ContainsFunc(review.Compare(before, after), func(c review.Change) bool { return len(c.Gained) > 0 })
}

// The names of the pairs in testdata/diff say what changes, and whether that
// grants anything.
func TestPairs(t *testing.T) {
	files, err := filepath.Glob("testdata/diff/*.before.*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name, extension, _ := strings.Cut(filepath.Base(file), ".before")
		t.Run(name, func(t *testing.T) {
			before, err := os.ReadFile(file)
			require.NoError(t, err)
			after, err := os.ReadFile(filepath.Join("testdata", "diff", name+".after"+extension))
			require.NoError(t, err)
			assert.Equal(t, strings.HasSuffix(name, ".gain"), gains(t, before, after))
			assert.False(t, gains(t, before, before))
			assert.False(t, gains(t, after, after))
		})
	}
}

// Each row of testdata/pairs.json is a small template before and after, and
// whether that grants anything.
func TestSmallPairs(t *testing.T) {
	content, err := os.ReadFile("testdata/pairs.json")
	require.NoError(t, err)
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

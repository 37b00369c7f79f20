package golden

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCompareIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stderr.txtar")
	t.Setenv("CI", "")
	t.Setenv(variable, "1")
	CompareIn(t, path, "c", "third\n")
	CompareIn(t, path, "a", "first\n")
	CompareIn(t, path, "b", "second\n")
	CompareIn(t, path, "d", "")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "-- a --\nfirst\n-- b --\nsecond\n-- c --\nthird\n", string(text))
	CompareIn(t, path, "b", "")
	CompareIn(t, path, "a", "other\n")
	text, err = os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "-- a --\nother\n-- c --\nthird\n", string(text))

	t.Setenv(variable, "")
	for _, test := range []struct {
		part, got string
		fails     bool
	}{
		{"a", "other\n", false}, {"a", "first\n", true}, {"a", "", true}, {"b", "", false}, {"b", "second\n", true},
	} {
		assert.Equal(t, test.fails, fails(t, func(r testing.TB) { CompareIn(r, path, test.part, test.got) }), "%s %q", test.part, test.got)
	}
}

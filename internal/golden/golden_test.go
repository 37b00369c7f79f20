package golden

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recorder is a test that may fail.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestCompare(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.json")
	require.NoError(t, os.WriteFile(path, []byte("a\nb\n"), 0o600))
	same, other := &recorder{TB: t}, &recorder{TB: t}
	Compare(same, path, "a\nb\n")
	Compare(other, path, "a\nc\n")
	assert.False(t, same.failed)
	assert.True(t, other.failed)
}

func TestFirstDifference(t *testing.T) {
	assert.Equal(t, "line 2\n  want: b\n  got:  c", firstDifference("a\nb\n", "a\nc\n"))
	assert.Equal(t, "line 2\n  want: (the text has ended)\n  got:  b", firstDifference("a", "a\nb"))
}

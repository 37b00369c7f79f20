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

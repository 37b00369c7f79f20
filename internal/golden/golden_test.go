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
func (r *recorder) Fatal(...any)          { r.failed = true; panic(r) }
func (r *recorder) Fatalf(string, ...any) { r.failed = true; panic(r) }

// fails reports whether what runs fails its test.
func fails(t *testing.T, run func(testing.TB)) bool {
	r := &recorder{TB: t}
	func() {
		defer func() {
			if stopped := recover(); stopped != nil && stopped != any(r) {
				panic(stopped)
			}
		}()
		run(r)
	}()
	return r.failed
}

func TestCompare(t *testing.T) {
	t.Setenv(variable, "")
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	write("file", "a\nb\n")
	write("empty", "")
	for _, test := range []struct {
		name, got string
		fails     bool
	}{
		{"file", "a\nb\n", false},
		{"file", "a\nc\n", true},
		{"file", "", true},
		{"empty", "", true},
		{"none", "", false},
		{"none", "a\n", true},
	} {
		assert.Equal(t, test.fails, fails(t, func(r testing.TB) { Compare(r, filepath.Join(folder, test.name), test.got) }), "%s %q", test.name, test.got)
	}
}

func TestUpdate(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "below", "file")
	t.Setenv(variable, "1")
	t.Setenv("CI", "")
	Compare(t, path, "a\n")
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "a\n", string(text))
	Compare(t, path, "")
	assert.NoFileExists(t, path)
	Compare(t, path, "")

	t.Setenv("CI", "true")
	assert.True(t, fails(t, func(r testing.TB) { Compare(r, path, "a\n") }))
	assert.NoFileExists(t, path)
}

func TestOnly(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"kept", "stray"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte("a\n"), 0o600))
	}
	t.Setenv("CI", "")
	t.Setenv(variable, "")
	only := func(r testing.TB) { Only(r, folder, map[string]bool{"kept": true}) }
	assert.True(t, fails(t, only))
	assert.FileExists(t, filepath.Join(folder, "stray"))
	t.Setenv(variable, "1")
	only(t)
	assert.NoFileExists(t, filepath.Join(folder, "stray"))
	t.Setenv(variable, "")
	assert.False(t, fails(t, only))
}

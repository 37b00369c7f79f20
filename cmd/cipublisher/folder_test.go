package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// What was there stays until everything is written, and stays for good where
// that fails.
func TestFolderTakesAllOrNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder")
	names := func() (all []string) {
		entries, err := os.ReadDir(path)
		require.NoError(t, err)
		for _, e := range entries {
			all = append(all, e.Name())
		}
		return all
	}
	content := func(name string) string {
		text, err := os.ReadFile(filepath.Join(path, name))
		require.NoError(t, err)
		return string(text)
	}

	f, err := newFolder(path)
	require.NoError(t, err)
	require.NoError(t, f.write("a", "1"))
	require.NoError(t, f.write("b", "2"))
	require.NoError(t, f.keep())
	f.close()
	require.Equal(t, []string{"a", "b"}, names())
	require.Equal(t, "1", content("a"))

	f, err = newFolder(path)
	require.NoError(t, err)
	require.NoError(t, f.write("a", "3"))
	require.Equal(t, "1", content("a"))
	f.close() // without keep
	require.Equal(t, []string{"a", "b"}, names())
	require.Equal(t, "1", content("a"))

	f, err = newFolder(path)
	require.NoError(t, err)
	require.NoError(t, f.write("a", "4"))
	require.NoError(t, f.keep())
	f.close()
	require.Equal(t, "4", content("a"))

	require.NoError(t, os.Mkdir(filepath.Join(path, "c"), 0o700))
	f, err = newFolder(path)
	require.NoError(t, err)
	require.ErrorContains(t, f.write("c", "5"), "is a folder")
	f.close()
	require.Equal(t, []string{"a", "b", "c"}, names())

	_, err = newFolder(filepath.Join(path, "a"))
	require.Error(t, err, "a file is in the way")
}

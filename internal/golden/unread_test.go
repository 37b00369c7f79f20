package golden

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnread(t *testing.T) {
	folder := t.TempDir()
	for name, content := range map[string]string{
		"read.txt": "a\n", "unread.txt": "b\n", "deep/unread.txt": "b\n", "input/file": "x", "said.txtar": "-- read --\nc\n-- unread --\nd\n", "unread.txtar": "",
	} {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	t.Setenv(variable, "")
	t.Chdir(folder)
	Compare(t, "read.txt", "a\n")
	CompareIn(t, filepath.Join(folder, "said.txtar"), "read", "c\n")
	unread, err := Unread(".", "input")
	require.NoError(t, err)
	assert.Equal(t, []string{"deep/unread.txt", "said.txtar#unread", "unread.txt", "unread.txtar"}, unread)
	_, err = Unread("nothing")
	assert.Error(t, err)
}

package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStrays(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	compared, stray := write("compared.json", "{}"), write("below/stray.json", "{}")
	archive := write("archive.txt", "-- a --\nx\n-- b --\ny\n")
	write("fuzz/FuzzX/seed", "found")
	write("rapid/TestX/seed", "found")
	write("README.md", "Where they are from")
	in := map[string]bool{compared: true, archive: true, partOf(archive, "a"): true}
	used := func(name string) bool { return in[name] }

	err := strays([]string{folder}, false, used)
	require.EqualError(t, err, "no test compares "+partOf(archive, "b")+", "+stray+"; remove them, or run the tests with UPDATE_GOLDEN=1")
	assert.FileExists(t, stray, "who only compares removes nothing")

	in[partOf(archive, "b")] = true
	require.NoError(t, strays([]string{folder}, true, used))
	assert.NoFileExists(t, stray)
	assert.FileExists(t, compared)
	require.NoError(t, strays([]string{folder}, false, used))
	assert.Error(t, strays([]string{filepath.Join(folder, "none")}, false, used), "a folder that is not there is a mistake")
}

// An archive of which only the whole is compared has no parts.
func TestStraysOfAFileThatIsComparedWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "whole.txt")
	require.NoError(t, os.WriteFile(path, []byte("-- a --\nx\n"), 0o644))
	unused, err := unusedParts(path, func(string) bool { return false })
	require.NoError(t, err)
	assert.Empty(t, unused)
}

func TestWholeRun(t *testing.T) {
	for arguments, want := range map[string]bool{
		"": true, "-test.v -test.timeout=1m": true, "-test.count=1": true,
		"-test.run=X": false, "-test.skip=X": false, "-test.short": false, "-test.list=.": false, "-test.fuzz=X": false,
	} {
		flags := flag.NewFlagSet("test", flag.ContinueOnError)
		for _, name := range []string{"run", "skip", "list", "fuzz", "timeout", "count"} {
			flags.String("test."+name, "", "")
		}
		flags.Bool("test.short", false, "")
		flags.Bool("test.v", false, "")
		require.NoError(t, flags.Parse(strings.Fields(arguments)))
		assert.Equal(t, want, wholeRun(flags), arguments)
	}
}

package layout_test

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fixtures yields the files below the testdata folders of the module.
func fixtures(t *testing.T, yield func(name string)) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, file)
		if entry.IsDir() {
			_, err := os.Stat(filepath.Join(file, "go.mod"))
			if name != "." && (err == nil || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "node_modules" || entry.Name() == "fuzz" || entry.Name() == "rapid") {
				return fs.SkipDir
			}
			return nil
		}
		if strings.Contains(filepath.ToSlash(name), "testdata/") {
			yield(filepath.ToSlash(name))
		}
		return nil
	}))
}

// standTwice are the folders whose files may equal others, with the reason.
var standTwice = map[string]string{
	"internal/report/": "each form of a report is written down whole; of a report of nothing, two forms may be alike",
}

// A narrow case holds what is its own; what several share is in one file.
func TestFixturesStandOnce(t *testing.T) {
	first, used := map[[32]byte]string{}, map[string]bool{}
	fixtures(t, func(name string) {
		content, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		sum := sha256.Sum256(content)
		before, again := first[sum]
		if !again {
			first[sum] = name
			return
		}
		for folder := range standTwice {
			if strings.HasPrefix(name, folder) && strings.HasPrefix(before, folder) {
				used[folder] = true
				return
			}
		}
		assert.Fail(t, "a file that is there already", "%s is what %s is; let the two cases share it", name, before)
	})
	assert.Greater(t, len(first), 400, "the whole module is read")
	assert.Len(t, used, len(standTwice), "an exception that is of no use")
}

// unguarded are the packages that don't ask golden.Main for files that nobody
// compares, with the reason.
var unguarded = map[string]string{
	"conformance": "its checks need programs that may not be there; golden.Only guards the folder of its tables",
}

// A file of testdata that no test reads proves nothing: the packages' TestMain
// finds those.
func TestFixturesAreGuarded(t *testing.T) {
	packages := map[string]bool{}
	fixtures(t, func(name string) {
		folder, _, _ := strings.Cut(name, "testdata/")
		packages[filepath.Clean(folder)] = true
	})
	assert.Greater(t, len(packages), 10, "the whole module is read")
	for name := range packages {
		files, err := filepath.Glob(filepath.Join(root, name, "*_test.go"))
		require.NoError(t, err)
		guarded := false
		for _, file := range files {
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			guarded = guarded || strings.Contains(string(content), `golden.Main(m, `)
		}
		assert.Equal(t, unguarded[name] == "", guarded, "%s: let its TestMain call golden.Main, or write the reason why not beside the others", name)
	}
	for name := range unguarded {
		assert.True(t, packages[name], "%s has no files to guard", name)
	}
}

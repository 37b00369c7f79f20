package golden

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// used are the files that the tests of this package have compared or read, and
// the parts of archives; seen are the folders that they are in.
var used, seen sync.Map

// partOf names a part of an archive.
func partOf(path, part string) string { return filepath.Clean(path) + " -- " + part }

// use remembers a file. That a test has opened the folders above it tells the go
// command that a new file there asks for the test to be run again.
func use(path string) {
	path = filepath.Clean(path)
	if _, again := used.LoadOrStore(path, true); again {
		return
	}
	for folder := path; strings.Contains(folder, "testdata"+string(filepath.Separator)); {
		folder = filepath.Dir(folder)
		if _, again := seen.LoadOrStore(folder, true); !again {
			_, _ = os.ReadDir(folder)
		}
	}
}

// Read returns a file that tests start from, beside golden files.
func Read(t testing.TB, path string) []byte {
	t.Helper()
	use(path)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Main runs the tests of a package, and returns what its TestMain exits with. A
// file below one of the folders that no test has compared or read is removed
// when golden files are written, and otherwise a failure, once the package's
// tests have all run and passed: what nobody compares proves nothing.
func Main(m *testing.M, folders ...string) int {
	code := m.Run()
	if code != 0 || !wholeRun(flag.CommandLine) {
		return code
	}
	updating, _ := Update()
	if err := strays(folders, updating, func(name string) bool { _, is := used.Load(name); return is }); err != nil {
		fmt.Fprintln(os.Stderr, "golden:", err)
		return 1
	}
	return code
}

// wholeRun reports whether no flag leaves out tests.
func wholeRun(flags *flag.FlagSet) bool {
	return !slices.ContainsFunc([]string{"run", "skip", "list", "fuzz", "short"}, func(name string) bool {
		f := flags.Lookup("test." + name)
		return f != nil && f.Value.String() != f.DefValue
	})
}

// strays returns an error that names every file, and every part of an archive,
// that is not used. A README, and the folders that Go's fuzzing and the properties keep their
// findings in, are left alone.
func strays(folders []string, remove bool, used func(string) bool) error {
	var found []string
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (entry.Name() == "fuzz" || entry.Name() == "rapid"):
				return fs.SkipDir
			case entry.IsDir():
				return nil
			case entry.Name() == "README.md":
				return nil
			case used(filepath.Clean(path)):
				parts, err := unusedParts(path, used)
				found = append(found, parts...)
				return err
			case remove:
				return os.Remove(path)
			}
			found = append(found, path)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("no test compares %s; remove them, or run the tests with %s=1", strings.Join(found, ", "), variable)
}

// unusedParts names the parts of a file of parts that are not used; of a file
// that was compared whole, none.
func unusedParts(path string, used func(string) bool) ([]string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var unused []string
	files := txtar.Parse(content).Files
	for _, f := range files {
		if name := partOf(path, f.Name); !used(name) {
			unused = append(unused, name)
		}
	}
	if len(unused) == len(files) {
		return nil, nil
	}
	return unused, nil
}

// Package golden compares what tests make with committed files. With
// UPDATE_GOLDEN=1 in the environment the tests write the files instead; read
// their diff as the change that it is. In CI, which sets CI, they refuse to.
package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// variable is the name of the environment variable that has golden files
// written.
const variable = "UPDATE_GOLDEN"

// Update reports whether golden files are written anew. In CI that is an
// error: a check that writes what it compares with passes whatever it is given.
func Update() (bool, error) {
	if os.Getenv(variable) == "" {
		return false, nil
	}
	if os.Getenv("CI") != "" {
		return false, fmt.Errorf("%s is set in CI, where golden files are compared and not written; unset it, or unset CI", variable)
	}
	return true, nil
}

// Updating is Update for a test, which fails with the error.
func Updating(t testing.TB) bool {
	t.Helper()
	is, err := Update()
	if err != nil {
		t.Fatal(err)
	}
	return is
}

// Compare compares a text with a file, whose path begins at the package's
// folder. An empty text is compared with no file.
func Compare(t testing.TB, path, got string) {
	t.Helper()
	if got != "" {
		use(path)
	}
	if Updating(t) {
		update(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if os.IsNotExist(err) && got == "" {
		return
	}
	if err != nil {
		t.Fatalf("%v: run the test with %s=1 to write it", err, variable)
	}
	if string(want) != got {
		t.Errorf("%s differs; run the test with %s=1 and read the diff\n%s", path, variable, firstDifference(string(want), got))
	}
	if got == "" {
		t.Errorf("%s is empty, and no file says the same; remove it", path)
	}
}

func update(t testing.TB, path, got string) {
	t.Helper()
	err := os.Remove(path)
	if got != "" {
		if err = os.MkdirAll(filepath.Dir(path), 0o755); err == nil {
			err = os.WriteFile(path, []byte(got), 0o644)
		}
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

// Only keeps a folder of golden files free of those that no test compares
// anything with: the ones that are not among the names.
func Only(t testing.TB, folder string, names map[string]bool) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		switch {
		case names[entry.Name()]:
		case Updating(t):
			update(t, path, "")
		default:
			t.Errorf("%s belongs to no test; remove it, or run the test with %s=1", path, variable)
		}
	}
}

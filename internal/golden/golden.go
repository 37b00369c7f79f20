// Package golden compares what tests make with committed files. With the flag
// -update the tests write the files instead; read their diff as the change
// that it is.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// Update is the flag -update of every test binary that has golden files.
var Update = flag.Bool("update", false, "write the golden files anew")

// Compare compares a text with a file, whose path begins at the package's
// folder.
func Compare(t testing.TB, path, got string) {
	t.Helper()
	if *Update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update to write it", err)
	}
	if string(want) != got {
		t.Errorf("%s differs; run the test with -update and read the diff\n%s", path, firstDifference(string(want), got))
	}
}

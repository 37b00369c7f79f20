package golden

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"
)

// writing keeps tests that run at the same time from losing each other's part
// of an archive.
var writing sync.Mutex

// CompareIn compares a text with one part of an archive, a file of many short
// texts. An empty text is compared with no part.
//
// https://pkg.go.dev/golang.org/x/tools/txtar
func CompareIn(t testing.TB, path, part, got string) {
	t.Helper()
	use(path)
	if got != "" {
		used.Store(partOf(path, part), true)
	}
	writing.Lock()
	defer writing.Unlock()
	content, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	archive := txtar.Parse(content)
	i, found := slices.BinarySearchFunc(archive.Files, part, func(f txtar.File, name string) int { return strings.Compare(f.Name, name) })
	want := ""
	if found {
		want = string(archive.Files[i].Data)
	}
	switch {
	case want == got:
	case !Updating(t):
		t.Errorf("%s of %s differs; run the test with %s=1 and read the diff\n%s", part, path, variable, firstDifference(want, got))
	default:
		if found {
			archive.Files = slices.Delete(archive.Files, i, i+1)
		}
		if got != "" {
			archive.Files = slices.Insert(archive.Files, i, txtar.File{Name: part, Data: []byte(got)})
		}
		update(t, path, string(bytes.TrimLeft(txtar.Format(archive), "\n")))
	}
}

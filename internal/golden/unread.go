package golden

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/txtar"
)

// noted are the files, and the parts of archives, that something was compared
// with or read from.
var noted sync.Map

func note(path string) {
	if whole, err := filepath.Abs(path); err == nil {
		noted.Store(filepath.ToSlash(whole), true)
	}
}

// Unread returns the files of a folder, and the parts of its archives, that
// nothing was compared with since the tests began: a package's TestMain asks
// after a run of all of them. What tests read in other ways is named in beside,
// by folder.
func Unread(folder string, beside ...string) ([]string, error) {
	var unread []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if err == nil && slices.Contains(beside, entry.Name()) {
				return fs.SkipDir
			}
			return err
		}
		parts := []string{path}
		if filepath.Ext(path) == ".txtar" {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, part := range txtar.Parse(content).Files {
				parts = append(parts, path+"#"+part.Name)
			}
		}
		for _, part := range parts {
			whole, err := filepath.Abs(part)
			if err != nil {
				return err
			}
			if _, ok := noted.Load(filepath.ToSlash(whole)); !ok {
				unread = append(unread, strings.TrimPrefix(filepath.ToSlash(part), "./"))
			}
		}
		return nil
	})
	return unread, err
}

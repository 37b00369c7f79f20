package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// folder takes files, all of them or none: they are written beside those that
// are there, and take their places at the end.
type folder struct {
	path      string
	temporary string
	names     []string
}

func newFolder(path string) (*folder, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	temporary, err := os.MkdirTemp(path, ".unfinished-")
	return &folder{path: path, temporary: temporary}, err
}

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

func (f *folder) write(name, text string) error {
	if entry, err := os.Lstat(f.file(name)); err == nil && entry.IsDir() {
		return fmt.Errorf("%s is a folder", f.file(name))
	}
	f.names = append(f.names, name)
	return os.WriteFile(filepath.Join(f.temporary, name), []byte(text), 0o644)
}

func (f *folder) keep() error {
	for _, name := range f.names {
		if err := os.Rename(filepath.Join(f.temporary, name), f.file(name)); err != nil {
			return err
		}
	}
	return nil
}

func (f *folder) close() { os.RemoveAll(f.temporary) }

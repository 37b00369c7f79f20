package main

import (
	"errors"
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
	file, err := os.OpenFile(filepath.Join(f.temporary, name), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text) // without the copy that os.WriteFile would need
	return errors.Join(err, file.Close())
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

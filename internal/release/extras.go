package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

// texts go into every archive beside the binary.
var texts = []string{"LICENSE", "README.md", "CHANGELOG.md"}

// scripts are the names that shells look for completion by.
var scripts = []struct{ shell, name string }{
	{"bash", "cipublisher.bash"}, {"zsh", "_cipublisher"}, {"fish", "cipublisher.fish"}, {"powershell", "cipublisher.ps1"},
}

// extras returns what goes into every archive beside the binary: texts, the
// pages of the manual, and the scripts for completion, which the binary writes.
func extras(modified time.Time) ([]file, error) {
	folder, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	var all []file
	for _, name := range texts {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, file{name, 0o644, content})
	}
	binary, pages := filepath.Join(folder, "cipublisher.exe"), filepath.Join(folder, "man1")
	if _, err := run("go", "build", "-o", binary, "./cmd/cipublisher"); err != nil {
		return nil, err
	}
	command := exec.Command(binary, "man", "--out", pages)
	command.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(modified.Unix(), 10))
	if out, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the manual: %w\n%s", err, out)
	}
	entries, err := os.ReadDir(pages)
	if err != nil {
		return nil, err
	}
	for _, page := range entries {
		content, err := os.ReadFile(filepath.Join(pages, page.Name()))
		if err != nil {
			return nil, err
		}
		all = append(all, file{"man1/" + page.Name(), 0o644, content})
	}
	for _, s := range scripts {
		content, err := run(binary, "completion", s.shell)
		if err != nil {
			return nil, err
		}
		all = append(all, file{"completion/" + s.name, 0o644, content})
	}
	return all, nil
}

// run returns what a program writes to stdout.
func run(name string, args ...string) ([]byte, error) {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return nil, fmt.Errorf("%s %v: %w", filepath.Base(name), args, err)
	}
	return out, nil
}

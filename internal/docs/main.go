// Command docs writes the generated parts of the documentation: the picture of
// what a publisher is, and the tables of props, permissions and commands. They
// stand between comments, "generated: NAME" and "end", in the README and below
// docs/.
//
//	go generate ./...
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// write brings every page up to date. It runs at the root of the module.
func write() error {
	pages, err := pagesBelow(".")
	if err != nil {
		return err
	}
	var all []error
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			return err
		}
		current, err := regenerate(string(content))
		if err != nil {
			all = append(all, fmt.Errorf("%s: %w", page, err))
			continue
		}
		if current != string(content) {
			all = append(all, os.WriteFile(page, []byte(current), 0o644))
		}
	}
	return errors.Join(all...)
}

// pagesBelow returns the documentation's pages: all of docs/ and what stands at
// the root.
func pagesBelow(root string) ([]string, error) {
	atRoot, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		return nil, err
	}
	below, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	return append(atRoot, below...), err
}

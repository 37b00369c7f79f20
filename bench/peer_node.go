package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// installNodePackages installs what the peer in JavaScript needs, exactly as
// locked, unless that is there already.
func installNodePackages(r *runner) error {
	folder := r.nodeFolder()
	lock, err := os.Stat(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		return err
	}
	installed, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json"))
	if err == nil && !installed.ModTime().Before(lock.ModTime()) {
		return nil
	}
	fmt.Fprintln(r.progress, "installing the packages of bench/typescript with npm ci")
	command := exec.Command("npm", "ci", "--no-audit", "--no-fund")
	command.Dir, command.Stdout, command.Stderr = folder, r.progress, r.progress
	if err := command.Run(); err != nil {
		return fmt.Errorf("npm ci: %w", err)
	}
	return nil
}

func nodeCommand(r *runner, publishers int, folder string) (*exec.Cmd, error) {
	command := exec.Command("node", "app.mjs", strconv.Itoa(publishers), folder)
	command.Dir = r.nodeFolder()
	return command, nil
}

func (r *runner) nodeFolder() string { return filepath.Join(r.module, "bench", "typescript") }

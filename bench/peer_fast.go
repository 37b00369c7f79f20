package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// fastPeer is the peer cipublisher as docs/faster-synthesis.md says to run it:
// on Node 24, which keeps the code that it has compiled.
var fastPeer = peer{name: "cipublisher-fast", prepare: installNode, command: fastCommand, kernel: true}

// fastNode is the Node of the fast peer. npm carries the programs of every
// version, each platform's as a package of its own.
const fastNode = "24.22.3"

func installNode(r *runner) error {
	name := "node-" + strings.NewReplacer("windows", "win", "amd64", "x64").Replace(runtime.GOOS+"-"+runtime.GOARCH)
	npm := exec.Command("npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", filepath.Join(r.work, "node"), name+"@"+fastNode)
	if output, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm has no Node %s for this platform: %w\n%s", fastNode, err, output)
	}
	if err := os.Rename(filepath.Join(r.work, "node", "node_modules", name), filepath.Join(r.work, "fast-node")); err != nil {
		return err
	}
	// What Node compiles is kept from the first run on, which is not measured.
	folder, err := os.MkdirTemp(r.work, "")
	if err != nil {
		return err
	}
	first, err := r.command(peer{command: fastCommand}, 1, folder)
	if err != nil {
		return err
	}
	if output, err := first.CombinedOutput(); err != nil {
		return fmt.Errorf("the first run: %w\n%s", err, output)
	}
	return nil
}

func fastCommand(r *runner, publishers int, folder string) (*exec.Cmd, error) {
	command, err := goPeer("cipublisher").command(r, publishers, folder)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(r.work, "fast-node", "bin") + string(os.PathListSeparator) + os.Getenv("PATH")
	command.Env = append(command.Env, "PATH="+path, "NODE_COMPILE_CACHE="+filepath.Join(r.work, "compiled"))
	return command, nil
}

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// wasm builds the core for the browser. It is served compressed, and the page
// unpacks it with assets/fzstd, so that it is small whatever the server does: with
// Zstandard, which makes it an eighth smaller than gzip does.
func (s *site) wasm() error {
	runtime, err := command("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	support, err := os.ReadFile(filepath.Join(strings.TrimSpace(runtime), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := s.writeFile("assets/wasm_exec.js", support); err != nil {
		return err
	}
	file := filepath.Join(s.out, "core.wasm")
	defer os.Remove(file)
	// Without symbols; and without inlining, which makes the compressed file a
	// ninth larger and no answer faster that a person would notice.
	if _, err := command("go", "build", "-trimpath", "-ldflags=-s -w", "-gcflags=all=-l", "-o", file, "./playground/wasm"); err != nil {
		return err
	}
	core, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	packed, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20))
	if err != nil {
		return err
	}
	return s.writeFile("assets/core.wasm.zst", packed.EncodeAll(core, nil))
}

// command runs a command in the module of the site, for the browser.
func command(name string, arguments ...string) (string, error) {
	c := exec.Command(name, arguments...)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := c.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		err = fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err, exit.Stderr)
	}
	return string(out), err
}

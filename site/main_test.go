package main

import (
	"fmt"
	"os"
	"testing"
)

// built is the site that the tests look at.
var built string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "site-")
	if err == nil {
		defer os.RemoveAll(folder)
		built, err = folder, build("..", folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the site can't be built:", err)
		return 1
	}
	code := m.Run()
	if running.stop != nil {
		running.stop()
	}
	return code
}

// Command release builds what a release of the command line consists of: an
// archive for each platform, with the manual and the scripts for completion, a
// bill of materials beside each, checksums of all of them, and the release notes.
//
//	go run ./internal/release -version v1.2.3 -out dist
//
// The same commit and the same Go version give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	version := flag.String("version", "", "version to release, such as v1.2.3; it must have a section in CHANGELOG.md")
	out := flag.String("out", "dist", "folder to write to")
	only := flag.String("only", "", "one platform, such as linux/amd64; without it, all")
	dry := flag.Bool("dry-run", false, "build and keep nothing")
	flag.Parse()
	build := func() error { return makeRelease(*version, *out, chosen(*only)) }
	if *dry {
		build = func() error { return dryRun(chosen(*only)) }
	}
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// chosen is the platform of that name, or all of them.
func chosen(only string) []platform {
	if only == "" {
		return platforms
	}
	goos, goarch, _ := strings.Cut(only, "/")
	return []platform{{goos, goarch}}
}

// makeRelease builds a version that the changelog has.
func makeRelease(version, out string, chosen []platform) error {
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return fmt.Errorf("%w; run it at the root of the repository", err)
	}
	notes, err := notesOf(string(changelog), version)
	if err != nil {
		return err
	}
	r, err := newRelease(version, out)
	if err != nil {
		return err
	}
	if err := r.buildAll(chosen); err != nil {
		return err
	}
	return r.finish(notes)
}

// dryRun builds a version that no changelog knows, for nobody.
func dryRun(chosen []platform) error {
	out, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(out)
	r, err := newRelease("v0.0.0-dry-run", out)
	if err != nil {
		return err
	}
	if err := r.buildAll(chosen); err != nil {
		return err
	}
	return r.finish("")
}

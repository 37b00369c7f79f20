// Command release prints what the changelog says of a version: the notes of its
// release. The rest of a release is GoReleaser's, see .goreleaser.yaml.
//
//	go run ./internal/release v1.2.3
package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("name one version to release, such as v1.2.3")
	}
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return fmt.Errorf("%w; run it at the root of the repository", err)
	}
	notes, err := notesOf(string(changelog), args[0])
	fmt.Print(notes)
	return err
}

// semver is what a release may be called.
//
// https://semver.org/#is-v123-a-semantic-version
var semver = regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)

// relative is a link to a file of the repository.
var relative = regexp.MustCompile(`\]\(([^):]+)\)`)

// notesOf returns the section of the changelog about a version. Links to files
// lead to those of the version, since the page of a release is elsewhere.
func notesOf(changelog, version string) (string, error) {
	if !semver.MatchString(version) {
		return "", fmt.Errorf("%q is no semantic version; write one such as v1.2.3", version)
	}
	heading := "## [" + strings.TrimPrefix(version, "v") + "]"
	_, after, found := strings.Cut("\n"+changelog, "\n"+heading)
	if !found {
		return "", fmt.Errorf("CHANGELOG.md has no section %q; give what is under Unreleased this heading and a date", heading)
	}
	_, section, _ := strings.Cut(after, "\n") // the date
	section, _, _ = strings.Cut(section, "\n## ")
	section, _, _ = strings.Cut(section, "\n[") // where links are defined
	if strings.TrimSpace(section) == "" {
		return "", fmt.Errorf("the section %q of CHANGELOG.md is empty", heading)
	}
	section = relative.ReplaceAllString(section, "](https://github.com/cipublisher/cipublisher/blob/"+version+"/$1)")
	return strings.TrimSpace(section) + "\n", nil
}

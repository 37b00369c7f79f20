package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// platform is one that binaries are built for.
type platform struct{ os, arch string }

var platforms = []platform{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

// semver is what a release may be called.
//
// https://semver.org/#is-v123-a-semantic-version
var semver = regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$`)

// notesOf returns the section of the changelog about a version.
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
	if strings.TrimSpace(section) == "" {
		return "", fmt.Errorf("the section %q of CHANGELOG.md is empty", heading)
	}
	return strings.TrimSpace(section) + "\n", nil
}

// release is a release in the making.
type release struct {
	version, out string
	// modified is the time of everything in the archives: the commit's.
	modified time.Time
	// extras stand beside the binary in every archive.
	extras []file
	// files that were made, by name.
	files []string
}

func newRelease(version, out string) (*release, error) {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	modified, err := sourceDate()
	if err != nil {
		return nil, err
	}
	beside, err := extras(modified)
	return &release{version: version, out: out, modified: modified, extras: beside}, err
}

// sourceDate is when the source was last changed: SOURCE_DATE_EPOCH, else the
// time of the commit.
//
// https://reproducible-builds.org/docs/source-date-epoch/
func sourceDate() (time.Time, error) {
	seconds := os.Getenv("SOURCE_DATE_EPOCH")
	if seconds == "" {
		out, err := exec.Command("git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, fmt.Errorf("the time of the commit: %w", err)
		}
		seconds = strings.TrimSpace(string(out))
	}
	at, err := strconv.ParseInt(seconds, 10, 64)
	return time.Unix(at, 0).UTC(), err
}

func (r *release) buildAll(chosen []platform) error {
	for _, p := range chosen {
		if err := r.build(p); err != nil {
			return fmt.Errorf("%s/%s: %w", p.os, p.arch, err)
		}
	}
	return nil
}

// build makes the archive of a platform and its bill of materials.
func (r *release) build(p platform) error {
	binary := "cipublisher"
	if p.os == "windows" {
		binary += ".exe"
	}
	folder, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, binary)
	command := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w -buildid= -X main.version="+r.version, "-o", path, "./cmd/cipublisher")
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	name := strings.Join([]string{"cipublisher", strings.TrimPrefix(r.version, "v"), p.os, p.arch}, "_")
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	files := append([]file{{binary, 0o755, content}}, r.extras...)
	pack, extension := tarball, ".tar.gz"
	if p.os == "windows" {
		pack, extension = zipFile, ".zip"
	}
	archive, err := pack(files, r.modified)
	if err != nil {
		return err
	}
	if err := r.write(name+extension, archive); err != nil {
		return err
	}
	bill, err := billOf(path, r.version, archive)
	if err != nil {
		return err
	}
	return r.write(name+".cdx.json", bill)
}

func (r *release) write(name string, content []byte) error {
	r.files = append(r.files, name)
	return os.WriteFile(filepath.Join(r.out, name), content, 0o644)
}

// finish writes the checksums of everything, as sha256sum reads them, and the
// release notes.
func (r *release) finish(notes string) error {
	slices.Sort(r.files)
	var sums strings.Builder
	for _, name := range r.files {
		content, err := os.ReadFile(filepath.Join(r.out, name))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		fmt.Fprintf(&sums, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	if err := os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(sums.String()), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(r.out, "NOTES.md"), []byte(notes), 0o644)
}

// file is one file of an archive.
type file struct {
	name    string
	mode    os.FileMode
	content []byte
}

func tarball(files []file, modified time.Time) ([]byte, error) {
	var b bytes.Buffer
	zipper := gzip.NewWriter(&b)
	archive := tar.NewWriter(zipper)
	for _, f := range files {
		header := &tar.Header{Name: f.name, Mode: int64(f.mode), Size: int64(len(f.content)), ModTime: modified, Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	if err := zipper.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func zipFile(files []file, modified time.Time) ([]byte, error) {
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: modified}
		header.SetMode(f.mode)
		w, err := archive.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

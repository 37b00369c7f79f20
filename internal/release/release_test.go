package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const changelog = `# Changelog

## [Unreleased]

## [1.1.0] - 2026-12-01

### Added

- A thing.

## [1.0.0] - 2026-11-22

- The first.
`

func TestNotes(t *testing.T) {
	notes, err := notesOf(changelog, "v1.1.0")
	require.NoError(t, err)
	assert.Equal(t, "### Added\n\n- A thing.\n", notes)
	notes, err = notesOf(changelog, "v1.0.0")
	require.NoError(t, err)
	assert.Equal(t, "- The first.\n", notes)
	for version, problem := range map[string]string{
		"":                        "is no semantic version",
		"1.1.0":                   "is no semantic version",
		"v1.1":                    "is no semantic version",
		"v01.1.0":                 "is no semantic version",
		"v1.1.0 -X main.version=": "is no semantic version",
		"v1.2.0":                  `no section "## [1.2.0]"`,
	} {
		_, err := notesOf(changelog, version)
		assert.ErrorContains(t, err, problem, version)
	}
	_, err = notesOf("## [1.0.0]\n\n## [0.9.0]\n- x", "v1.0.0")
	assert.ErrorContains(t, err, "is empty")
}

// One platform, built twice: complete, runnable and reproducible. CI builds
// one of each other system.
func TestRelease(t *testing.T) {
	t.Chdir("../..")
	t.Setenv("SOURCE_DATE_EPOCH", "1795312800")
	here := platform{runtime.GOOS, runtime.GOARCH}
	require.Contains(t, platforms, here)
	build := func() (string, *release) {
		out := t.TempDir()
		r, err := newRelease("v1.2.3", out)
		require.NoError(t, err)
		require.NoError(t, r.build(here))
		require.NoError(t, r.finish("notes\n"))
		return out, r
	}
	out, r := build()
	again, _ := build()
	assert.Equal(t, read(t, out, "SHA256SUMS"), read(t, again, "SHA256SUMS"))
	require.Len(t, r.files, 2)
	assert.Contains(t, read(t, out, "SHA256SUMS"), "  "+r.files[0]+"\n")
	assert.Equal(t, "notes\n", read(t, out, "NOTES.md"))

	archive, bill := r.files[1], r.files[0]
	if strings.HasSuffix(archive, ".json") {
		archive, bill = bill, archive
	}
	var parsed struct {
		BomFormat string
		Metadata  struct {
			Component struct{ Name, Version string }
		}
		Components []struct{ Name string }
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, out, bill)), &parsed))
	assert.Equal(t, "CycloneDX", parsed.BomFormat)
	assert.Equal(t, "v1.2.3", parsed.Metadata.Component.Version)
	assert.Equal(t, "std", parsed.Components[0].Name)

	packed := unpacked(t, archive, read(t, out, archive))
	binary := filepath.Join(t.TempDir(), "cipublisher.exe")
	require.NoError(t, os.WriteFile(binary, packed[0].content, 0o755))
	assert.Equal(t, r.extras, packed[1:])
	version, err := exec.Command(binary, "version").Output()
	require.NoError(t, err)
	assert.Contains(t, string(version), "cipublisher v1.2.3\n")
}

func TestArchives(t *testing.T) {
	files := []file{{"cipublisher", 0o755, []byte("binary")}, {"LICENSE", 0o644, []byte("text")}}
	modified := time.Date(2026, 11, 22, 1, 2, 4, 0, time.UTC)
	tarred, err := tarball(files, modified)
	require.NoError(t, err)
	assert.Equal(t, files, unpacked(t, "a.tar.gz", string(tarred)))
	zipped, err := zipFile(files, modified)
	require.NoError(t, err)
	assert.Equal(t, files, unpacked(t, "a.zip", string(zipped)))
}

func read(t *testing.T, folder, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, name))
	require.NoError(t, err)
	return string(content)
}

// unpacked returns the files of an archive.
func unpacked(t *testing.T, name, content string) (files []file) {
	t.Helper()
	if strings.HasSuffix(name, ".zip") {
		archive, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
		require.NoError(t, err)
		for _, f := range archive.File {
			r, err := f.Open()
			require.NoError(t, err)
			inside, err := io.ReadAll(r)
			require.NoError(t, err)
			files = append(files, file{f.Name, f.Mode(), inside})
		}
		return files
	}
	unzipped, err := gzip.NewReader(bytes.NewReader([]byte(content)))
	require.NoError(t, err)
	archive := tar.NewReader(unzipped)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		inside, err := io.ReadAll(archive)
		require.NoError(t, err)
		files = append(files, file{header.Name, header.FileInfo().Mode(), inside})
	}
}

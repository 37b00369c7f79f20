package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const changelog = `# Changelog

## [Unreleased]

## [1.1.0] - 2026-12-01

### Added

- A thing.

## [1.0.0] - 2026-11-22

- The first: [permissions](docs/permissions.md#s3), [rules](https://semver.org).

[1.0.0]: https://example.com
`

func TestNotes(t *testing.T) {
	notes, err := notesOf(changelog, "v1.1.0")
	require.NoError(t, err)
	assert.Equal(t, "### Added\n\n- A thing.\n", notes)
	notes, err = notesOf(changelog, "v1.0.0")
	require.NoError(t, err)
	assert.Equal(t, "- The first: [permissions](https://github.com/cipublisher/cipublisher/blob/v1.0.0/docs/permissions.md#s3), [rules](https://semver.org).\n", notes,
		"a page of releases is no file of the repository")
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

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// There is a page for each command and each first word of two, every page has
// every flag of its command, and pages of one date are always the same.
func TestMan(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1790000000")
	folder := filepath.Join(t.TempDir(), "new", "man1")
	got := cipublisher("man", "--out", folder)
	require.Equal(t, exitOK, got.status, got.stderr)
	want := []string{"cipublisher", "cipublisher-check", "cipublisher-completion"}
	for _, c := range commands {
		if c.group != "" {
			want = append(want, "cipublisher-"+strings.ReplaceAll(c.name, " ", "-"))
		}
	}
	var pages []string
	for _, path := range strings.Fields(got.stdout) {
		pages = append(pages, strings.TrimSuffix(filepath.Base(path), ".1"))
	}
	assert.ElementsMatch(t, want, pages)
	for _, c := range commands {
		if c.group == "" {
			continue
		}
		path := filepath.Join(folder, "cipublisher-"+strings.ReplaceAll(c.name, " ", "-")+".1")
		page := strings.ReplaceAll(mustRead(t, path), `\-`, "-")
		assert.Contains(t, page, c.summary)
		assert.NotContains(t, page, "{S3", "options are shown by their flags")
		flags, _ := c.flagSet()
		for _, f := range flags.flags {
			assert.Contains(t, page, "--"+f.name, "%s --%s", c.name, f.name)
		}
		before := page
		require.Equal(t, exitOK, cipublisher("man", "--out", folder).status)
		assert.Equal(t, before, strings.ReplaceAll(mustRead(t, path), `\-`, "-"))
	}
}

func TestManRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	assert.Contains(t, cipublisher("man", "--out", file).stderr, `can't be written to`)
	assert.Equal(t, result{"", refusal("man", `--out is missing; write --out FOLDER`), exitBadInput}, cipublisher("man"))
}

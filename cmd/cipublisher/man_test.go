package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/internal/terminal"
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
		before := mustRead(t, path)
		page := strings.NewReplacer(`\-`, "-", `\fR`, "", `\fB`, "", `\(aq`, "'").Replace(before)
		assert.Contains(t, page, c.summary)
		assert.NotContains(t, page, "{S3", "options are shown by their flags")
		flags, _ := c.flagSet()
		for _, f := range flags.flags {
			name := "\n--" + f.name
			if f.letter != "" {
				name += ", -" + f.letter
			}
			assert.True(t, strings.Contains(page, name+f.form()+"\n"), "%s %s", c.name, name)
		}
		require.Equal(t, exitOK, cipublisher("man", "--out", folder).status)
		assert.Equal(t, before, mustRead(t, path))
	}
}

// What reads manual pages says nothing against these, and shows them at 80
// columns. A line to type may be longer than a paragraph's.
func TestManPagesAreRead(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("there is no groff on this machine: the pages are not set")
	}
	folder := t.TempDir()
	require.Equal(t, exitOK, cipublisher("man", "--out", folder).status)
	pages, err := filepath.Glob(filepath.Join(folder, "*.1"))
	require.NoError(t, err)
	for _, page := range pages {
		var out, complaints bytes.Buffer
		command := exec.Command(groff, "-man", "-ww", "-Tascii", "-P-cbou", "-rLL=80n", page)
		command.Stdout, command.Stderr = &out, &complaints
		require.NoError(t, command.Run(), "%s", complaints.String())
		assert.Empty(t, complaints.String())
		for line := range strings.Lines(out.String()) {
			assert.LessOrEqual(t, len(strings.TrimRight(line, "\n")), terminal.Width, "%s: %s", filepath.Base(page), line)
		}
		if filepath.Base(page) == "cipublisher-explain.1" { // what roff could take for its own stays
			assert.Regexp(t, `OWNER/\*`, out.String())
			assert.Contains(t, out.String(), "    --s3-bucket my-company-dist --repo my-company/app --environment release\n")
		}
	}
}

func TestManRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	assert.Contains(t, cipublisher("man", "--out", file).stderr, `can't be written to`)
	t.Setenv("SOURCE_DATE_EPOCH", "today")
	assert.Equal(t, result{"", refusal("man", `SOURCE_DATE_EPOCH "today" is not a time; set it to a number of seconds since 1970, or not at all`), exitBadInput}, cipublisher("man", "--out", t.TempDir()))
	t.Setenv("SOURCE_DATE_EPOCH", "")
	assert.Equal(t, result{"", refusal("man", `--out is missing; write --out FOLDER`), exitBadInput}, cipublisher("man"))
}

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every page of the documentation is on the site: the README lists them all.
func TestEveryPageIsListed(t *testing.T) {
	groups, err := contents("..")
	require.NoError(t, err)
	listed := map[string]int{}
	for _, g := range groups {
		for _, p := range g.Pages {
			listed[p.Source]++
		}
	}
	pages, err := filepath.Glob("../docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, pages)
	for _, file := range append(pages, "../README.md", "../SECURITY.md", "../CONTRIBUTING.md", "../CHANGELOG.md") {
		source, _ := filepath.Rel("..", file)
		assert.Equal(t, 1, listed[filepath.ToSlash(source)], "the README's list of pages has %s so often", source)
	}
}

func TestContents(t *testing.T) {
	root := t.TempDir()
	write := func(text string) {
		require.NoError(t, os.WriteFile(filepath.Join(root, "README.md"), []byte(text), 0o600))
	}
	write("# X\n[a page](docs/other.md)\n\n## Pages\n\n| To | Page |\n|---|---|\n| start | [first](docs/first.md), [Second](docs/SECOND.md#part) |\n| prove | [proof](conf/README.md) |\n\n[Security](SECURITY.md) · MIT\n")
	got, err := contents(root)
	require.NoError(t, err)
	assert.Equal(t, []group{
		{"Start", []page{{"Overview", "README.md", "index.html"}, {"First", "docs/first.md", "docs/first.html"}}},
		{"Prove", []page{{"Proof", "conf/README.md", "conf/index.html"}}},
		{"Project", []page{{"Security", "SECURITY.md", "security.html"}}},
	}, got)
	write("# X\n")
	_, err = contents(root)
	assert.ErrorContains(t, err, "no heading")
	write("# X\n\n## Pages\n")
	_, err = contents(root)
	assert.ErrorContains(t, err, "lists no pages")
}

func TestTarget(t *testing.T) {
	s := &site{root: "..", groups: []group{{"", []page{{"", "README.md", "index.html"}, {"", "docs/trust.md", "docs/trust.html"}, {"", "docs/names.md", "docs/names.html"}}}}}
	trust := s.groups[0].Pages[1]
	for link, want := range map[string]string{
		"names.md#stacks":         "../docs/names.html#stacks",
		"../README.md":            "../index.html",
		"#here":                   "#here",
		"https://example.com/a":   "https://example.com/a",
		"../trust/options.go#L10": repository + "/blob/main/trust/options.go#L10",
		"../conformance":          repository + "/tree/main/conformance",
	} {
		assert.Equal(t, want, s.target(trust, link), link)
	}
}

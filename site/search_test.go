package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEntries(t *testing.T) {
	source := "# Title\n\nIntro *text*.\n\n## Part `one`\n\n- item\n\n| a | b |\n|---|---|\n| c | d |\n\n```sh\naws s3 ls\n```\n\n### Deeper\n\nend\n"
	got, err := render([]byte(source), page{Title: "Page", URL: "docs/page.html"}, func(_ page, link string) string { return link })
	require.NoError(t, err)
	assert.Equal(t, []entry{
		{"docs/page.html", "Page", "Title", "Intro text."},
		{"docs/page.html#part-one", "Page", "Part one", "item a b c d aws s3 ls"},
		{"docs/page.html#deeper", "Page", "Deeper", "end"},
	}, got.entries)
}

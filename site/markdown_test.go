package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRender(t *testing.T) {
	same := func(_ page, link string) string { return "to/" + link }
	for source, want := range map[string]string{
		"## A `code` heading: it's (so)\n":                  `<h2 id="a-code-heading-its-so">A <code>code</code> heading: it's (so)</h2>`,
		"## Twice\n\n## Twice\n":                            `<h2 id="twice-1">`,
		"see https://example.com/a.\n":                      `<a href="https://example.com/a">https://example.com/a</a>.`,
		"github.com/peak/s5cmd/v2@v2.3.0 x\n":               `<p>github.com/peak/s5cmd/v2@v2.3.0 x</p>`,
		"[x](y.md)\n":                                       `<a href="to/y.md">x</a>`,
		"| a |\n|--:|\n| b |\n":                             `<td align="right">b</td>`,
		"|a|\n|-|\n|b|\n":                                   `tabindex="0" role="region" aria-label="Table"><table>`,
		"<b onclick=x>y</b>\n":                              `<p>y</p>`,
		"<!-- generated -->\n\nx\n":                         `<p>x</p>`,
		"![CI](https://example.com/x.svg)\n":                `<p>CI</p>`,
		"```sh\na <b>\n```\n":                               `<pre tabindex="0"><code class="language-sh">a &lt;b&gt;`,
		"```mermaid\nflowchart LR\n  a[\"x\"] --> b\n```\n": `<div class="diagram wide"`,
	} {
		got, err := render([]byte(source), page{Source: "x.md", URL: "x.html"}, same)
		require.NoError(t, err)
		assert.Contains(t, strings.ReplaceAll(got.html, "&#39;", "'"), want, source)
		assert.NotContains(t, got.html, "onclick")
		assert.NotContains(t, got.html, "<!--")
	}
	_, err := render([]byte("```mermaid\npie\n```\n"), page{}, same)
	assert.ErrorContains(t, err, "flowchart LR")
}

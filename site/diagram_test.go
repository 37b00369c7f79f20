package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDotOf(t *testing.T) {
	for text, want := range map[string]string{
		`a["x<br>y"] -- "goes" --> b`:           "a [label=\"x\\ny\"];\nb;\na -> b [label=\"goes\"];\n",
		`a --> b[("store")]`:                    "a;\nb [label=\"store\", shape=cylinder, style=\"\"];\na -> b [label=\"\"];\n",
		`a -. "maybe" .-> b`:                    "a;\nb;\na -> b [label=\"maybe\", style=dashed];\n",
		`a -.-> b`:                              "a;\nb;\na -> b [label=\"\", style=dashed];\n",
		`a["#quot;q#quot;\"]`:                   "a [label=\"\\\"q\\\"\\\\\"];\n",
		"subgraph one[\"account 1\"]\n  a\nend": "subgraph cluster_one { label=\"account 1\"; style=dashed;\na;\n}\n",
	} {
		got, err := dotOf("flowchart LR\n" + text + "\n")
		require.NoError(t, err)
		assert.Contains(t, got, want)
	}
}

func TestDotOfRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"graph TD\na --> b":                        `begins with "graph TD"`,
		"flowchart LR\n  a ==> b":                  "line 2 of a diagram can't be drawn",
		"flowchart LR\n  subgraph one[\"x\"]\n  a": "a frame of a diagram has no end",
		"flowchart LR\nend":                        "",
	} {
		_, err := dotOf(text)
		if want == "" { // a node of that name
			continue
		}
		assert.ErrorContains(t, err, want)
	}
}

func TestDraw(t *testing.T) {
	svg, err := draw("flowchart LR\n  subgraph one[\"account\"]\n    a[\"<script>\"] -- \"s3:PutObject\" --> b[(\"bucket\")]\n  end\n")
	require.NoError(t, err)
	assert.Regexp(t, `^<svg[^>]*viewBox=`, svg)
	assert.Contains(t, svg, "&lt;script&gt;")
	assert.Contains(t, svg, "s3:PutObject")
	assert.NotContains(t, svg, "<title>")
	assert.NotContains(t, svg, "style=")
}

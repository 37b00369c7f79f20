package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/goccy/go-graphviz"
)

// The pages draw diagrams in the small part of Mermaid that this file reads,
// which GitHub shows too: boxes, stores, arrows with a text, and frames.
var (
	ident    = `([A-Za-z][A-Za-z0-9_]*)`
	shape    = `(\["[^"]*"\]|\[\("[^"]*"\)\])?`
	nodeLine = regexp.MustCompile(`^` + ident + shape + `$`)
	edgeLine = regexp.MustCompile(`^` + ident + shape + ` (?:(-->)|-- "([^"]*)" -->|(-\.->)|-\. "([^"]*)" \.->) ` + ident + shape + `$`)
	frame    = regexp.MustCompile(`^subgraph ` + ident + `\["([^"]*)"\]$`)
)

// draw returns a diagram as SVG.
func draw(text string) (string, error) {
	dot, err := dotOf(text)
	if err != nil {
		return "", err
	}
	return layOut(dot)
}

// dotOf writes a diagram in the language of Graphviz.
func dotOf(text string) (string, error) {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if lines[0] != "flowchart LR" {
		return "", fmt.Errorf("a diagram begins with %q, and not with \"flowchart LR\"", lines[0])
	}
	var b strings.Builder
	// Every monospaced font is as wide as Courier, so that texts fit their boxes
	// whatever font a reader has.
	b.WriteString("digraph {\nrankdir=LR; bgcolor=transparent; nodesep=0.3; fontname=Courier; fontsize=12;\n" +
		"node [shape=box, style=rounded, fontname=Courier, fontsize=12]; edge [fontname=Courier, fontsize=12];\n")
	open := 0
	for i, line := range lines[1:] {
		line = strings.TrimSpace(line)
		switch edge, node, framed := edgeLine.FindStringSubmatch(line), nodeLine.FindStringSubmatch(line), frame.FindStringSubmatch(line); {
		case line == "end" && open > 0:
			open--
			b.WriteString("}\n")
		case framed != nil:
			open++
			fmt.Fprintf(&b, "subgraph cluster_%s { label=%s; style=dashed;\n", framed[1], label(framed[2]))
		case edge != nil:
			writeNode(&b, edge[1], edge[2])
			writeNode(&b, edge[7], edge[8])
			style := ""
			if edge[5] != "" || edge[6] != "" || strings.Contains(line, "-.") && edge[4] == "" && edge[3] == "" {
				style = ", style=dashed"
			}
			fmt.Fprintf(&b, "%s -> %s [label=%s%s];\n", edge[1], edge[7], label(edge[4]+edge[6]), style)
		case node != nil:
			writeNode(&b, node[1], node[2])
		default:
			return "", fmt.Errorf("line %d of a diagram can't be drawn: %s", i+2, line)
		}
	}
	if open > 0 {
		return "", fmt.Errorf("a frame of a diagram has no end")
	}
	b.WriteString("}\n")
	return b.String(), nil
}

// writeNode declares a node where its text is given.
func writeNode(b *strings.Builder, id, shape string) {
	switch {
	case strings.HasPrefix(shape, `[("`):
		fmt.Fprintf(b, "%s [label=%s, shape=cylinder, style=\"\"];\n", id, label(shape[3:len(shape)-3]))
	case shape != "":
		fmt.Fprintf(b, "%s [label=%s];\n", id, label(shape[2:len(shape)-2]))
	default:
		fmt.Fprintf(b, "%s;\n", id)
	}
}

// label writes a text of Mermaid as one of Graphviz.
func label(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "<br>", `\n`, "#quot;", `\"`).Replace(text)
	return `"` + text + `"`
}

// drawing is the one instance of Graphviz, which draws one diagram at a time.
var drawing = sync.OnceValues(func() (*graphviz.Graphviz, error) { return graphviz.New(context.Background()) })

var prolog = regexp.MustCompile(`(?s)^.*?<svg`)

// layOut returns a graph as SVG without a background, its prolog or titles, which
// browsers would show as the internal names of nodes.
func layOut(dot string) (string, error) {
	g, err := drawing()
	if err != nil {
		return "", err
	}
	graph, err := graphviz.ParseBytes([]byte(dot))
	if err != nil {
		return "", err
	}
	defer graph.Close()
	var b bytes.Buffer
	if err := g.Render(context.Background(), graph, graphviz.SVG, &b); err != nil {
		return "", err
	}
	svg := prolog.ReplaceAllString(b.String(), "<svg")
	svg = regexp.MustCompile(`(?s)<title>.*?</title>\n|<!--.*?-->\n`).ReplaceAllString(svg, "")
	return strings.TrimSpace(svg), nil
}

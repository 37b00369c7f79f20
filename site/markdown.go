package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// heading is a heading of a page.
type heading struct {
	Text, ID string
	Level    int
}

// rendered is a page of Markdown as HTML.
type rendered struct {
	html     string
	headings []heading
	entries  []entry
}

// anchors gives headings the names that GitHub gives them, which the links in
// the pages lead to.
type anchors struct{ seen map[string]int }

func (a *anchors) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(string(value))) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case isWord(r):
			b.WriteRune(r)
		}
	}
	name := b.String()
	a.seen[name]++
	if n := a.seen[name]; n > 1 {
		name = fmt.Sprintf("%s-%d", name, n-1)
	}
	return []byte(name)
}

func (a *anchors) Put([]byte) {}

// markdown is GitHub's, without raw HTML.
var markdown = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), // a style would need a looser policy
		// An @ is in the versions of modules and in subjects, not in addresses of mail.
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"https:"}), extension.WithLinkifyEmailRegexp(regexp.MustCompile(`^\b\B`))),
		extension.Strikethrough,
	),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(pictures{}, 100)), html.WithXHTML()),
)

// render renders a page. Links go where target says.
func render(source []byte, p page, target func(page, string) string) (rendered, error) {
	ids := &anchors{map[string]int{}}
	root := markdown.Parser().Parse(text.NewReader(source), parser.WithContext(parser.NewContext(parser.WithIDs(ids))))
	made := rendered{}
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			n.Destination = []byte(target(p, string(n.Destination)))
		case *ast.Heading:
			id, _ := n.AttributeString("id")
			made.headings = append(made.headings, heading{plain(n, source), string(id.([]byte)), n.Level})
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return made, err
	}
	made.entries = entries(root, source, p)
	var b bytes.Buffer
	err = markdown.Renderer().Render(&b, source, root)
	// Wide tables scroll by themselves, and a keyboard reaches them.
	made.html = strings.NewReplacer(
		"<table>", `<div class="wide" tabindex="0" role="region" aria-label="Table"><table>`, "</table>", "</table></div>",
		"<pre>", `<pre tabindex="0">`,
	).Replace(b.String())
	return made, err
}

// plain is the text of a node without its marks.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Segment.Value(source))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				b.Write(n.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// pictures renders what the site shows in another way than goldmark: diagrams
// as SVG, images of other hosts as their text, and no comments.
type pictures struct{}

func (pictures) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	plainCode := html.NewRenderer()
	fallback := map[ast.NodeKind]renderer.NodeRendererFunc{}
	plainCode.RegisterFuncs(registry(func(kind ast.NodeKind, f renderer.NodeRendererFunc) { fallback[kind] = f }))
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if string(n.(*ast.FencedCodeBlock).Language(source)) != "mermaid" {
			return fallback[ast.KindFencedCodeBlock](w, source, n, entering)
		}
		if entering {
			svg, err := draw(string(n.Lines().Value(source)))
			if err != nil {
				return ast.WalkStop, err
			}
			fmt.Fprintf(w, "<div class=\"diagram wide\" tabindex=\"0\" role=\"region\" aria-label=\"Diagram\">%s</div>\n", svg)
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindImage, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, err := w.Write(util.EscapeHTML([]byte(plain(n, source))))
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
	nothing := func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) { return ast.WalkSkipChildren, nil }
	r.Register(ast.KindHTMLBlock, nothing)
	r.Register(ast.KindRawHTML, nothing)
}

// registry collects renderers by the kind of node.
type registry func(ast.NodeKind, renderer.NodeRendererFunc)

func (r registry) Register(kind ast.NodeKind, f renderer.NodeRendererFunc) { r(kind, f) }

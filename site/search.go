package main

import (
	"encoding/json"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// entry is one section of a page, as the search knows it. The names are short
// because every reader who searches loads them all.
type entry struct {
	URL     string `json:"u"`
	Page    string `json:"p"`
	Heading string `json:"h"`
	Text    string `json:"t"`
}

// entries returns the sections of a page.
func entries(root ast.Node, source []byte, p page) []entry {
	all := []entry{{URL: p.URL, Page: p.Title}}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		last := &all[len(all)-1]
		if h, ok := n.(*ast.Heading); ok {
			id, _ := h.AttributeString("id")
			if h.Level == 1 {
				last.Heading = plain(h, source)
				continue
			}
			all = append(all, entry{URL: p.URL + "#" + string(id.([]byte)), Page: p.Title, Heading: plain(h, source)})
			continue
		}
		last.Text = strings.TrimSpace(last.Text + " " + words(n, source))
	}
	return all
}

// words is the text of a block, code included.
func words(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n.Kind() {
		case ast.KindFencedCodeBlock, ast.KindCodeBlock:
			b.Write(n.Lines().Value(source))
			b.WriteByte(' ')
		case ast.KindText:
			b.Write(n.(*ast.Text).Segment.Value(source))
			if n.(*ast.Text).SoftLineBreak() {
				b.WriteByte(' ')
			}
		case east.KindTableCell, ast.KindListItem, ast.KindParagraph:
			b.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// writeIndex writes what the search looks through.
func (s *site) writeIndex() error {
	content, err := json.Marshal(s.index)
	if err != nil {
		return err
	}
	return s.writeFile("search.json", content)
}

// isWord reports whether GitHub keeps a character of a heading in its anchor.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_' }

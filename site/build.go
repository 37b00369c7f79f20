package main

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// assets are styles and scripts, served as they are.
//
//go:embed assets
var assets embed.FS

//go:embed layout/*.html
var layouts embed.FS

// view is what the layout shows.
type view struct {
	Title string
	// Policy is the Content-Security-Policy of the page.
	Policy string
	// Root is the way from the page to the site's root: "" or "../".
	Root   string
	Groups []group
	Page   page
	Body   template.HTML
	// Headings are those of the second level, for the page's own contents.
	Headings []heading
}

// build writes the site of the repository at root into a folder, which it
// empties first.
func build(root, out string) error {
	groups, err := contents(root)
	if err != nil {
		return err
	}
	if err := clear(out); err != nil {
		return err
	}
	site := &site{root: root, out: out, groups: groups}
	for _, g := range groups {
		for _, p := range g.Pages {
			if err := site.document(p); err != nil {
				return fmt.Errorf("%s: %w", p.Source, err)
			}
		}
	}
	for _, step := range []func() error{site.playground, site.writeIndex, site.copyAssets, site.wasm} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// marker is a file of every site, by which a folder is known to be one.
const marker = ".nojekyll"

// clear empties a folder that an earlier run has written, and makes it. It
// refuses any other folder that holds something.
func clear(out string) error {
	entries, err := os.ReadDir(out)
	if err == nil && len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(out, marker)); err != nil {
			return fmt.Errorf("%s holds something else than a site; name another folder, or empty it", out)
		}
		if err := os.RemoveAll(out); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	// It also keeps GitHub Pages from running the files of a branch through Jekyll.
	return os.WriteFile(filepath.Join(out, marker), nil, 0o644)
}

// site is a site in the making.
type site struct {
	root, out string
	groups    []group
	index     []entry
}

// document writes a page of the documentation.
func (s *site) document(p page) error {
	source, err := os.ReadFile(filepath.Join(s.root, p.Source))
	if err != nil {
		return err
	}
	rendered, err := render(source, p, s.target)
	if err != nil {
		return err
	}
	s.index = append(s.index, rendered.entries...)
	return s.write("page.html", view{
		Title: p.Title, Policy: policyOf("'self'"), Page: p,
		Body: template.HTML(rendered.html), Headings: rendered.headings, // of our own Markdown, without raw HTML
	})
}

// playgroundPage is the page where the core runs.
var playgroundPage = page{Title: "Playground", URL: "playground.html"}

func (s *site) playground() error {
	return s.write("playground.html", view{Title: "Playground", Policy: policyOf("'self' 'wasm-unsafe-eval'"), Page: playgroundPage})
}

// policyOf returns the Content-Security-Policy of a page: nothing is loaded
// from, and nothing is sent to, anywhere but the site itself.
//
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
func policyOf(scripts string) string {
	return "default-src 'none'; script-src " + scripts + "; style-src 'self'; img-src 'self'; connect-src 'self'; " +
		"base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
}

// write writes a page with a layout.
func (s *site) write(layout string, v view) error {
	t, err := template.New("").ParseFS(layouts, "layout/base.html", "layout/"+layout)
	if err != nil {
		return err
	}
	v.Groups, v.Root = s.groups, strings.Repeat("../", strings.Count(v.Page.URL, "/"))
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "base.html", v); err != nil {
		return err
	}
	return s.writeFile(v.Page.URL, b.Bytes())
}

func (s *site) writeFile(name string, content []byte) error {
	file := filepath.Join(s.out, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}

func (s *site) copyAssets() error {
	return fs.WalkDir(assets, "assets", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := assets.ReadFile(name)
		if err != nil {
			return err
		}
		return s.writeFile(path.Join("assets", strings.TrimPrefix(name, "assets/")), content)
	})
}

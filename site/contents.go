package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// page is a page of the site.
type page struct {
	// Title as the README's link says it.
	Title string
	// Source is the Markdown file, from the root of the repository.
	Source string
	// URL of the page, from the root of the site.
	URL string
}

// group is pages about one thing.
type group struct {
	Title string
	Pages []page
}

// start is the heading of the README's list of pages.
const start = "\n## Pages\n"

var (
	row      = regexp.MustCompile(`(?m)^\| ([^|]+) \| (.+) \|$`)
	pageLink = regexp.MustCompile(`\[([^\]]+)\]\(([^)#]+\.md)\)`)
)

// contents returns the pages of the site as the README lists them: a row of its
// table of pages is a group, and every link in it a page; the README itself is the
// first. Links after the table are the last group.
func contents(root string) ([]group, error) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		return nil, err
	}
	_, list, found := strings.Cut(string(readme), start)
	if !found {
		return nil, fmt.Errorf("the README has no heading %q, below which it lists the pages", strings.TrimSpace(start))
	}
	var groups []group
	for _, match := range row.FindAllStringSubmatch(list, -1) {
		if pages := pagesIn(match[2]); len(pages) > 0 {
			groups = append(groups, group{capital(match[1]), pages})
		}
	}
	if pages := pagesIn(row.ReplaceAllString(list, "")); len(pages) > 0 {
		groups = append(groups, group{"Project", pages})
	}
	if len(groups) == 0 {
		return nil, fmt.Errorf("the README lists no pages below %q", strings.TrimSpace(start))
	}
	groups[0].Pages = append([]page{{"Overview", "README.md", "index.html"}}, groups[0].Pages...)
	return groups, nil
}

func pagesIn(text string) []page {
	var all []page
	for _, match := range pageLink.FindAllStringSubmatch(text, -1) {
		all = append(all, page{capital(match[1]), match[2], urlOf(match[2])})
	}
	return all
}

// capital begins a title with a capital letter.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// urlOf returns the URL of a Markdown file: a README is its folder's index.
func urlOf(source string) string {
	folder, name := path.Split(source)
	name = strings.TrimSuffix(name, ".md")
	if name == "README" {
		name = "index"
	}
	return folder + strings.ToLower(name) + ".html"
}

// target returns where a link of a page leads on the site: to another page, or,
// for other files of the repository, to GitHub.
func (s *site) target(from page, link string) string {
	if link == "" || strings.HasPrefix(link, "#") || strings.Contains(link, "://") {
		return link
	}
	file, fragment, _ := strings.Cut(link, "#")
	if fragment != "" {
		fragment = "#" + fragment
	}
	file = path.Join(path.Dir(from.Source), file)
	for _, g := range s.groups {
		for _, p := range g.Pages {
			if p.Source == file {
				return relative(from.URL, p.URL) + fragment
			}
		}
	}
	kind := "blob"
	if info, err := os.Stat(filepath.Join(s.root, filepath.FromSlash(file))); err == nil && info.IsDir() {
		kind = "tree"
	}
	return repository + "/" + kind + "/main/" + file + fragment
}

// repository is where the project's files can be read.
const repository = "https://github.com/cipublisher/cipublisher"

// relative returns the way from one page to another.
func relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + to
}

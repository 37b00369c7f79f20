package main

import (
	"compress/gzip"
	"html"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// files are those of the built site, by their paths.
func files(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(built, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(file)
		name, _ := filepath.Rel(built, file)
		all[filepath.ToSlash(name)] = string(content)
		return err
	}))
	return all
}

var (
	address = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	id      = regexp.MustCompile(` id="([^"]*)"`)
)

// Every link of every page leads to a page and a heading of the site, or is the
// address of another.
func TestLinks(t *testing.T) {
	all := files(t)
	ids := map[string][]string{}
	for name, content := range all {
		for _, match := range id.FindAllStringSubmatch(content, -1) {
			ids[name] = append(ids[name], html.UnescapeString(match[1]))
		}
	}
	count := 0
	for name, content := range all {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, match := range address.FindAllStringSubmatch(content, -1) {
			link := html.UnescapeString(match[1])
			if strings.HasPrefix(link, "https://") {
				continue
			}
			count++
			file, fragment, _ := strings.Cut(link, "#")
			target := name
			if file != "" {
				target = path.Join(path.Dir(name), file)
			}
			if assert.Contains(t, all, target, "%s links to %s", name, link) && fragment != "" {
				assert.Contains(t, ids[target], fragment, "%s links to %s", name, link)
			}
		}
	}
	assert.Greater(t, count, 500)
}

// Every page refuses to load from, and to send to, anywhere else; and has
// nothing that such a policy would have to allow.
func TestEveryPageHasAPolicy(t *testing.T) {
	for name, content := range files(t) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		assert.Contains(t, content, `http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; `, name)
		assert.Contains(t, content, `connect-src &#39;self&#39;;`, name)
		assert.NotContains(t, content, "unsafe-inline", name)
		assert.NotRegexp(t, `<script>|<style|\son[a-z]+="|\sstyle="|javascript:`, content, name)
		assert.Equal(t, name == playgroundPage.URL, strings.Contains(content, "wasm-unsafe-eval"), name)
	}
}

// Our scripts set text, and never HTML, and run no text.
func TestScriptsSetTextAlone(t *testing.T) {
	size := 0
	for name, content := range files(t) {
		if !strings.HasSuffix(name, ".js") || strings.Contains(name, "wasm_exec") || strings.Contains(name, "fzstd") {
			continue
		}
		size += len(content)
		assert.NotRegexp(t, `innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\("on|localStorage|sessionStorage|cookie`, content, name)
	}
	assert.Less(t, size, 40_000, "our own scripts, in bytes")
}

// maxFirstLoad is how much the first load of the playground may take, in bytes
// as they are sent: the core is compressed already, and servers compress the
// rest.
const maxFirstLoad = 2_000_000

func TestSizeOfTheFirstLoad(t *testing.T) {
	sum := 0
	for name, content := range files(t) {
		if name != playgroundPage.URL && !strings.HasPrefix(name, "assets/") {
			continue
		}
		size := len(content)
		if !strings.HasSuffix(name, ".zst") {
			size = compressed(t, content)
		}
		t.Logf("%8d %s", size, name)
		sum += size
	}
	t.Logf("%8d together", sum)
	assert.LessOrEqual(t, sum, maxFirstLoad)
	assert.Greater(t, sum, 1_000_000, "the core is missing")
}

func compressed(t *testing.T, content string) int {
	t.Helper()
	var b strings.Builder
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Len()
}

// A folder that holds something else is not emptied.
func TestBuildKeepsWhatItHasNotMade(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "thesis.txt")
	require.NoError(t, os.WriteFile(file, []byte("years of work"), 0o600))
	assert.ErrorContains(t, clear(folder), "holds something else than a site")
	assert.FileExists(t, file)

	made := filepath.Join(t.TempDir(), "site")
	require.NoError(t, clear(made))
	stale := filepath.Join(made, "stale.html")
	require.NoError(t, os.WriteFile(stale, nil, 0o600))
	require.NoError(t, clear(made))
	assert.NoFileExists(t, stale)
}

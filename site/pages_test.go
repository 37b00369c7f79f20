package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// looks are the windows and colours that the site is looked at in.
var looks = []struct {
	name   string
	width  int64
	scheme string
}{{"light", 1280, "light"}, {"dark", 1280, "dark"}, {"phone", 360, "dark"}}

// No page is wider than a phone: what is wide scrolls by itself.
func TestPhone(t *testing.T) {
	b := browse(t, 360, "light")
	groups, err := contents("..")
	require.NoError(t, err)
	pages := []string{playgroundPage.URL}
	for _, g := range groups {
		for _, p := range g.Pages {
			pages = append(pages, p.URL)
		}
	}
	for _, page := range pages {
		b.open(page)
		assert.LessOrEqual(t, eval[int64](b, `document.documentElement.scrollWidth`), int64(360), page)
	}
	b.open("playground.html")
	for _, tab := range []string{"token", "diff", "role"} {
		b.do(chromedp.Click("#tab-" + tab))
		b.wait(`document.querySelector("#` + tab + `-answer pre")`)
		assert.LessOrEqual(t, eval[int64](b, `document.documentElement.scrollWidth`), int64(360), tab)
	}
	b.do(chromedp.Click("#down"))
	assert.Equal(t, "role-answer", eval[string](b, `document.activeElement.id`))
	b.sound()
}

// The colours follow the reader's choice, and SCREENSHOTS=FOLDER keeps pictures.
func TestLooks(t *testing.T) {
	back := map[string]string{}
	for _, look := range looks {
		b := browse(t, look.width, look.scheme)
		b.open("index.html")
		back[look.name] = eval[string](b, `getComputedStyle(document.body).backgroundColor`)
		if !keeping() {
			continue
		}
		b.keep("index-" + look.name)
		b.do(chromedp.Evaluate(`document.querySelector(".diagram").scrollIntoView()`, nil))
		b.keep("diagram-" + look.name)
		b.open("docs/trust.html")
		b.do(chromedp.SendKeys("#query", "branch"))
		b.wait(`document.querySelectorAll("#results li").length > 2`)
		b.keep("search-" + look.name)
		b.open("playground.html")
		b.keep("playground-" + look.name)
		for _, tab := range []string{"token", "diff"} {
			b.do(chromedp.Click("#tab-" + tab))
			b.wait(`document.querySelector("#` + tab + `-answer .verdict")`)
			b.keep(tab + "-" + look.name)
		}
		b.sound()
	}
	assert.NotEqual(t, back["light"], back["dark"])
	assert.Equal(t, back["dark"], back["phone"])
}

// The search finds what pages say, by the keyboard, and asks nobody else.
func TestSearch(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("docs/trust.html")
	b.do(input.DispatchKeyEvent(input.KeyRawDown).WithKey("/"), chromedp.KeyEvent("bothforms"))
	b.wait(`document.querySelectorAll("#results li").length > 0`)
	assert.Contains(t, strings.ToLower(b.text("#results li")), "bothforms")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	link := eval[string](b, `document.activeElement.href`)
	assert.Contains(t, link, "/docs/")
	b.do(chromedp.KeyEvent(kb.Escape))
	assert.Equal(t, "query", eval[string](b, `document.activeElement.id`))
	assert.True(t, eval[bool](b, `document.getElementById("results").hidden`))

	// Nothing is found of nonsense, and signs are no pattern.
	for _, try := range []struct{ query, want string }{{"no-such-word-anywhere", "Nothing found."}, {"trust", "section"}, {"<img(", "Nothing found."}, {"trust policy", "section"}} {
		b.do(chromedp.Evaluate(`document.getElementById("query").value = ""`, nil), chromedp.SendKeys("#query", try.query))
		b.wait(`document.getElementById("found").textContent.includes("` + try.want + `")`)
	}
	first := eval[string](b, `document.querySelector("#results a").href`)
	b.do(chromedp.KeyEvent(kb.Enter))
	assert.Eventually(t, func() bool {
		var at string
		return chromedp.Run(b.context, chromedp.Location(&at)) == nil && at == first
	}, 10*time.Second, 50*time.Millisecond, "Enter opens the first")
	for _, url := range b.asked() {
		assert.True(t, strings.HasPrefix(url, b.url+"/") || url == "about:blank", url)
	}
	b.sound()
}

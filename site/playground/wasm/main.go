//go:build js && wasm

// Command wasm is the core in a browser: it gives the page one function,
// cipublisher, which takes a request and returns its answer, both as JSON. It
// reads nothing else, and sends nothing.
package main

import (
	"syscall/js"

	"github.com/cipublisher/cipublisher/site/playground"
)

func main() {
	js.Global().Set("cipublisher", js.FuncOf(func(_ js.Value, arguments []js.Value) any {
		return playground.Reply(arguments[0].String())
	}))
	select {} // the function is called as long as the page is open
}

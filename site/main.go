// Command site builds the project's site: the documentation with a search, and
// a playground where the core runs as WebAssembly. It is static, and asks no
// third party for anything.
//
//	go -C site run .              # into site/dist
//	go -C site run . -out FOLDER
//
// It is a module of its own, so that whoever imports CiPublisher gets none of
// what it needs.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	out := flag.String("out", "dist", "folder that the site goes to")
	flag.Parse()
	if err := build("..", *out); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
	fmt.Println("the site is in", *out+"; to look at it, serve the folder: python3 -m http.server -d", *out)
}

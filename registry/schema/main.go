// Command schema writes the JSON Schema of a registry, for editors.
package main

import (
	"fmt"
	"os"

	"github.com/cipublisher/cipublisher/registry"
)

func main() {
	if err := os.WriteFile("schema.json", registry.Schema(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

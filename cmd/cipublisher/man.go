package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra/doc"
)

// manCommand writes the manual, which releases bring along.
var manCommand = command{
	name: "man", summary: "writes a manual page for each command",
	about:    `The pages are for section 1 of the manual, one file for each command. SOURCE_DATE_EPOCH in the environment is their date.`,
	examples: []string{"cipublisher man --out man1"},
	setup: func(flags *flagSet) action {
		out := flags.add(flag{
			name: "out", value: "FOLDER", options: []string{"Out"}, required: true,
			about: "folder, made where there is none, that the pages are written to; stdout then names the files",
		})
		return func(c *call) {
			if len(c.faults) > 0 {
				return
			}
			c.declareAll()
			err := os.MkdirAll(out.text(), 0o755)
			if err == nil {
				err = doc.GenManTree(c.root, &doc.GenManHeader{Section: "1", Source: "cipublisher", Manual: "cipublisher"}, out.text())
			}
			if err != nil {
				c.faults.Add("--out", out.text(), "can't be written to: "+err.Error(), "name a folder that can be")
				return
			}
			pages, _ := filepath.Glob(filepath.Join(out.text(), "*.1")) // the pattern is sound
			for _, page := range pages {
				c.out.WriteString(page + "\n")
			}
		}
	},
}

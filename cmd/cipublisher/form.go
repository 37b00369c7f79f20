package main

import (
	"github.com/cipublisher/cipublisher/internal/yamljson"
)

// inForm declares the flag that says how a document is written, and has it
// written so.
func inForm(flags *flagSet, act action) action {
	format := flags.add(flag{
		name: "format", letter: "o", value: "FORMAT", options: []string{"Format"}, preset: "json", choices: []string{"json", "yaml"},
		about: "json or yaml",
	})
	return func(c *call) {
		if chosen := format.text(); chosen != "json" && chosen != "yaml" && !format.faulty {
			c.faults.Add("--format", chosen, "is not a format", "use json or yaml")
		}
		c.yaml = format.text() == "yaml"
		act(c)
		if len(c.faults) == 0 {
			text := c.document(c.out.String())
			c.out.Reset()
			c.out.WriteString(text)
		}
	}
}

// document returns a document, which is JSON, in the form that was asked for.
func (c *call) document(text string) string {
	if !c.yaml || text == "" {
		return text
	}
	written, err := yamljson.FromJSON(text)
	if err != nil {
		panic(err) // documents are always JSON
	}
	return written
}

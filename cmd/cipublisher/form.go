package main

import (
	"github.com/cipublisher/cipublisher/internal/yamljson"
)

// formatFlag declares the flag that says how an answer is written: as the first
// of the formats, unless another one is chosen.
func formatFlag(flags *flagSet, formats ...string) *flag {
	return flags.text("format", "FORMAT", alternatives(formats)).usually(formats[0]).among("a format", formats...).short("o")
}

// inForm declares the flag that says how a document is written, and has it
// written so.
func inForm(flags *flagSet, act action) action {
	format := formatFlag(flags, "json", "yaml")
	return func(c *call) {
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

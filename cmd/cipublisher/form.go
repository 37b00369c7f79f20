package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/yamljson"
)

// formatFlag declares the flag that says how an answer is written: as the first
// of the formats, unless another one is chosen.
func formatFlag(flags *flagSet, formats ...string) *flag {
	return flags.add(flag{
		name: "format", letter: "o", value: "FORMAT", options: []string{"Format"}, preset: formats[0], choices: formats,
		about: alternatives(formats),
	})
}

// checkFormat reports a format that the flag does not know.
func (c *call) checkFormat(format *flag) {
	if format.faulty || slices.Contains(format.choices, format.text()) {
		return
	}
	remedy := "use " + alternatives(format.choices)
	if len(format.choices) > 2 {
		remedy = "use one of " + alternatives(format.choices)
	}
	c.faults.Add("--format", format.text(), "is not a format", remedy)
}

// alternatives lists formats: "text or json", "text, markdown, json".
func alternatives(formats []string) string {
	if len(formats) == 2 {
		return formats[0] + " or " + formats[1]
	}
	return strings.Join(formats, ", ")
}

// inForm declares the flag that says how a document is written, and has it
// written so.
func inForm(flags *flagSet, act action) action {
	format := formatFlag(flags, "json", "yaml")
	return func(c *call) {
		c.checkFormat(format)
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

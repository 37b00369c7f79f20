package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/template"
)

// maxLine is how long a line is that holds a whole value, in bytes.
const maxLine = 140

// layout writes a template so that people can read it and a request can carry
// it: what fits is on one line.
func layout(t template.Template) (string, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return "", err
	}
	var b strings.Builder
	lay(&b, value, "")
	b.WriteByte('\n')
	return b.String(), nil
}

func lay(b *strings.Builder, value any, indent string) {
	line, _ := json.Marshal(value) // it comes from JSON
	list, isList := value.([]any)
	object, isObject := value.(map[string]any)
	if len(indent)+len(line) <= maxLine && indent != "" || !isList && !isObject {
		b.Write(line)
		return
	}
	separator := "\n" + indent + " "
	if isList {
		b.WriteByte('[')
		for _, element := range list {
			b.WriteString(separator)
			lay(b, element, indent+" ")
			separator = ",\n" + indent + " "
		}
		b.WriteString("\n" + indent + "]")
		return
	}
	b.WriteByte('{')
	for _, key := range slices.Sorted(maps.Keys(object)) {
		name, _ := json.Marshal(key) // a string
		b.WriteString(separator + string(name) + ": ")
		lay(b, object[key], indent+" ")
		separator = ",\n" + indent + " "
	}
	b.WriteString("\n" + indent + "}")
}

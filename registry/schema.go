package registry

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

//go:generate go run ./schema

// Schema returns the JSON Schema of a registry, as schema.json has it.
func Schema() []byte {
	defs, references := map[string]any{}, map[*shape]string{}
	for key, s := range optionShapes() {
		defs[key] = s.schema(nil)
		references[s] = "#/$defs/" + key
	}
	schema := registryShape().schema(references)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = "https://github.com/cipublisher/cipublisher/registry/schema.json"
	schema["title"] = "Registry of repositories that publish artifacts from CI"
	schema["$defs"] = defs

	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		panic("registry: " + err.Error()) // it holds nothing that JSON can't
	}
	return b.Bytes()
}

// bounds are the keywords of what is least and most, by kind.
var bounds = map[string][2]string{"string": {"minLength", "maxLength"}, "integer": {"minimum", "maximum"}, "array": {"minItems", "maxItems"}}

// schema returns the JSON Schema of a shape, with references where it has others.
func (s *shape) schema(references map[*shape]string) map[string]any {
	schema := map[string]any{}
	set := func(keyword string, value any, is bool) {
		if is {
			schema[keyword] = value
		}
	}
	about, unset := s.about, s.unset
	if s.option != nil {
		about, unset = described(s.option)
	}
	set("description", about, about != "")
	set("default", unset, unset != nil)
	set("type", s.kind, s.kind != "")
	set(bounds[s.kind][0], s.least, s.least > 0)
	set(bounds[s.kind][1], s.most, s.most > 0)
	switch {
	case len(s.choices) == 1:
		schema["const"] = s.choices[0]
	case s.choices != nil:
		schema["enum"] = s.choices
	case s.pattern != nil:
		schema["pattern"] = s.pattern.String()
	case s.items != nil:
		schema["items"] = s.items.schema(references)
		set("uniqueItems", true, s.unique())
	case s.keys != nil:
		properties := map[string]any{}
		for key, below := range s.keys {
			if reference, ok := references[below]; ok {
				properties[key] = map[string]any{"$ref": reference}
			} else {
				properties[key] = below.schema(references)
			}
		}
		schema["properties"], schema["additionalProperties"] = properties, false
		set("required", s.required, s.required != nil)
	}
	return schema
}

// described returns the description and the default of an option.
func described(o *option.Option) (about string, unset any) {
	about = o.About
	if o.Kind() == option.List {
		about += "; each " + o.Value
	}
	switch place := places[o.RegistryKey()]; {
	case place != nil:
		unset = place
	case o.Kind() == option.Switch && o.Default != "":
		unset = o.Default == "true"
	case o.Default != "":
		unset = o.Default
	case o.Unset != "":
		about += "; without it, " + o.Unset
	}
	about = fault.RenameMentions(about, func(path string) string {
		if path == "Dev" {
			return "dev"
		}
		return keyOf("", path)
	})
	return strings.ToUpper(about[:1]) + about[1:] + ".", unset
}

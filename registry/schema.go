package registry

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"maps"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
)

// base is the schema of what a registry has of its own. The options are added
// to it.
//
//go:generate go run ./schema
//go:embed base.json
var base []byte

// Schema returns the JSON Schema of a registry, as schema.json has it.
func Schema() []byte {
	type object = map[string]any
	var schema object
	if err := json.Unmarshal(base, &schema); err != nil {
		panic("registry: base.json: " + err.Error())
	}
	defs, references := optionSchemas(), object{}
	for key := range defs {
		references[key] = object{"$ref": "#/$defs/" + key}
	}
	schema["$defs"] = defs
	properties := schema["properties"].(object)
	properties["defaults"].(object)["properties"] = references
	row := properties["repositories"].(object)["items"].(object)["properties"].(object)
	maps.Copy(row, references)
	var names []string
	for _, store := range stores() {
		names = append(names, store.RegistryKey())
	}
	row["without"].(object)["items"] = object{"enum": names}

	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		panic("registry: " + err.Error()) // it holds nothing that JSON can't
	}
	return b.Bytes()
}

// optionSchemas returns the schemas of the options by their keys, those of a
// store together.
func optionSchemas() map[string]any {
	all := map[string]any{
		"dev": map[string]any{"type": "boolean", "default": false, "description": "Add a second role for dev releases, for any branch and tag."},
	}
	for _, o := range newOptions().Table {
		store, name, below := strings.Cut(o.RegistryKey(), ".")
		switch {
		case store == "" || own[store]:
		case !below:
			all[store] = schemaOf(o)
		case all[store] == nil:
			all[store] = map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{name: schemaOf(o)}}
		default:
			all[store].(map[string]any)["properties"].(map[string]any)[name] = schemaOf(o)
		}
	}
	for _, store := range stores() {
		all[store.RegistryKey()].(map[string]any)["properties"].(map[string]any)["shared"] = map[string]any{
			"type": "boolean", "default": false, "description": "Let other rows that say so too write to the same places; else overlapping places are refused.",
		}
	}
	return all
}

// own are the keys of options that a row or the registry has beside those that
// the defaults may have too.
var own = map[string]bool{"repository": true, "roleName": true, "path": true, "accountId": true, "region": true}

func schemaOf(o *option.Option) map[string]any {
	item := map[string]any{"type": "string", "minLength": 1}
	schema := map[option.Kind]map[string]any{
		option.Switch: {"type": "boolean"},
		option.Number: {"type": "integer", "minimum": 1},
		option.Text:   item,
		option.List:   {"type": "array", "minItems": 1, "uniqueItems": true, "items": item},
	}[o.Kind()]
	about := o.About
	if o.Kind() == option.List {
		about += "; each " + o.Value
	}
	switch place := places[o.RegistryKey()]; {
	case place != nil:
		schema["default"] = place
	case o.Kind() == option.Switch && o.Default != "":
		schema["default"] = o.Default == "true"
	case o.Default != "":
		schema["default"] = o.Default
	case o.Unset != "":
		about += "; without it, " + o.Unset
	}
	about = fault.RenameMentions(about, func(path string) string {
		if path == "Dev" {
			return "dev"
		}
		return keyOf("", path)
	})
	schema["description"] = strings.ToUpper(about[:1]) + about[1:] + "."
	return schema
}

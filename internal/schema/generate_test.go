package schema_test

import (
	"maps"
	"math"
	"slices"

	"pgregory.net/rapid"
)

type object = map[string]any

var names = []string{"a", "b", "c"}

// keywords draw values of the keywords that are known.
var keywords map[string]func(t *rapid.T, depth int) any

func init() {
	keywords = map[string]func(t *rapid.T, depth int) any{
		"type": func(t *rapid.T, _ int) any {
			return rapid.SampledFrom([]string{"object", "array", "string", "integer", "number", "boolean", "null"}).Draw(t, "type")
		},
		"const": func(t *rapid.T, _ int) any { return rapid.IntRange(0, 2).Draw(t, "const") },
		"enum": func(t *rapid.T, _ int) any {
			return rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, "enum")
		},
		"required": func(t *rapid.T, _ int) any {
			return rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, "required")
		},
		"minItems":  smallNumber,
		"maxItems":  smallNumber,
		"minLength": smallNumber,
		"maxLength": smallNumber,
		"minimum":   smallNumber,
		"maximum": func(t *rapid.T, _ int) any {
			return rapid.SampledFrom([]int{1, 1_000_000_000_000_000_000}).Draw(t, "maximum")
		},
		"uniqueItems":          func(*rapid.T, int) any { return true },
		"pattern":              func(t *rapid.T, _ int) any { return rapid.SampledFrom([]string{"^a", "ß$", "^.b"}).Draw(t, "pattern") },
		"items":                func(t *rapid.T, depth int) any { return schemaOf(t, depth-1) },
		"description":          func(*rapid.T, int) any { return "a text" },
		"additionalProperties": func(t *rapid.T, _ int) any { return rapid.Bool().Draw(t, "additionalProperties") },
		"properties": func(t *rapid.T, depth int) any {
			properties := object{}
			for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, 3, rapid.ID).Draw(t, "properties") {
				properties[name] = schemaOf(t, depth-1)
			}
			return properties
		},
	}
}

func smallNumber(t *rapid.T, _ int) any { return rapid.IntRange(0, 3).Draw(t, "number") }

// schemaOf draws a schema, of which definitions refer to none.
func schemaOf(t *rapid.T, depth int) object {
	if depth == 2 && rapid.IntRange(0, 4).Draw(t, "reference") == 0 {
		return object{"$ref": rapid.SampledFrom([]string{"#/$defs/x", "#/$defs/y"}).Draw(t, "$ref")}
	}
	s := object{}
	for _, keyword := range rapid.SliceOfNDistinct(rapid.SampledFrom(slices.Sorted(maps.Keys(keywords))), 0, 4, rapid.ID).Draw(t, "keywords") {
		if depth > 0 || keyword != "items" && keyword != "properties" {
			s[keyword] = keywords[keyword](t, depth)
		}
	}
	return s
}

// value draws a value, as a reader of YAML returns it. One that JSON does not
// have is in no list: the library has two problems of it there.
func value(t *rapid.T, depth int) any {
	kinds := 8
	if depth == 0 {
		kinds = 5
	}
	switch rapid.IntRange(0, kinds).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "truth")
	case 2:
		return rapid.IntRange(-1, 4).Draw(t, "number")
	case 3:
		return rapid.SampledFrom([]any{0.5, 1.0, 2.0, 1e18, 1e19, 1e30, uint64(1), uint64(math.MaxUint64), int64(3)}).Draw(t, "large")
	case 4, 5:
		return rapid.StringMatching(`[aßb]{0,4}`).Draw(t, "text")
	case 6:
		list := make([]any, rapid.IntRange(0, 4).Draw(t, "length"))
		for i := range list {
			list[i] = value(t, depth-1)
		}
		return list
	}
	all := object{}
	for _, name := range rapid.SliceOfNDistinct(rapid.SampledFrom(append([]string{"d"}, names...)), 0, 4, rapid.ID).Draw(t, "keys") {
		all[name] = value(t, depth-1)
	}
	return all
}

package schema_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/internal/schema"
)

// A schema that says more than is understood here is refused: it would check
// less than it says.
func TestNewRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, problem string }{
		{"no JSON", `{`, "schema: unexpected EOF"},
		{"another keyword", `{"properties": {"a": {"format": "date"}}}`, "schema: #/properties/a/format is not known here, or has another kind of value"},
		{"one of several", `{"anyOf": []}`, "schema: #/anyOf is not known here, or has another kind of value"},
		{"a value of another kind", `{"minLength": "1"}`, "schema: #/minLength is not known here, or has another kind of value"},
		{"a fraction", `{"minimum": 0.5}`, "schema: #/minimum is not known here, or has another kind of value"},
		{"a number that is rounded", `{"maximum": 9007199254740993}`, "schema: #/maximum is not known here, or has another kind of value"},
		{"an enumeration of numbers", `{"enum": [1]}`, "schema: #/enum is not known here, or has another kind of value"},
		{"an empty enumeration", `{"enum": []}`, "schema: #/enum is not known here, or has another kind of value"},
		{"a schema of other properties", `{"additionalProperties": {}}`, "schema: #/additionalProperties is not known here, or has another kind of value"},
		{"a pattern that is none", `{"pattern": "("}`, "schema: #/pattern: error parsing regexp: missing closing ): `(`"},
		{"true as a schema", `{"items": true}`, "schema: #/items is no object"},
		{"a list as properties", `{"properties": []}`, "schema: #/properties is not known here, or has another kind of value"},
		{"another file", `{"items": {"$ref": "other.json"}}`, "schema: #/items refers to what is not defined here, or has more than a reference"},
		{"no definition", `{"items": {"$ref": "#/$defs/a"}}`, "schema: #/items refers to what is not defined here, or has more than a reference"},
		{"more than a reference", `{"items": {"$ref": "#/$defs/a", "minLength": 1}, "$defs": {"a": {}}}`, "schema: #/items refers to what is not defined here, or has more than a reference"},
		{"a circle", `{"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}`, "schema: #/$defs/a/items refers to itself"},
		{"a definition that is not known here", `{"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"not": {}}}}`, "schema: #/$defs/a/not is not known here, or has another kind of value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := schema.New([]byte(c.text))
			assert.EqualError(t, err, c.problem)
		})
	}
}

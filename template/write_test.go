package template

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// asEncodingJSON is what encoding/json writes for people.
func asEncodingJSON(t require.TestingT, value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(value))
	return b.String()
}

// Values without tokens are written as encoding/json writes them.
func TestValuesAreWrittenAsJSON(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "<&>", "\u2028", "\x7f", "\xff", `"\`, "${aws:username}", "{", "[", "}"}))
	var values func(depth int) *rapid.Generator[any]
	values = func(depth int) *rapid.Generator[any] {
		simple := rapid.OneOf(texts.AsAny(), rapid.Int().AsAny(), rapid.Bool().AsAny(), rapid.SliceOf(texts).AsAny(), rapid.MapOf(texts, texts).AsAny(), rapid.Just[any](nil))
		if depth == 0 {
			return simple
		}
		return rapid.OneOf(simple, rapid.SliceOfN(values(depth-1), 0, 4).AsAny(), rapid.MapOfN(texts, values(depth-1), 0, 20).AsAny())
	}
	rapid.Check(t, func(t *rapid.T) {
		value := values(3).Draw(t, "value")
		people, line := &writer{indented: true}, &writer{}
		people.text.WriteString(" ") // as behind a key
		line.text.WriteString(" ")
		people.value(value)
		line.value(value)
		want := asEncodingJSON(t, value)
		require.Equal(t, " "+want, people.text.String()+"\n")
		var compact bytes.Buffer
		require.NoError(t, json.Compact(&compact, []byte(want)))
		require.Equal(t, " "+compact.String(), line.text.String())
	})
}

// A whole template, with every part that it may have.
func TestATemplateIsWrittenAsJSON(t *testing.T) {
	preset := "<x>"
	made := Template{
		Description: "d<", Metadata: map[string]any{"m": []any{map[string]any{}, "${Token[AWS.Region]}"}},
		Parameters: map[string]Parameter{"P": {Type: "String", Default: &preset, AllowedValues: []string{"<x>", "y"}, MaxLength: 3}},
		Rules:      map[string]any{"R": map[string]any{"Assertions": []any{}}}, Conditions: map[string]any{"C": true},
		Resources: map[string]Resource{
			"B": {Type: "T", Condition: "C", DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain", Metadata: map[string]any{"a": 1}, Properties: map[string]any{"z": []string{"1"}, "a": map[string]any{}}},
			"A": {Type: "T"},
		},
		Outputs: map[string]Output{"O": {Value: []string{}}, "N": {Description: "d", Condition: "C", Value: "v"}},
	}
	type object = map[string]any
	var plain any
	require.NoError(t, json.Unmarshal([]byte(made.Indent()), &plain))
	require.Equal(t, object{
		"AWSTemplateFormatVersion": "2010-09-09", "Description": "d<", "Metadata": object{"m": []any{object{}, "${Token[AWS.Region]}"}},
		"Parameters": object{"P": object{"Type": "String", "Default": "<x>", "AllowedValues": []any{"<x>", "y"}, "MaxLength": 3.0}},
		"Rules":      object{"R": object{"Assertions": []any{}}}, "Conditions": object{"C": true},
		"Resources": object{
			"A": object{"Type": "T"},
			"B": object{"Type": "T", "Condition": "C", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain", "Metadata": object{"a": 1.0}, "Properties": object{"z": []any{"1"}, "a": object{}}},
		},
		"Outputs": object{"O": object{"Value": []any{}}, "N": object{"Description": "d", "Condition": "C", "Value": "v"}},
	}, plain)
	line, err := made.MarshalJSON()
	require.NoError(t, err)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, []byte(made.Indent())))
	require.Equal(t, compact.String(), string(line))
	require.Equal(t, "{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Resources\": {}\n}\n", Template{}.Indent())
}

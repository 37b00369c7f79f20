package schema_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/internal/schema"
)

func TestCheck(t *testing.T) {
	const text = `{"type": "object", "required": ["a", "b"], "additionalProperties": false, "properties": {
		"a": {"type": "integer", "minimum": 1, "maximum": 10}, "b": {"$ref": "#/$defs/list"}, "c": {"enum": ["x", "y"]}, "d": {"const": 1}, "e": {}
	}, "$defs": {"list": {"type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true, "items": {"type": "string", "minLength": 1, "maxLength": 2, "pattern": "^[aß]*$"}}}}`
	s, err := schema.New([]byte(text))
	require.NoError(t, err)
	type object = map[string]any
	type list = []any
	with := func(key string, value any) object {
		o := object{"a": 1, "b": list{"a"}}
		o[key] = value
		return o
	}
	for _, c := range []struct {
		name  string
		value any
		want  []string
	}{
		{"what fits", with("c", "x"), nil},
		{"a list", list{}, []string{": type: got array, want object"}},
		{"nothing", nil, []string{": type: got null, want object"}},
		{"nothing in it", object{}, []string{": required: a, b"}},
		{"others in it", object{"a": 1, "b": list{"a"}, "x": 1, "y": 2}, []string{": additionalProperties: x, y"}},
		{"too little", with("a", 0), []string{"a: minimum: 1"}},
		{"too much", with("a", 11), []string{"a: maximum: 10"}},
		{"much too much", with("a", uint64(math.MaxUint64)), []string{"a: maximum: 10"}},
		{"a fraction", with("a", 1.5), []string{"a: type: got number, want integer"}},
		{"a fraction of nothing", with("a", 2.0), nil},
		{"without end", with("a", math.Inf(1)), []string{"a: : "}},
		{"a date", with("e", time.Time{}), []string{"e: : "}},
		{"keys that are no texts", with("e", map[any]any{1: 2}), []string{"e: : "}},
		{"an empty list", with("b", list{}), []string{"b: minItems: 1"}},
		{"a long list", with("b", list{"a", "aa", "ß", "ßß"}), []string{"b: maxItems: 3"}},
		{"the same twice", with("b", list{"a", "aa", "a"}), []string{"b: uniqueItems: 0 2"}},
		{"the same number twice", with("b", list{1, 1.0}), []string{"b.0: type: got number, want string", "b.1: type: got number, want string", "b: uniqueItems: 0 1"}},
		{"a number and its text", with("b", list{"1", 1}), []string{"b.0: pattern: ^[aß]*$", "b.1: type: got number, want string"}},
		{"an empty text", with("b", list{""}), []string{"b.0: minLength: 1"}},
		{"a long text", with("b", list{"aßa"}), []string{"b.0: maxLength: 2"}},
		{"another text", with("b", list{"b"}), []string{"b.0: pattern: ^[aß]*$"}},
		{"another value", with("c", "z"), []string{"c: enum: x, y"}},
		{"no text", with("c", 1), []string{"c: enum: x, y"}},
		{"another number", with("d", 2), []string{"d: const: 1"}},
		{"the number as a text", with("d", "1"), []string{"d: const: 1"}},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, problems(s, c.value)) })
	}
}

// problems are those of a value, in a line each, sorted.
func problems(s *schema.Schema, value any) []string {
	var all []string
	s.Check(value, func(p schema.Problem) {
		detail := strings.Join(p.Want, ", ")
		switch p.Keyword {
		case "type":
			detail = "got " + p.Got + ", want " + detail
		case "uniqueItems":
			detail = fmt.Sprint(p.Same[0], p.Same[1])
		}
		all = append(all, strings.Join(p.At, ".")+": "+p.Keyword+": "+detail)
	})
	slices.Sort(all)
	return all
}

// others are what a library for all of JSON Schema says of the same.
func others(t *rapid.T, s *jsonschema.Schema, value any) []string {
	var all []string
	var visit func(*jsonschema.ValidationError)
	visit = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			visit(cause)
		}
		if len(e.Causes) > 0 {
			return
		}
		keyword, detail := "", ""
		switch k := e.ErrorKind.(type) {
		case *kind.Type:
			keyword, detail = "type", "got "+k.Got+", want "+strings.Join(k.Want, ", ")
		case *kind.Required:
			keyword, detail = "required", strings.Join(k.Missing, ", ")
		case *kind.AdditionalProperties:
			keyword, detail = "additionalProperties", strings.Join(slices.Sorted(slices.Values(k.Properties)), ", ")
		case *kind.Enum:
			keyword, detail = "enum", strings.ReplaceAll(strings.Trim(fmt.Sprint(k.Want), "[]"), " ", ", ")
		case *kind.Const:
			keyword, detail = "const", fmt.Sprint(k.Want)
		case *kind.Pattern:
			keyword, detail = "pattern", k.Want
		case *kind.UniqueItems:
			keyword, detail = "uniqueItems", fmt.Sprint(k.Duplicates[0], k.Duplicates[1])
		case *kind.MinItems:
			keyword, detail = "minItems", fmt.Sprint(k.Want)
		case *kind.MaxItems:
			keyword, detail = "maxItems", fmt.Sprint(k.Want)
		case *kind.MinLength:
			keyword, detail = "minLength", fmt.Sprint(k.Want)
		case *kind.MaxLength:
			keyword, detail = "maxLength", fmt.Sprint(k.Want)
		case *kind.Minimum:
			keyword, detail = "minimum", k.Want.RatString()
		case *kind.Maximum:
			keyword, detail = "maximum", k.Want.RatString()
		case *kind.InvalidJsonValue:
		default:
			t.Fatalf("%T", k)
		}
		all = append(all, strings.Join(e.InstanceLocation, ".")+": "+keyword+": "+detail)
	}
	var invalid *jsonschema.ValidationError
	if err := s.Validate(value); errors.As(err, &invalid) {
		visit(invalid)
	}
	slices.Sort(all)
	return all
}

// Whatever the schema and the value, a library for all of JSON Schema finds the
// same problems.
func TestAgreesWithALibrary(t *testing.T) {
	values := rapid.Custom(func(t *rapid.T) any { return value(t, 3) })
	fit, unfit := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		root := schemaOf(t, 3)
		root["$defs"] = object{"x": schemaOf(t, 1), "y": schemaOf(t, 1)}
		text, err := json.Marshal(root)
		require.NoError(t, err)
		ours, err := schema.New(text)
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("s.json", document); err != nil {
			t.Fatal(err)
		}
		theirs, err := compiler.Compile("s.json")
		if err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		for range 5 {
			v := values.Draw(t, "value")
			got, want := problems(ours, v), others(t, theirs, v)
			if !slices.Equal(got, want) {
				t.Fatalf("%#v by %s:\n%q, and a library says\n%q", v, text, got, want)
			}
			if len(want) == 0 {
				fit++
			} else {
				unfit++
			}
		}
	})
	assert.NotZero(t, fit*unfit, "the property was never put to the test")
}

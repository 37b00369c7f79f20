package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/fault"
)

type object = map[string]any

// Whatever a registry has, the reader refuses what a library for JSON Schema
// refuses by schema.json, at the same places and for the same reasons: so an
// editor and the reader are of one mind.
func TestTheReaderAndTheSchemaAgree(t *testing.T) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("schema.json", document))
	library := compiler.MustCompile("schema.json")
	var schema object
	require.NoError(t, json.Unmarshal(Schema(), &schema))

	fit, unfit := 0, map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		for range 50 {
			value := drawn(t, schema, schema["$defs"].(object))
			for range rapid.IntRange(0, 4).Draw(t, "damages") {
				value = damaged(t, value, false)
			}
			var faults fault.List
			refuse(&faults, value)
			var got []string
			for _, f := range faults {
				got = append(got, f.Option+" "+f.Value+" "+withoutNumbers(f.Problem))
			}
			slices.Sort(got)
			want := refused(t, library, value, unfit)
			if !slices.Equal(got, want) {
				t.Fatalf("the reader of %#v says\n%q, and the library\n%q", value, got, want)
			}
			if len(want) == 0 {
				fit++
			}
		}
	})
	t.Log(fit, unfit)
	assert.NotZero(t, fit, "no registry was sound")
	if testing.Short() {
		return // chance may leave a keyword out of so few
	}
	for _, keyword := range []string{"additionalProperties", "const", "enum", "maxLength", "maximum", "minItems", "minLength", "minimum", "pattern", "required", "type", "uniqueItems", ""} {
		assert.NotZero(t, unfit[keyword], "nothing was refused by %q", keyword)
	}
}

// Of too many rows none has a fault of its own, and what else is wrong is said.
func TestTooManyRows(t *testing.T) {
	var faults fault.List
	unsound, sound := refuse(&faults, object{"version": 2, "repositories": make([]any, MaxRepositories+1)})
	require.Equal(t, []string{"repositories", "version"}, []string{faults[0].Option, faults[1].Option})
	require.Len(t, faults, 2)
	require.Empty(t, unsound)
	require.False(t, sound)
}

// withoutNumbers leaves out which two elements are the same.
func withoutNumbers(problem string) string {
	if strings.HasPrefix(problem, "has the same at") {
		return "has the same"
	}
	return problem
}

// refused returns what the library refuses, in the words of the reader, sorted,
// and counts the keywords.
func refused(t *rapid.T, library *jsonschema.Schema, value any, keywords map[string]int) []string {
	var all []string
	var leaves func(*jsonschema.ValidationError)
	leaves = func(e *jsonschema.ValidationError) {
		for _, cause := range e.Causes {
			leaves(cause)
		}
		if len(e.Causes) > 0 {
			return
		}
		keywords[strings.Join(e.ErrorKind.KeywordPath(), "/")]++
		about := func(shown, problem string, below ...string) {
			all = append(all, place(slices.Concat(e.InstanceLocation, below))+" "+shown+" "+problem)
		}
		at := valueAt(value, e.InstanceLocation)
		add := func(problem string) { about(shown(at), problem) }
		switch k := e.ErrorKind.(type) {
		case *kind.Required:
			for _, missing := range k.Missing {
				about("", "is missing", missing)
			}
		case *kind.AdditionalProperties:
			for _, unknown := range k.Properties {
				about("", "is no option", unknown)
			}
		case *kind.Type:
			add("is " + article(k.Got) + ", where " + article(strings.Join(k.Want, " or ")) + " is wanted")
		case *kind.Enum:
			add("is not one of " + list(k.Want))
		case *kind.Const:
			add("is not " + fmt.Sprint(k.Want))
		case *kind.Pattern:
			add("does not have the form that is wanted")
		case *kind.UniqueItems:
			// Elements that are no texts are refused, each, and so are not told to be the same.
			elements := slices.DeleteFunc(slices.Clone(at.([]any)), func(v any) bool { _, ok := v.(string); return !ok })
			first := map[any]bool{}
			for _, v := range elements {
				first[v] = true
			}
			if len(first) < len(elements) {
				add("has the same")
			}
		case *kind.MinItems:
			add("is empty")
		case *kind.MinLength:
			add(fmt.Sprintf("is shorter than %d characters", k.Want))
		case *kind.MaxLength:
			add(fmt.Sprintf("is longer than %d characters", k.Want))
		case *kind.Minimum:
			add("is less than " + k.Want.RatString())
		case *kind.Maximum:
			add("is more than " + k.Want.RatString())
		case *kind.InvalidJsonValue:
			add("does not fit the schema")
		default:
			t.Fatalf("%T", k)
		}
	}
	var invalid *jsonschema.ValidationError
	if err := library.Validate(value); errors.As(err, &invalid) {
		leaves(invalid)
	}
	slices.Sort(all)
	return all
}

func valueAt(value any, location []string) any {
	for _, step := range location {
		switch v := value.(type) {
		case object:
			value = v[step]
		case []any:
			i, _ := strconv.Atoi(step)
			value = v[i]
		}
	}
	return value
}

// drawn draws a value that a schema describes, though perhaps one that is too
// long or has an element twice.
func drawn(t *rapid.T, schema, defs object) any {
	if reference, ok := schema["$ref"].(string); ok {
		return drawn(t, defs[strings.TrimPrefix(reference, "#/$defs/")].(object), defs)
	}
	if only, ok := schema["const"]; ok {
		return only
	}
	if choices, ok := schema["enum"].([]any); ok {
		return rapid.SampledFrom(choices).Draw(t, "choice")
	}
	switch schema["type"] {
	case "boolean":
		return rapid.Bool().Draw(t, "boolean")
	case "integer":
		n := rapid.Int64Range(1, 2000).Draw(t, "integer")
		return rapid.SampledFrom([]any{int(n), n, uint64(n), float64(n)}).Draw(t, "type")
	case "string":
		if pattern, ok := schema["pattern"].(string); ok {
			return rapid.StringMatching(pattern).Draw(t, "string")
		}
		return rapid.StringMatching("[a-zß]{1,4}").Draw(t, "string")
	case "array":
		return rapid.Custom(func(t *rapid.T) []any {
			all := make([]any, rapid.IntRange(1, 3).Draw(t, "length"))
			for i := range all {
				all[i] = drawn(t, schema["items"].(object), defs)
			}
			return all
		}).Draw(t, "array")
	}
	all := object{}
	required, _ := schema["required"].([]any)
	properties := schema["properties"].(object)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		if slices.Contains(required, any(key)) || rapid.IntRange(0, 4).Draw(t, key) == 0 {
			all[key] = drawn(t, properties[key].(object), defs)
		}
	}
	return all
}

// damaged returns a value with one thing changed, somewhere in it.
func damaged(t *rapid.T, value any, element bool) any {
	where := rapid.IntRange(0, 9).Draw(t, "where")
	switch v := value.(type) {
	case string:
		switch {
		case where < 2:
			return ""
		case where < 5:
			return strings.Repeat("a", 600)
		}
	case object:
		known := slices.Sorted(maps.Keys(v))
		switch {
		case where == 0:
			v[rapid.SampledFrom([]string{"bucket", "x", "id", "7", "s3"}).Draw(t, "new")] = junk(t, false)
			return v
		case where == 1 && len(known) > 0:
			delete(v, rapid.SampledFrom(known).Draw(t, "deleted"))
			return v
		case where < 9 && len(known) > 0:
			key := rapid.SampledFrom(known).Draw(t, "key")
			v[key] = damaged(t, v[key], false)
			return v
		}
	case []any:
		switch {
		case where == 0:
			return []any{}
		case where < 3 && len(v) > 0:
			return append(v, rapid.SampledFrom(v).Draw(t, "again"))
		case where < 9 && len(v) > 0:
			i := rapid.IntRange(0, len(v)-1).Draw(t, "element")
			v[i] = damaged(t, v[i], true)
			return v
		}
	}
	return junk(t, element)
}

// junk draws a value that few places take. What JSON does not have is in no list:
// the library refuses the list, too, which it can't compare the elements of.
func junk(t *rapid.T, element bool) any {
	all := []any{
		nil, true, 0, 1, -1, 3000, 1_000_000, 0.5, 1.0, 2.0, math.Copysign(0, -1), 1e18, 1e19, 1e30, -1e30, int64(1), int64(1_000_000_000_000_000_001), uint64(1), uint64(math.MaxUint64), int64(math.MinInt64),
		"", "a", "A b", "a/b", "123456789012", "existing", "s3", strings.Repeat("a", 61), "/" + strings.Repeat("ß", 600), "/" + strings.Repeat("a", 510) + "/", "/" + strings.Repeat("a", 511) + "/",
		[]any{}, []any{""}, []any{"a", "a"}, []any{1, 1.0}, []any{"1", 1}, []any{object{}}, []any{[]any{"a"}, []any{"a"}}, object{}, object{"bucket": "a"}, object{"x": nil},
	}
	if !element {
		all = append(all, math.NaN(), math.Inf(1), math.Inf(-1), time.Time{}, map[any]any{1: 2})
	}
	return copied(rapid.SampledFrom(all).Draw(t, "junk"))
}

// copied returns a value that is damaged without the other.
func copied(value any) any {
	switch v := value.(type) {
	case []any:
		c := slices.Clone(v)
		for i := range c {
			c[i] = copied(c[i])
		}
		return c
	case object:
		c := maps.Clone(v)
		for key := range c {
			c[key] = copied(c[key])
		}
		return c
	}
	return value
}

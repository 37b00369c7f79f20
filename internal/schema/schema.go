// Package schema checks values by a JSON Schema, with as many of its keywords as
// the schemas of this module have: a schema with any other is refused.
//
// It is here because the libraries for all of JSON Schema read their meta-schemas
// at every start of a program, which took a third of the time of a short command.
// A test holds its answers to those of one of them.
package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Schema is a JSON Schema, ready to check values.
type Schema struct {
	types      []string
	constant   *int64
	enum       []string
	required   []string
	properties map[string]*Schema
	closed     bool // no properties but these
	items      *Schema
	unique     bool
	pattern    *regexp.Regexp
	// bounds, nil where there is none.
	minItems, maxItems, minLength, maxLength, minimum, maximum *int64
}

// annotations are the keywords that check nothing.
var annotations = []string{"$schema", "$id", "$defs", "title", "description", "default"}

// New reads a schema. The error names the place of what it does not know.
func New(text []byte) (*Schema, error) {
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	var root map[string]any
	if err := decoder.Decode(&root); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	defs, _ := root["$defs"].(map[string]any)
	r := reader{defs: defs, known: map[string]*Schema{}}
	return r.schema("#", root)
}

// reader makes the schemas of one text.
type reader struct {
	defs  map[string]any
	known map[string]*Schema // those of the definitions that are referred to
}

func (r *reader) schema(at string, value any) (*Schema, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("schema: %s is no object", at)
	}
	if reference, ok := object["$ref"].(string); ok {
		return r.reference(at, reference, object)
	}
	s := &Schema{}
	for _, keyword := range slices.Sorted(maps.Keys(object)) {
		known, err := r.keyword(s, at+"/"+keyword, keyword, object[keyword])
		if err != nil {
			return nil, err
		}
		if !known && !slices.Contains(annotations, keyword) {
			return nil, fmt.Errorf("schema: %s is not known here, or has another kind of value", at+"/"+keyword)
		}
	}
	return s, nil
}

// reference returns the definition that a reference names.
func (r *reader) reference(at, reference string, object map[string]any) (*Schema, error) {
	name, local := strings.CutPrefix(reference, "#/$defs/")
	if _, defined := r.defs[name]; !local || !defined || len(object) > 1 {
		return nil, fmt.Errorf("schema: %s refers to what is not defined here, or has more than a reference", at)
	}
	if s, known := r.known[name]; known {
		if s == nil {
			return nil, fmt.Errorf("schema: %s refers to itself", at)
		}
		return s, nil
	}
	r.known[name] = nil
	s, err := r.schema("#/$defs/"+name, r.defs[name])
	r.known[name] = s
	return s, err
}

// keyword reads one keyword, and reports whether there is such a one.
func (r *reader) keyword(s *Schema, at, keyword string, value any) (known bool, err error) {
	bounds := map[string]**int64{
		"const": &s.constant, "minItems": &s.minItems, "maxItems": &s.maxItems, "minLength": &s.minLength, "maxLength": &s.maxLength,
		"minimum": &s.minimum, "maximum": &s.maximum,
	}
	if bound, ok := bounds[keyword]; ok {
		*bound = whole(value)
		return *bound != nil, nil
	}
	switch keyword {
	case "type":
		s.types = texts(value)
		return s.types != nil, nil
	case "enum":
		s.enum = texts(value)
		return s.enum != nil, nil
	case "required":
		s.required = texts(value)
		return s.required != nil, nil
	case "uniqueItems":
		s.unique, known = value.(bool)
		return known, nil
	case "additionalProperties":
		open, ok := value.(bool)
		s.closed = !open
		return ok, nil
	case "pattern":
		text, ok := value.(string)
		if !ok {
			return false, nil
		}
		if s.pattern, err = regexp.Compile(text); err != nil {
			return false, fmt.Errorf("schema: %s: %w", at, err)
		}
		return true, nil
	case "items":
		s.items, err = r.schema(at, value)
		return true, err
	case "properties":
		properties, ok := value.(map[string]any)
		s.properties = make(map[string]*Schema, len(properties))
		for _, name := range slices.Sorted(maps.Keys(properties)) {
			if s.properties[name], err = r.schema(at+"/"+name, properties[name]); err != nil {
				return false, err
			}
		}
		return ok, nil
	}
	return false, nil
}

// whole returns a number without a fraction that a float64 holds too; nil for
// all else.
func whole(value any) *int64 {
	number, ok := value.(json.Number)
	if !ok {
		return nil
	}
	n, err := number.Int64()
	if err != nil || int64(float64(n)) != n {
		return nil
	}
	return &n
}

// texts returns a text, or a list of them; nil for all else.
func texts(value any) []string {
	if text, ok := value.(string); ok {
		return []string{text}
	}
	list, _ := value.([]any)
	var all []string
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			return nil
		}
		all = append(all, text)
	}
	return all
}

package schema

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Problem is where a value does not fit a schema.
type Problem struct {
	// At are the keys and indexes that lead to the value.
	At []string
	// Keyword is that of the schema which it does not fit; empty for a value that
	// JSON does not have, such as an infinite number.
	Keyword string
	// Got is the type of the value, for "type".
	Got string
	// Want is what the keyword says: the types, the values of an enumeration, the
	// names that are missing or not known, or a text, such as a pattern or a number.
	Want []string
	// Same are the indexes of two items that are the same, for "uniqueItems".
	Same [2]int
}

// Check calls report for each place where a value does not fit: a value of maps
// with texts as keys, lists, texts, truths, nil and numbers.
func (s *Schema) Check(value any, report func(Problem)) {
	(&checker{report: report}).check(s, value)
}

type checker struct {
	at     []string
	report func(Problem)
}

func (c *checker) problem(p Problem) {
	p.At = slices.Clone(c.at)
	c.report(p)
}

// below checks what a key or an index leads to.
func (c *checker) below(s *Schema, step string, value any) {
	c.at = append(c.at, step)
	c.check(s, value)
	c.at = c.at[:len(c.at)-1]
}

func (c *checker) check(s *Schema, value any) {
	kind := typeOf(value)
	switch {
	case kind == "":
		c.problem(Problem{})
		return
	case s.types != nil && !slices.Contains(s.types, kind) && !(kind == "integer" && slices.Contains(s.types, "number")):
		if kind == "integer" {
			kind = "number"
		}
		c.problem(Problem{Keyword: "type", Got: kind, Want: s.types})
		return
	case s.constant != nil && (kind != "integer" || compare(value, *s.constant) != 0):
		c.problem(Problem{Keyword: "const", Want: []string{strconv.FormatInt(*s.constant, 10)}})
		return
	case s.enum != nil:
		if text, ok := value.(string); !ok || !slices.Contains(s.enum, text) {
			c.problem(Problem{Keyword: "enum", Want: s.enum})
			return
		}
	}
	switch value := value.(type) {
	case map[string]any:
		c.object(s, value)
	case []any:
		c.list(s, value)
	case string:
		c.text(s, value)
	default:
		if kind == "integer" || kind == "number" {
			c.bound("minimum", s.minimum, func(bound int64) bool { return compare(value, bound) >= 0 })
			c.bound("maximum", s.maximum, func(bound int64) bool { return compare(value, bound) <= 0 })
		}
	}
}

func (c *checker) object(s *Schema, object map[string]any) {
	var missing, unknown []string
	for _, name := range s.required {
		if _, ok := object[name]; !ok {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		c.problem(Problem{Keyword: "required", Want: missing})
	}
	for name, value := range object {
		property, known := s.properties[name]
		switch {
		case known:
			c.below(property, name, value)
		case s.closed:
			unknown = append(unknown, name)
		}
	}
	if unknown != nil {
		slices.Sort(unknown)
		c.problem(Problem{Keyword: "additionalProperties", Want: unknown})
	}
}

func (c *checker) list(s *Schema, list []any) {
	n := int64(len(list))
	c.bound("minItems", s.minItems, func(bound int64) bool { return n >= bound })
	c.bound("maxItems", s.maxItems, func(bound int64) bool { return n <= bound })
	if i, j, twice := duplicate(list); s.unique && twice {
		c.problem(Problem{Keyword: "uniqueItems", Same: [2]int{i, j}})
	}
	if s.items != nil {
		for i, item := range list {
			c.below(s.items, strconv.Itoa(i), item)
		}
	}
}

func (c *checker) text(s *Schema, text string) {
	if s.minLength != nil || s.maxLength != nil {
		n := int64(utf8.RuneCountInString(text))
		c.bound("minLength", s.minLength, func(bound int64) bool { return n >= bound })
		c.bound("maxLength", s.maxLength, func(bound int64) bool { return n <= bound })
	}
	if s.pattern != nil && !s.pattern.MatchString(text) {
		c.problem(Problem{Keyword: "pattern", Want: []string{s.pattern.String()}})
	}
}

// bound reports a bound that is there and is not met.
func (c *checker) bound(keyword string, bound *int64, met func(int64) bool) {
	if bound != nil && !met(*bound) {
		c.problem(Problem{Keyword: keyword, Want: []string{strconv.FormatInt(*bound, 10)}})
	}
}

// typeOf returns the type of a value in JSON; empty for one that JSON does not
// have.
func typeOf(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	case int, int64, uint64:
		return "integer"
	case float64:
		switch {
		case math.IsNaN(value) || math.IsInf(value, 0):
			return ""
		case value == math.Trunc(value):
			return "integer"
		}
		return "number"
	}
	return ""
}

// compare compares a number with a bound, exactly: a float64 holds every bound.
func compare(value any, bound int64) int {
	switch value := value.(type) {
	case int:
		return cmp.Compare(int64(value), bound)
	case int64:
		return cmp.Compare(value, bound)
	case uint64:
		if value > math.MaxInt64 {
			return 1
		}
		return cmp.Compare(int64(value), bound)
	}
	return cmp.Compare(value.(float64), float64(bound))
}

// duplicate returns the indexes of two items that are the same. Numbers are the
// same however they are written.
func duplicate(list []any) (i, j int, found bool) {
	if len(list) < 2 {
		return 0, 0, false
	}
	type item struct {
		isText bool
		text   string // else its JSON
	}
	first := make(map[item]int, len(list))
	for j, value := range list {
		text, isText := value.(string)
		if !isText {
			written, err := json.Marshal(value)
			if err != nil {
				continue // which is no value of JSON, and a problem of its own
			}
			text = string(written)
		}
		if i, twice := first[item{isText, text}]; twice {
			return i, j, true
		}
		first[item{isText, text}] = j
	}
	return 0, 0, false
}

package registry

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// check reports where a value has another shape. A text with a token is refused
// already, whatever it should be.
func (m *misfits) check(s *shape, value any) {
	kind := kindOf(value)
	text, _ := value.(string)
	switch {
	case kind == "":
		m.add(shown(value), "does not fit the schema", "see schema.json")
	case holdsToken(text):
	case s.kind != "" && s.kind != kind:
		if kind == "integer" {
			kind = "number"
		}
		m.add(shown(value), "is "+article(kind)+", where "+article(s.kind)+" is wanted", "write "+article(s.kind))
	case s.choices != nil:
		m.checkChoice(s, value)
	case s.kind == "string":
		m.checkText(s, text)
	case s.kind == "integer":
		m.checkNumber(s, value)
	case s.kind == "array":
		m.checkList(s, value.([]any))
	case s.kind == "object":
		m.checkObject(s, value.(map[string]any))
	}
}

func (m *misfits) checkChoice(s *shape, value any) {
	chosen := value
	if kindOf(value) == "integer" {
		chosen = whole(value)
	}
	switch {
	case slices.Contains(s.choices, chosen):
	case len(s.choices) == 1:
		only := fmt.Sprint(s.choices[0])
		m.add(shown(value), "is not "+only, "write "+only)
	default:
		m.add(shown(value), "is not one of "+list(s.choices), "write one of them")
	}
}

func (m *misfits) checkText(s *shape, text string) {
	n := int64(utf8.RuneCountInString(text))
	if n < s.least {
		m.add(text, fmt.Sprintf("is shorter than %d characters", s.least), "write the whole of it, or leave it out")
	}
	if s.most > 0 && n > s.most {
		m.add(text, fmt.Sprintf("is longer than %d characters", s.most), "shorten it")
	}
	if s.pattern != nil && !s.pattern.MatchString(text) {
		m.add(text, "does not have the form that is wanted", "see the description of this option in the schema; it matches "+s.pattern.String())
	}
}

func (m *misfits) checkNumber(s *shape, value any) {
	n := whole(value)
	if n < s.least {
		m.add(shown(value), fmt.Sprintf("is less than %d", s.least), "write at least that")
	}
	if s.most > 0 && n > s.most {
		m.add(shown(value), fmt.Sprintf("is more than %d", s.most), "write at most that")
	}
}

// checkList leaves the rows of a registry that has too many: each has a fault of
// its own perhaps.
func (m *misfits) checkList(s *shape, list []any) {
	n := int64(len(list))
	if n < s.least {
		m.add("", "is empty", "write at least one")
	}
	if s.most > 0 && n > s.most {
		m.add("", fmt.Sprintf("has %d rows, and %d are the most that one registry takes", n, s.most), "divide it between accounts")
		return
	}
	if before, i, again := firstAgain(list); again && s.unique() {
		m.add("", fmt.Sprintf("has the same at [%d] and [%d]", before, i), "leave one out")
	}
	for i, item := range list {
		m.below(strconv.Itoa(i), func() { m.check(s.items, item) })
	}
}

// firstAgain returns where the first text is that a list has before.
func firstAgain(list []any) (before, i int, again bool) {
	first := map[string]int{}
	for i, item := range list {
		text, ok := item.(string)
		if before, again := first[text]; ok && again {
			return before, i, true
		}
		if ok {
			first[text] = i
		}
	}
	return 0, 0, false
}

func (m *misfits) checkObject(s *shape, object map[string]any) {
	for _, key := range s.required {
		if _, ok := object[key]; !ok {
			m.add("", "is missing", "add it", key)
		}
	}
	for key, value := range object {
		below := s.keys[key]
		if below == nil {
			m.add("", "is no option", "check its spelling and its place, or leave it out", key)
			continue
		}
		m.below(key, func() { m.check(below, value) })
	}
}

// kindOf returns the type of a value, as JSON Schema calls it. Empty for what
// JSON does not have: a date, a number without end, an object whose keys are no
// texts.
func kindOf(value any) string {
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

// shown is a scalar; lists and objects are too long for a message.
func shown(value any) string {
	switch value.(type) {
	case map[string]any, []any, nil:
		return ""
	}
	return fmt.Sprint(value)
}

func article(what string) string {
	if what == "null" {
		return "nothing"
	}
	if strings.ContainsRune("aeio", rune(what[0])) {
		return "an " + what
	}
	return "a " + what
}

func list(values []any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, ", ")
}

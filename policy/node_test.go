package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A policy is read with what maps would lose: the order of elements, their
// repetition, and numbers as they are written.
func TestReadJSON(t *testing.T) {
	value, problem := readJSON([]byte(`{"Sid": "A", "b": [1.50, true, null, "x"], "Sid": "B"}`))
	require.Empty(t, problem)
	assert.Equal(t, node{kind: objectNode, elements: []element{
		{"Sid", node{kind: stringNode, text: "A"}},
		{"b", node{kind: listNode, items: []node{{kind: numberNode, text: "1.50"}, {kind: booleanNode, text: "true"}, {kind: nullNode}, {kind: stringNode, text: "x"}}}},
		{"Sid", node{kind: stringNode, text: "B"}},
	}}, value)
	assert.Equal(t, "A", value.sid(), "the first counts")
	assert.Empty(t, node{kind: objectNode, elements: []element{{"Sid", node{kind: numberNode, text: "1"}}}}.sid())
}

func TestReadJSONRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "is empty",
		" \n":               "is empty",
		"\xff{}":            "is not UTF-8 text",
		"{":                 "is not JSON: line 1, column 1: unexpected end of JSON input",
		"{}\n}":             "is not JSON: line 2, column 1: ",
		"{\n \"ä\": x}":     "is not JSON: line 2, column 7: ",
		`{"a": 1} {"b": 2}`: "is not JSON: line 1, column 10: ",
	} {
		_, problem := readJSON([]byte(text))
		assert.Contains(t, problem, want, "%q", text)
	}
}

func TestHasUnknownAnywhere(t *testing.T) {
	for text, want := range map[string]bool{
		`{"a": ["b", {"c": "d"}]}`:                    false,
		`{"a": ["b", {"c": "` + Unknown("x") + `"}]}`: true,
		`{"` + Unknown("x") + `": "b"}`:               true,
		`["` + unknownClose + `"]`:                    true,
	} {
		value, problem := readJSON([]byte(text))
		require.Empty(t, problem)
		assert.Equal(t, want, value.hasUnknown(), text)
	}
}

package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// node is a JSON value as it was written: elements of objects in their order
// and with their repetitions, which maps would lose, and numbers as text.
type node struct {
	kind nodeKind
	// text of a string, or the JSON text of a number or boolean.
	text     string
	items    []node    // of a list
	elements []element // of an object
}

// element is one name and value of an object.
type element struct {
	name  string
	value node
}

// nodeKind is the kind of a JSON value, worded for messages.
type nodeKind string

const (
	objectNode  nodeKind = "an object"
	listNode    nodeKind = "a list"
	stringNode  nodeKind = "a string"
	numberNode  nodeKind = "a number"
	booleanNode nodeKind = "a boolean"
	nullNode    nodeKind = "null"
)

// readJSON reads one JSON value, or says what is wrong with the text.
func readJSON(data []byte) (value node, problem string) {
	if len(bytes.TrimSpace(data)) == 0 {
		return node{}, "is empty"
	}
	if !utf8.Valid(data) {
		return node{}, "is not UTF-8 text"
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return node{}, "is not JSON: " + placeOf(err, data) + err.Error()
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return readNode(decoder), ""
}

// readNode reads the next value of a text that is known to be JSON.
func readNode(decoder *json.Decoder) node {
	switch token := nextToken(decoder).(type) {
	case json.Delim:
		if token == '{' {
			return readObject(decoder)
		}
		return readList(decoder)
	case string:
		return node{kind: stringNode, text: token}
	case json.Number:
		return node{kind: numberNode, text: token.String()}
	case bool:
		return node{kind: booleanNode, text: fmt.Sprint(token)}
	}
	return node{kind: nullNode}
}

func readObject(decoder *json.Decoder) node {
	object := node{kind: objectNode}
	for decoder.More() {
		name := nextToken(decoder).(string)
		object.elements = append(object.elements, element{name, readNode(decoder)})
	}
	nextToken(decoder) // }
	return object
}

func readList(decoder *json.Decoder) node {
	list := node{kind: listNode}
	for decoder.More() {
		list.items = append(list.items, readNode(decoder))
	}
	nextToken(decoder) // ]
	return list
}

func nextToken(decoder *json.Decoder) json.Token {
	token, err := decoder.Token()
	if err != nil {
		panic(err) // the text is known to be JSON
	}
	return token
}

// placeOf says where in a text a JSON error is.
func placeOf(err error, data []byte) string {
	syntax, ok := err.(*json.SyntaxError)
	if !ok {
		return ""
	}
	before := data[:max(0, min(int(syntax.Offset)-1, len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return fmt.Sprintf("line %d, column %d: ", line, column)
}

// sid returns the Sid of a statement, as far as there is one to read.
func (n node) sid() string {
	for _, e := range n.elements {
		if e.name == "Sid" && e.value.kind == stringNode {
			return e.value.text
		}
	}
	return ""
}

// hasUnknown reports whether a character that frames an unknown is anywhere in
// a value.
func (n node) hasUnknown() bool {
	return strings.ContainsAny(n.text, unknownOpen+unknownClose) ||
		slices.ContainsFunc(n.items, node.hasUnknown) ||
		slices.ContainsFunc(n.elements, func(e element) bool {
			return strings.ContainsAny(e.name, unknownOpen+unknownClose) || e.value.hasUnknown()
		})
}

package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cipublisher/cipublisher/internal/jsontext"
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
	r, err := jsontext.NewReader(data)
	if err != nil {
		return node{}, "is not JSON: " + placeOf(err, data) + err.Error()
	}
	return readNode(r), ""
}

func readNode(r *jsontext.Reader) node {
	switch r.Kind() {
	case '{':
		object := node{kind: objectNode}
		for r.Enter(); r.More(); {
			name := r.Name()
			object.elements = append(object.elements, element{name, readNode(r)})
		}
		return object
	case '[':
		list := node{kind: listNode}
		for r.Enter(); r.More(); {
			list.items = append(list.items, readNode(r))
		}
		return list
	case '"':
		return node{kind: stringNode, text: r.Text()}
	case 't', 'f':
		return node{kind: booleanNode, text: r.Word()}
	case 'n':
		r.Word()
		return node{kind: nullNode}
	}
	return node{kind: numberNode, text: r.Word()}
}

// nodeOf returns the node of the JSON of a value. The elements of an object are
// in alphabetical order.
func nodeOf(value any) node {
	switch value := value.(type) {
	case map[string]any:
		object := node{kind: objectNode, elements: make([]element, 0, len(value))}
		for _, name := range sortedKeys(value) {
			object.elements = append(object.elements, element{name, nodeOf(value[name])})
		}
		return object
	case []any:
		list := node{kind: listNode, items: make([]node, len(value))}
		for i, item := range value {
			list.items[i] = nodeOf(item)
		}
		return list
	case string:
		return node{kind: stringNode, text: value}
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("policy: a value that is no JSON: %v", err))
	}
	other, _ := readJSON(text)
	return other
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

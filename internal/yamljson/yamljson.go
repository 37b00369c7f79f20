// Package yamljson writes JSON as YAML and reads YAML as JSON, so that whoever
// works on documents knows JSON alone.
package yamljson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// FromJSON returns a JSON text as YAML, in the same order.
func FromJSON(text string) (string, error) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil { // JSON is YAML
		return "", err
	}
	loosen(&document)
	var b strings.Builder
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(&document); err != nil {
		return "", err
	}
	return b.String(), nil
}

// plain are the texts that every reader of YAML takes for texts without
// quotes. Older ones take "on" for true and 22:30 for a number of seconds.
//
// https://yaml.org/type/bool.html
// https://yaml.org/type/int.html
var plain = regexp.MustCompile(`^[A-Za-z/]`)

var words = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off)$`)

// loosen takes away what makes JSON of YAML: braces, and quotes that are not
// needed.
func loosen(node *yaml.Node) {
	node.Style = 0
	if node.ShortTag() == "!!str" && (!plain.MatchString(node.Value) || words.MatchString(node.Value)) {
		node.Style = yaml.DoubleQuotedStyle
	}
	for _, child := range node.Content {
		loosen(child)
	}
}

// ErrText is the error of a YAML text that is one text or number, as every
// line of words is.
var ErrText = errors.New("it is neither a mapping nor a list")

// Read returns a text in JSON or YAML as JSON. What begins as JSON does is no
// YAML, and what is but a text is for its reader to refuse: both stay as they
// are.
func Read(content []byte) ([]byte, error) {
	if BeginsAsJSON(content) {
		return content, nil
	}
	converted, err := ToJSON(content)
	if errors.Is(err, ErrText) {
		return content, nil
	}
	return converted, err
}

// BeginsAsJSON reports whether a text begins as an object or a list does in
// JSON, or is empty.
func BeginsAsJSON(content []byte) bool {
	text := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	return len(text) == 0 || text[0] == '{' || text[0] == '['
}

// Document reads a YAML text of one document. That may have keys twice.
func Document(data []byte) (*yaml.Node, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document, further yaml.Node
	if err := decoder.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("it is empty")
		}
		return nil, err
	}
	if decoder.Decode(&further) != io.EOF {
		return nil, errors.New("it has several documents")
	}
	return &document, nil
}

// Keys returns the keys of a document that is a mapping, and nil of another one.
func Keys(document *yaml.Node) []string {
	top := document.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil
	}
	var keys []string
	for i := 0; i < len(top.Content); i += 2 {
		keys = append(keys, top.Content[i].Value)
	}
	return keys
}

// ToJSON returns a YAML text as JSON: one document that is a mapping or a list.
// Dates stay the texts that they are written as, and so do numbers that JSON
// would write otherwise.
func ToJSON(data []byte) ([]byte, error) {
	document, err := Document(data)
	if err != nil {
		return nil, err
	}
	return DocumentToJSON(document)
}

// DocumentToJSON is ToJSON of a document that is decoded already.
func DocumentToJSON(document *yaml.Node) ([]byte, error) {
	top := document.Content[0]
	if top.Kind != yaml.MappingNode && top.Kind != yaml.SequenceNode {
		return nil, ErrText
	}
	// This refuses keys that are there twice, and anchors that would grow
	// without bounds.
	var value any
	if err := document.Decode(&value); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := write(&b, top)
	return b.Bytes(), err
}

func write(b *bytes.Buffer, node *yaml.Node) error {
	switch node.Kind {
	case yaml.AliasNode:
		return write(b, node.Alias)
	case yaml.SequenceNode:
		return writeAll(b, node, '[', ']', 1)
	case yaml.MappingNode:
		return writeAll(b, node, '{', '}', 2)
	}
	switch tag := node.ShortTag(); {
	case tag == "!!null":
		b.WriteString("null")
	case tag == "!!bool":
		b.WriteString(strings.ToLower(node.Value)) // YAML takes True and TRUE for true as well
	case (tag == "!!int" || tag == "!!float") && json.Valid([]byte(node.Value)):
		b.WriteString(node.Value)
	case strings.HasPrefix(tag, "!!"):
		b.WriteString(quoted(node.Value))
	default:
		return fmt.Errorf("line %d: %s is a tag of no document that is read here", node.Line, tag)
	}
	return nil
}

// writeAll writes what a list or a mapping holds; of a mapping, every second
// node is a key.
func writeAll(b *bytes.Buffer, node *yaml.Node, open, end byte, step int) error {
	if tag := node.ShortTag(); !strings.HasPrefix(tag, "!!") {
		return fmt.Errorf("line %d: %s is a tag of no document that is read here", node.Line, tag)
	}
	b.WriteByte(open)
	for i, child := range node.Content {
		switch {
		case step == 2 && i%2 == 1:
			b.WriteByte(':')
		case i > 0:
			b.WriteByte(',')
		}
		if step == 2 && i%2 == 0 {
			if child.Kind != yaml.ScalarNode || child.ShortTag() == "!!merge" {
				return fmt.Errorf("line %d: the key %s is no text; write the keys of each mapping out", child.Line, strconv.Quote(child.Value))
			}
			b.WriteString(quoted(child.Value))
			continue
		}
		if err := write(b, child); err != nil {
			return err
		}
	}
	b.WriteByte(end)
	return nil
}

func quoted(text string) string {
	content, _ := json.Marshal(text) // a text is always JSON
	return string(content)
}

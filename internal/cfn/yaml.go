package cfn

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/internal/yamljson"
)

// readYAML reads a YAML text as the tree that the same template in JSON is
// read as. Short forms such as !Sub are read as the functions that they stand for.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
func readYAML(data []byte, check check) (any, map[string]int, error) {
	document, err := yamljson.Document(data)
	if err != nil {
		return nil, nil, err
	}
	return readNode(document, check)
}

// readNode is readYAML of a document that is decoded already.
func readNode(document *yaml.Node, check check) (any, map[string]int, error) {
	r := yamlReader{anchors: map[*yaml.Node]any{}, open: map[*yaml.Node]bool{}, lines: map[string]int{}, check: check}
	value, err := r.value(document.Content[0], nil)
	return value, r.lines, err
}

type yamlReader struct {
	// anchors are the values of the anchors that were referred to: an alias is
	// the same value once more, not a copy.
	anchors map[*yaml.Node]any
	open    map[*yaml.Node]bool
	lines   map[string]int
	check   check
}

func (r *yamlReader) value(node *yaml.Node, path []string) (any, error) {
	value, err := r.untagged(node, path)
	name, short := strings.CutPrefix(node.Tag, "!")
	if err != nil || !short || strings.HasPrefix(name, "!") || node.Kind == yaml.AliasNode {
		return value, err
	}
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	return map[string]any{name: value}, nil
}

func (r *yamlReader) untagged(node *yaml.Node, path []string) (any, error) {
	switch node.Kind {
	case yaml.AliasNode:
		return r.alias(node)
	case yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for i, element := range node.Content {
			var err error
			if list[i], err = r.value(element, append(path, "[]")); err != nil {
				return nil, err
			}
		}
		return list, nil
	case yaml.MappingNode:
		return r.mapping(node, path)
	}
	switch node.ShortTag() {
	case "!!null":
		return nil, nil
	case "!!bool": // YAML takes True and TRUE for true as well
		return strings.ToLower(node.Value), nil
	}
	return r.check(node.Value)
}

func (r *yamlReader) alias(node *yaml.Node) (any, error) {
	if value, done := r.anchors[node.Alias]; done {
		return value, nil
	}
	if r.open[node.Alias] {
		return nil, fmt.Errorf("line %d: the anchor %q contains itself", node.Line, node.Value)
	}
	r.open[node.Alias] = true
	value, err := r.value(node.Alias, []string{"*"})
	r.open[node.Alias] = false
	r.anchors[node.Alias] = value
	return value, err
}

func (r *yamlReader) mapping(node *yaml.Node, path []string) (any, error) {
	object, merged := map[string]any{}, []any{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, content := node.Content[i], node.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: a key is no text", key.Line)
		}
		if key.ShortTag() == "!!merge" {
			value, err := r.value(content, append(path, key.Value))
			if err != nil {
				return nil, err
			}
			merged = append(merged, value)
			continue
		}
		name, err := r.check(key.Value)
		if err != nil {
			return nil, err
		}
		if _, twice := object[name]; twice {
			return nil, fmt.Errorf("line %d: %q is there twice", key.Line, strings.Join(append(path, name), "."))
		}
		if len(path) == 1 && path[0] == "Resources" {
			r.lines[name] = key.Line
		}
		if object[name], err = r.value(content, append(path, name)); err != nil {
			return nil, err
		}
	}
	merge(object, merged)
	return object, nil
}

// merge adds what "<<" brings along and the object does not say itself; of
// several, the first counts.
//
// https://yaml.org/type/merge.html
func merge(object map[string]any, merged []any) {
	for _, value := range merged {
		switch value := value.(type) {
		case map[string]any:
			for name, element := range value {
				if _, own := object[name]; !own {
					object[name] = element
				}
			}
		case []any:
			merge(object, value)
		}
	}
}

package cfn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// readJSON reads a JSON text as a tree of texts, lists ([]any) and objects
// (map[string]any); see tree. The second result has the line of every
// resource.
func readJSON(data []byte, check check) (any, map[string]int, error) {
	// The decoder below reads token by token, whatever their depth; this
	// refuses what is nested too deep to be read so.
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, nil, err
	}
	r := jsonReader{decoder: json.NewDecoder(bytes.NewReader(data)), data: data, line: 1, lines: map[string]int{}, check: check}
	r.decoder.UseNumber()
	value, err := r.value(nil)
	return value, r.lines, err
}

type jsonReader struct {
	decoder *json.Decoder
	data    []byte
	// line is the line of the byte counted, which goes forward with the decoder.
	line, counted int
	lines         map[string]int
	check         check
}

func (r *jsonReader) value(path []string) (any, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return r.object(path)
		}
		list := []any{}
		for r.decoder.More() {
			element, err := r.value(append(path, "[]"))
			if err != nil {
				return nil, err
			}
			list = append(list, element)
		}
		_, err := r.decoder.Token() // ]
		return list, err
	case nil:
		return nil, nil
	}
	return r.check(fmt.Sprint(token))
}

func (r *jsonReader) object(path []string) (any, error) {
	object := map[string]any{}
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return nil, err
		}
		name, err := r.check(token.(string))
		if err != nil {
			return nil, err
		}
		if _, twice := object[name]; twice {
			return nil, fmt.Errorf("line %d: %q is there twice", r.here(), strings.Join(append(path, name), "."))
		}
		if len(path) == 1 && path[0] == "Resources" {
			r.lines[name] = r.here()
		}
		if object[name], err = r.value(append(path, name)); err != nil {
			return nil, err
		}
	}
	_, err := r.decoder.Token() // }
	return object, err
}

// here is the line that has been read up to.
func (r *jsonReader) here() int {
	offset := int(r.decoder.InputOffset())
	r.line += bytes.Count(r.data[r.counted:offset], []byte("\n"))
	r.counted = offset
	return r.line
}

package cfn

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/cipublisher/cipublisher/internal/jsontext"
)

// readJSON reads a JSON text as a tree of texts, lists ([]any) and objects
// (map[string]any); see tree. The second result has the line of every
// resource.
func readJSON(data []byte, check check) (any, map[string]int, error) {
	reader, err := jsontext.NewReader(data)
	if err != nil {
		return nil, nil, err
	}
	r := jsonReader{Reader: reader, data: data, line: 1, lines: map[string]int{}, check: check}
	value, err := r.value(nil)
	return value, r.lines, err
}

type jsonReader struct {
	*jsontext.Reader
	data []byte
	// line is the line of the byte counted, which goes forward with the reader.
	line, counted int
	lines         map[string]int
	check         check
}

func (r *jsonReader) value(path []string) (any, error) {
	switch r.Kind() {
	case '{':
		return r.object(path)
	case '[':
		list := []any{}
		for r.Enter(); r.More(); {
			element, err := r.value(append(path, "[]"))
			if err != nil {
				return nil, err
			}
			list = append(list, element)
		}
		return list, nil
	case '"':
		return r.check(r.Text())
	case 'n':
		r.Word()
		return nil, nil
	}
	return r.check(r.Word())
}

func (r *jsonReader) object(path []string) (any, error) {
	object := map[string]any{}
	for r.Enter(); r.More(); {
		name, err := r.check(r.Name())
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
	return object, nil
}

// here is the line that has been read up to.
func (r *jsonReader) here() int {
	offset := r.Offset()
	r.line += bytes.Count(r.data[r.counted:offset], []byte("\n"))
	r.counted = offset
	return r.line
}

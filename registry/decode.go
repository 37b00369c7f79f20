package registry

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/cipublisher/cipublisher/internal/jsontext"
)

// decode returns the plain value that a text in YAML stands for, which JSON is
// too. What JSON alone says as well is read as such, in a fraction of the time.
func decode(text []byte) (any, error) {
	if value, ok := decodeJSON(text); ok {
		return value, nil
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	var second any
	if err := decoder.Decode(&second); err == nil {
		return nil, fmt.Errorf("it holds more than one document")
	}
	return value, nil
}

// decodeJSON returns the value of a JSON object, as a reader of YAML would. It
// leaves to that what the two don't agree on, and what is wrong: that reader
// says where.
func decodeJSON(text []byte) (value any, ok bool) {
	if len(text) == 0 || text[0] != '{' || !sameInYAML(text) {
		return nil, false
	}
	r, err := jsontext.NewReader(text)
	if err != nil {
		return nil, false
	}
	d := jsonDecoder{r, map[string]string{}}
	return d.value()
}

// sameInYAML reports whether a text has only characters that mean the same in a
// JSON text and in YAML: no escapes, and nothing that YAML refuses or takes for
// the end of a line.
//
// https://yaml.org/spec/1.2.2/#51-character-set
func sameInYAML(text []byte) bool {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\r' || c == '\\' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r < 0xa0 || r == utf8.RuneError || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			return false
		}
		i += size
	}
	return true
}

type jsonDecoder struct {
	*jsontext.Reader
	// names are those that were read: rows have the same ones.
	names map[string]string
}

// value reads what is next. It is not ok where an object has a name twice, or
// where a number is too large.
func (d jsonDecoder) value() (value any, ok bool) {
	switch d.Kind() {
	case '{':
		object := map[string]any{}
		for d.Enter(); d.More(); {
			name := d.Name()
			if known, ok := d.names[name]; ok {
				name = known
			} else {
				d.names[name] = name
			}
			if _, twice := object[name]; twice {
				return nil, false
			}
			if object[name], ok = d.value(); !ok {
				return nil, false
			}
		}
		return object, true
	case '[':
		list := []any{}
		for d.Enter(); d.More(); {
			element, ok := d.value()
			if !ok {
				return nil, false
			}
			list = append(list, element)
		}
		return list, true
	case '"':
		return d.Text(), true
	}
	switch word := d.Word(); word {
	case "true":
		return true, true
	case "false":
		return false, true
	case "null":
		return nil, true
	default:
		n, err := strconv.Atoi(word)
		return n, err == nil // else a fraction, an exponent, or one that is too large: seldom, and none of an option
	}
}

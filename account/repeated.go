package account

import (
	"bytes"
	"encoding/json"
	"strings"
)

// foldedDepth is how deep the objects lie in which encoding/json takes keys in
// any case for those of the answer: the answer, its roles and policies, and
// what these hold. Below lie documents, in whose conditions case may differ.
const foldedDepth = 3

// repeatedKey returns a key that stands twice in one object of a valid JSON
// text, or "". Of two, encoding/json takes the last and other readers the
// first, so that one of them could hide a role.
func repeatedKey(text []byte) string {
	type object map[string]bool
	var open []object // nil for a list
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{':
			open = append(open, object{})
			depth++
		case '[':
			open = append(open, nil)
		case '}':
			depth--
			open = open[:len(open)-1]
		case ']':
			open = open[:len(open)-1]
		case '"':
			end := i + 1
			for text[end] != '"' {
				if text[end] == '\\' {
					end++
				}
				end++
			}
			after := end + 1
			for after < len(text) && (text[after] == ' ' || text[after] == '\n' || text[after] == '\t' || text[after] == '\r') {
				after++
			}
			if keys := last(open); keys != nil && after < len(text) && text[after] == ':' {
				key := unquoted(text[i : end+1])
				if depth <= foldedDepth {
					key = strings.ToLower(key)
				}
				if keys[key] {
					return unquoted(text[i : end+1])
				}
				keys[key] = true
			}
			i = end
		}
	}
	return ""
}

func last[T any](list []T) (none T) {
	if len(list) == 0 {
		return none
	}
	return list[len(list)-1]
}

// unquoted returns what a JSON string says; its escapes may write a key in
// another way.
func unquoted(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var text string
	_ = json.Unmarshal(quoted, &text) // of a valid text every string is one
	return text
}

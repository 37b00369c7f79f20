package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// writer writes JSON as [json.Encoder] and [json.Indent] do, with the keys of
// an object in their order and intrinsic functions in the place of tokens. It
// writes in one go what these take four copies for: a stack has hundreds of
// roles, and most of what a registry costs would be that.
type writer struct {
	text strings.Builder
	// indented says whether the text is for people: two spaces a level.
	indented bool
	level    int
}

func (w *writer) open(bracket byte) {
	w.text.WriteByte(bracket)
	w.level++
}

func (w *writer) next() {
	if !w.opened() {
		w.text.WriteByte(',')
	}
	w.line()
}

func (w *writer) close(bracket byte) {
	w.level--
	if !w.opened() {
		w.line()
	}
	w.text.WriteByte(bracket)
}

// opened reports whether an object or a list has no element so far: what ends
// one, and a text, ends otherwise.
func (w *writer) opened() bool {
	text := w.text.String() // which is no copy
	last := text[len(text)-1]
	return last == '{' || last == '['
}

// spaces are of more levels than a template mostly has.
const spaces = "                                "

func (w *writer) line() {
	if !w.indented {
		return
	}
	w.text.WriteByte('\n')
	for left := 2 * w.level; left > 0; left -= len(spaces) {
		w.text.WriteString(spaces[:min(left, len(spaces))])
	}
}

func (w *writer) key(name string) {
	w.string(name)
	w.text.WriteByte(':')
	if w.indented {
		w.text.WriteByte(' ')
	}
}

// value writes a value whose strings may hold tokens.
func (w *writer) value(value any) { w.write(value, true) }

func (w *writer) write(value any, tokens bool) {
	switch v := value.(type) {
	case string:
		if tokens && strings.Contains(v, "${Token[") {
			w.write(resolveText(v), false) // whose strings are as they should be
			return
		}
		w.string(v)
	case []string:
		w.open('[')
		for _, element := range v {
			w.next()
			w.write(element, tokens)
		}
		w.close(']')
	case []any:
		w.open('[')
		for _, element := range v {
			w.next()
			w.write(element, tokens)
		}
		w.close(']')
	case map[string]any:
		object(w, v, func(element any) { w.write(element, tokens) })
	case policy.Document:
		w.document(v)
	default:
		w.other(v)
	}
}

// object writes an object, its keys in their order.
func object[V any](w *writer, members map[string]V, write func(V)) {
	var few [16]string
	names := few[:0]
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	w.open('{')
	for _, name := range names {
		w.next()
		w.key(name)
		write(members[name])
	}
	w.close('}')
}

// string writes a string; what needs an escape is rare, and left to
// encoding/json.
func (w *writer) string(s string) {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\' {
			w.other(s)
			return
		}
	}
	w.text.WriteByte('"')
	w.text.WriteString(s)
	w.text.WriteByte('"')
}

// other writes a value as encoding/json does, without its escapes for HTML.
func (w *writer) other(value any) {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("template: %v", err)) // its values are strings, numbers, lists and maps of them
	}
	written := bytes.TrimSuffix(line.Bytes(), []byte("\n"))
	if !w.indented {
		w.text.Write(written)
		return
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, written, strings.Repeat("  ", w.level), "  "); err != nil {
		panic(fmt.Sprintf("template: %v", err)) // what has just been written is JSON
	}
	w.text.Write(indented.Bytes())
}

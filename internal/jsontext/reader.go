// Package jsontext reads a JSON text value by value, as it is written: objects
// keep the order and the repetitions of their names, numbers their digits, and
// every value has its place. [encoding/json] reads token by token too, with an
// allocation for each.
package jsontext

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Reader is at a place in a JSON text, before a value. Whoever calls follows
// the text: [Reader.Kind] says which of the other methods is next.
type Reader struct {
	data []byte
	at   int
}

// Kind is the first character of a value: '{', '[', '"', 't', 'f', 'n', and
// Number for every number.
type Kind byte

// Number is the kind of every number.
const Number Kind = '0'

// NewReader returns a reader at the beginning of a text that is one JSON value,
// or the error of [encoding/json], which refuses values nested more than 10,000
// deep too.
func NewReader(data []byte) (*Reader, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return nil, err
	}
	return &Reader{data: data}, nil
}

// Kind returns the kind of the value that is next.
func (r *Reader) Kind() Kind {
	r.space()
	switch c := r.data[r.at]; c {
	case '{', '[', '"', 't', 'f', 'n':
		return Kind(c)
	}
	return Number
}

// Enter goes into an object or a list.
func (r *Reader) Enter() {
	r.space()
	r.at++
}

// More reports whether the object or list has a further member, and goes to
// it; to the end of the object or list where there is none.
func (r *Reader) More() bool {
	r.space()
	switch r.data[r.at] {
	case '}', ']':
		r.at++
		return false
	case ',':
		r.at++
	}
	return true
}

// Name reads the name of a member of an object.
func (r *Reader) Name() string {
	name := r.Text()
	r.space()
	r.at++ // the colon
	return name
}

// Text reads a string.
func (r *Reader) Text() string {
	r.space()
	begin := r.at
	plain := true
	for r.at++; r.data[r.at] != '"'; r.at++ {
		if c := r.data[r.at]; c == '\\' {
			plain = false
			r.at++
		} else if c >= utf8.RuneSelf {
			plain = false
		}
	}
	r.at++
	written := r.data[begin:r.at]
	if plain || utf8.Valid(written) && bytes.IndexByte(written, '\\') < 0 {
		return string(written[1 : len(written)-1])
	}
	var text string
	if err := json.Unmarshal(written, &text); err != nil {
		panic(err) // NewReader has seen to it that it is JSON
	}
	return text
}

// Word reads a number, true, false or null, as it is written.
func (r *Reader) Word() string {
	r.space()
	begin := r.at
	for r.at < len(r.data) && bytes.IndexByte([]byte(" \t\r\n,]}"), r.data[r.at]) < 0 {
		r.at++
	}
	return string(r.data[begin:r.at])
}

// Offset is how many bytes of the text have been read.
func (r *Reader) Offset() int { return r.at }

func (r *Reader) space() {
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return
		}
	}
}

package table

import (
	"slices"
	"strings"
)

// Place is what the names of patterns stand for in one place: a bucket, a
// prefix in it, a repository. It can't be changed; With makes another one, which
// shares what the first has: a registry has thousands of places.
type Place struct{ last *value }

type value struct {
	name   string
	texts  []string
	before *value
}

// With returns the place with one more name. A name without texts is known to
// stand for nothing.
//
// Of a name that is given twice, the last one counts.
func (p Place) With(name string, texts ...string) Place {
	return Place{&value{name, texts, p.last}}
}

// texts returns what a name stands for. A name that no one has said anything of
// is a mistake in the table.
func (p Place) texts(name string) []string {
	for v := p.last; v != nil; v = v.before {
		if v.name == name {
			return v.texts
		}
	}
	panic("table: nothing is known of {" + name + "}")
}

// pattern is a text with names in it: a text, a name, a text, …, a text.
type pattern struct{ texts, names []string }

func cut(text string) pattern {
	var p pattern
	for {
		before, rest, found := strings.Cut(text, "{")
		p.texts = append(p.texts, before)
		if !found {
			return p
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			panic("table: no } in " + text)
		}
		p.names, text = append(p.names, name), after
	}
}

func cutAll(texts []string) []pattern {
	all := make([]pattern, len(texts))
	for i, text := range texts {
		all[i] = cut(text)
	}
	return all
}

// longest is more than most resources have, so that few need a buffer of their
// own.
const longest = 128

// fill adds what the pattern stands for in a place to texts, each text once.
// What is put in is not looked at again.
func (p pattern) fill(at Place, texts []string) []string {
	var buffer [longest]byte
	return p.fillFrom(0, at, buffer[:0], texts)
}

func (p pattern) fillFrom(i int, at Place, before []byte, texts []string) []string {
	before = append(before, p.texts[i]...)
	if i == len(p.names) {
		if text := string(before); !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		return texts
	}
	for _, text := range at.texts(p.names[i]) {
		texts = p.fillFrom(i+1, at, append(before, text...), texts)
	}
	return texts
}

func fillAll(patterns []pattern, at Place) []string {
	var texts []string
	for _, p := range patterns {
		texts = p.fill(at, texts)
	}
	return texts
}

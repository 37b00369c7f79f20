package main

import (
	"slices"
	"strings"
)

// truth says for each choice of a store's options whether something is in the
// policy. Choice i has option b where bit b of i is set.
type truth []bool

// always reports whether it is so for every choice that counts.
func (t truth) always(counts truth) bool {
	for i, counted := range counts {
		if counted && !t[i] {
			return false
		}
	}
	return true
}

func (t truth) or(other truth) truth {
	all := slices.Clone(t)
	for i := range all {
		all[i] = all[i] || other[i]
	}
	return all
}

// term is options that must be set and options that must not, as bits.
type term struct{ set, unset int }

func (m term) holds(choice int) bool { return choice&m.set == m.set && choice&m.unset == 0 }

// terms returns terms one of which holds for each choice that counts and is
// true, and none for one that counts and is not. Each is as short as it can be.
func (t truth) terms(counts truth, options int) []term {
	var all []term
	for i := range t {
		if !counts[i] || !t[i] || slices.ContainsFunc(all, func(m term) bool { return m.holds(i) }) {
			continue
		}
		m := term{i, (1<<options - 1) &^ i}
		for bit := range options { // rather what is set than what is not
			if shorter := (term{m.set, m.unset &^ (1 << bit)}); !t.contradicts(shorter, counts) {
				m = shorter
			}
		}
		for bit := range options {
			if shorter := (term{m.set &^ (1 << bit), m.unset}); !t.contradicts(shorter, counts) {
				m = shorter
			}
		}
		all = append(all, m)
	}
	return all
}

// contradicts reports whether a term holds for a choice that is not true.
func (t truth) contradicts(m term, counts truth) bool {
	for i := range t {
		if counts[i] && !t[i] && m.holds(i) {
			return true
		}
	}
	return false
}

// conditions are the conditions of the template by their names.
type conditions map[string]any

// of returns the name of the condition under which something is true, among the
// choices that count.
func (c conditions) of(t, counts truth, inputs []input) string {
	var names []string
	var either []any
	for _, m := range t.terms(counts, len(inputs)) {
		name := c.both(m, inputs)
		names, either = append(names, name), append(either, map[string]any{"Condition": name})
	}
	if len(names) == 1 {
		return names[0]
	}
	name := strings.Join(names, "Or")
	c[name] = map[string]any{"Fn::Or": either}
	return name
}

// given returns the name of the condition that a parameter is given.
func (c conditions) given(in input) string {
	c["With"+in.name] = in.given()
	return "With" + in.name
}

// both returns the name of the condition under which a term holds.
func (c conditions) both(m term, inputs []input) string {
	var names []string
	var each []any
	for i, in := range inputs {
		switch {
		case m.set&(1<<i) != 0:
			names, each = append(names, "With"+in.name), append(each, in.given())
		case m.unset&(1<<i) != 0:
			names, each = append(names, "Without"+in.name), append(each, in.absent())
		}
	}
	name := strings.Join(names, "")
	c[name] = each[0]
	if len(each) > 1 {
		c[name] = map[string]any{"Fn::And": each}
	}
	return name
}

func not(condition any) any { return map[string]any{"Fn::Not": []any{condition}} }

func equals(parameter, value string) any {
	return map[string]any{"Fn::Equals": []any{ref(parameter), value}}
}

func ref(id string) map[string]any { return map[string]any{"Ref": id} }

var noValue = ref("AWS::NoValue")

// unless is a value, except under a condition.
func unless(condition string, value any) map[string]any {
	return map[string]any{"Fn::If": []any{condition, noValue, value}}
}

func when(condition string, then any) map[string]any {
	return map[string]any{"Fn::If": []any{condition, then, noValue}}
}

package main

import (
	"math/bits"
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// part is an element of a statement, or a whole one, and the choices with it.
type part struct {
	text string
	in   truth
}

// parts are the elements of a list, in their order.
type parts []*part

// add says that a choice has a text.
func (p *parts) add(text string, choice, choices int) {
	i := slices.IndexFunc(*p, func(e *part) bool { return e.text == text })
	if i < 0 {
		i = len(*p)
		*p = append(*p, &part{text, make(truth, choices)})
	}
	(*p)[i].in[choice] = true
}

// statement is what the statements of one Sid are for all choices.
type statement struct {
	sid                string
	effect             policy.Effect
	in                 truth
	actions, resources parts
	conditions         map[string]map[string]*values
}

// values are those of a condition key.
type values struct {
	in   truth
	list parts
}

// merge puts the statements of one choice beside those of the others.
func merge(all []*statement, made []policy.Statement, choice, choices int) []*statement {
	after := -1
	for _, s := range made {
		i := slices.IndexFunc(all, func(m *statement) bool { return m.sid == s.Sid })
		if i < 0 {
			i = after + 1
			all = slices.Insert(all, i, &statement{sid: s.Sid, effect: s.Effect, in: make(truth, choices), conditions: map[string]map[string]*values{}})
		}
		after = i
		m := all[i]
		m.in[choice] = true
		for _, action := range s.Actions {
			m.actions.add(action, choice, choices)
		}
		for _, resource := range s.Resources {
			m.resources.add(resource, choice, choices)
		}
		for operator, keys := range s.Conditions {
			if m.conditions[operator] == nil {
				m.conditions[operator] = map[string]*values{}
			}
			for key, list := range keys {
				if m.conditions[operator][key] == nil {
					m.conditions[operator][key] = &values{in: make(truth, choices)}
				}
				v := m.conditions[operator][key]
				v.in[choice] = true
				for _, text := range list {
					v.list.add(text, choice, choices)
				}
			}
		}
	}
	return all
}

// writer writes statements with conditions of CloudFormation in them.
type writer struct {
	conditions conditions
	inputs     []input
}

// under returns a value, under the condition that it is in there where that is
// not always so.
func (w writer) under(in, counts truth, value any) any {
	if in.always(counts) {
		return value
	}
	// Of one option that must not be set, the condition that it is set will do:
	// checkers try every combination of conditions.
	if terms := in.terms(counts, len(w.inputs)); len(terms) == 1 && terms[0].set == 0 && bits.OnesCount(uint(terms[0].unset)) == 1 {
		return unless(w.conditions.given(w.inputs[bits.TrailingZeros(uint(terms[0].unset))]), value)
	}
	return when(w.conditions.of(in, counts, w.inputs), value)
}

func (w writer) list(p parts, counts truth) any {
	list := make([]any, len(p))
	for i, e := range p {
		list[i] = w.under(e.in, counts, e.text)
	}
	if text, ok := list[0].(string); ok && len(list) == 1 {
		return text
	}
	return list
}

// statement writes one statement; counts are the choices that are legal.
func (w writer) statement(s *statement, counts truth) any {
	made := map[string]any{"Sid": s.sid, "Effect": string(s.effect), "Action": w.list(s.actions, s.in), "Resource": w.list(s.resources, s.in)}
	block, conditional := map[string]any{}, make(truth, len(s.in))
	operators := map[string]truth{}
	for operator, keys := range s.conditions {
		operators[operator] = make(truth, len(s.in))
		for _, v := range keys {
			operators[operator] = operators[operator].or(v.in)
		}
		conditional = conditional.or(operators[operator])
	}
	// Each is under its condition as a whole: an operator without keys, and a
	// condition without operators, are none of IAM's.
	for operator, keys := range s.conditions {
		made := map[string]any{}
		for key, v := range keys {
			made[key] = w.under(v.in, operators[operator], w.list(v.list, v.in))
		}
		block[operator] = w.under(operators[operator], conditional, made)
	}
	if len(block) > 0 {
		made["Condition"] = w.under(conditional, s.in, block)
	}
	return w.under(s.in, counts, made)
}

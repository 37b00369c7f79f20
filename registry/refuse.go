package registry

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
)

type misfit struct {
	at []string
	fault.Fault
}

// misfits are the values that are not what they have to be. While a value is
// checked, at leads to it.
type misfits struct {
	found []misfit
	at    []string
}

// add reports what at leads to, or the keys below it.
func (m *misfits) add(value, problem, remedy string, below ...string) {
	at := slices.Concat(m.at, below)
	m.found = append(m.found, misfit{at, fault.Fault{Option: place(at), Value: value, Problem: problem, Remedy: remedy}})
}

func (m *misfits) below(step string, visit func()) {
	m.at = append(m.at, step)
	visit()
	m.at = m.at[:len(m.at)-1]
}

// refuse reports what is no value of a registry, in the order of the rows, and
// within one in that of the alphabet. It returns the rows that have faults, and
// whether everything else is sound.
func refuse(faults *fault.List, value any) (unsound map[int]bool, sound bool) {
	var m misfits
	m.tokens(value)
	m.check(registryShape(), value)
	slices.SortStableFunc(m.found, func(a, b misfit) int {
		return cmp.Or(slices.CompareFunc(a.at, b.at, compareSteps), cmp.Compare(a.Problem, b.Problem))
	})
	unsound, sound = map[int]bool{}, true
	for _, f := range m.found {
		*faults = append(*faults, f.Fault)
		if len(f.at) < 2 || f.at[0] != "repositories" {
			sound = false
			continue
		}
		row, _ := strconv.Atoi(f.at[1])
		unsound[row] = true
	}
	return unsound, sound
}

// compareSteps compares rows by their number, keys by the alphabet.
func compareSteps(a, b string) int {
	if isNumber(a) && isNumber(b) {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}

func isNumber(step string) bool { return step != "" && strings.Trim(step, "0123456789") == "" }

// tokens reports the texts that hold a CDK token, wherever they are.
func (m *misfits) tokens(value any) {
	switch value := value.(type) {
	case string:
		if holdsToken(value) {
			m.add(value, "holds a CDK token, which means nothing outside a CDK app", "write the value itself")
		}
	case []any:
		for i, item := range value {
			m.below(strconv.Itoa(i), func() { m.tokens(item) })
		}
	case map[string]any:
		for key, item := range value {
			m.below(key, func() { m.tokens(item) })
		}
	}
}

// holdsToken reports whether a text has what looks like a token: a template would
// make a reference of it.
func holdsToken(text string) bool { return strings.Contains(text, "{Token[") }

// place writes a location as people do: "repositories[3].s3.bucket".
func place(location []string) string {
	var b strings.Builder
	for _, step := range location {
		if isNumber(step) {
			b.WriteString("[" + step + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		if step == "" {
			step = `""`
		}
		b.WriteString(step)
	}
	if b.Len() == 0 {
		return "the registry"
	}
	return b.String()
}

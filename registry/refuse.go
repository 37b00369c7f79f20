package registry

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/schema"
)

type misfit struct {
	at []string
	fault.Fault
}

type misfits []misfit

func (m *misfits) add(at []string, value, problem, remedy string) {
	*m = append(*m, misfit{at, fault.Fault{Option: place(at), Value: value, Problem: problem, Remedy: remedy}})
}

// refuseBySchema reports where a value does not fit the schema, or holds a CDK
// token. It returns the rows that don't fit, and whether everything else does.
// The schema is asked in an order that changes, and so the faults are sorted.
func refuseBySchema(faults *fault.List, value any) (unsound map[int]bool, sound bool) {
	var found misfits
	tokens := map[string]bool{}
	texts(value, nil, func(at []string, text string) {
		// Whatever looks like one: a template would make a reference of it.
		if strings.Contains(text, "{Token[") {
			found.add(at, text, "holds a CDK token, which means nothing outside a CDK app", "write the value itself")
			tokens[place(at)] = true
		}
	})
	ofRegistry().Check(value, func(p schema.Problem) {
		if !tokens[place(p.At)] {
			found.word(p, value)
		}
	})
	slices.SortStableFunc(found, func(a, b misfit) int {
		return cmp.Or(slices.CompareFunc(a.at, b.at, compareSteps), cmp.Compare(a.Problem, b.Problem))
	})
	unsound, sound = map[int]bool{}, true
	for _, m := range found {
		*faults = append(*faults, m.Fault)
		if len(m.at) < 2 || m.at[0] != "repositories" {
			sound = false
			continue
		}
		row, _ := strconv.Atoi(m.at[1])
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

// texts visits every text of a value, keys in alphabetical order.
func texts(value any, at []string, visit func(at []string, text string)) {
	switch value := value.(type) {
	case string:
		visit(at, value)
	case []any:
		for i, item := range value {
			texts(item, append(slices.Clip(at), strconv.Itoa(i)), visit)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			texts(value[key], append(slices.Clip(at), key), visit)
		}
	}
}

// wording is the problem and the remedy by the keyword of the schema, … being
// what that wants.
var wording = map[string][2]string{
	"":                     {"does not fit the schema", "see schema.json"},
	"additionalProperties": {"is no option", "check its spelling and its place, or leave it out"},
	"const":                {"is not …", "write …"},
	"enum":                 {"is not one of …", "write one of them"},
	"maximum":              {"is more than …", "write at most that"},
	"maxLength":            {"is longer than … characters", "shorten it"},
	"minimum":              {"is less than …", "write at least that"},
	"minItems":             {"is empty", "write at least one"},
	"minLength":            {"is shorter than … characters", "write the whole of it, or leave it out"},
	"pattern":              {"does not have the form that is wanted", "see the description of this option in the schema; it matches …"},
	"required":             {"is missing", "add it"},
}

// word adds what does not fit the schema.
func (m *misfits) word(p schema.Problem, document any) {
	words, known := wording[p.Keyword]
	switch {
	case p.Keyword == "required" || p.Keyword == "additionalProperties":
		for _, name := range p.Want {
			m.add(append(slices.Clip(p.At), name), "", words[0], words[1])
		}
		return
	case p.Keyword == "type":
		words = [2]string{"is " + article(p.Got) + ", where " + article(strings.Join(p.Want, " or ")) + " is wanted", "write " + article(p.Want[0])}
	case p.Keyword == "uniqueItems":
		words = [2]string{fmt.Sprintf("has the same at [%d] and [%d]", p.Same[0], p.Same[1]), "leave one out"}
	case !known:
		words = wording[""]
	}
	fill := strings.NewReplacer("…", strings.Join(p.Want, ", "))
	m.add(p.At, shown(at(document, p.At)), fill.Replace(words[0]), fill.Replace(words[1]))
}

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
		b.WriteString(step)
	}
	if b.Len() == 0 {
		return "the registry"
	}
	return b.String()
}

func at(value any, location []string) any {
	for _, step := range location {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, _ := strconv.Atoi(step)
			value = v[i]
		}
	}
	return value
}

// shown is a scalar; lists and objects are too long for a message.
func shown(value any) string {
	switch value.(type) {
	case map[string]any, []any, nil:
		return ""
	}
	return fmt.Sprint(value)
}

func article(what string) string {
	if what == "" || what == "null" {
		return "nothing"
	}
	if strings.ContainsRune("aeio", rune(what[0])) {
		return "an " + what
	}
	return "a " + what
}

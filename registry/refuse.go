package registry

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/cipublisher/cipublisher/fault"
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
	var invalid *jsonschema.ValidationError
	if err := schema().Validate(value); errors.As(err, &invalid) {
		leaves(invalid, func(leaf *jsonschema.ValidationError) {
			if !tokens[place(leaf.InstanceLocation)] {
				found.word(leaf, value)
			}
		})
	}
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

// leaves visits the errors that have no causes of their own.
func leaves(e *jsonschema.ValidationError, visit func(*jsonschema.ValidationError)) {
	if len(e.Causes) == 0 {
		visit(e)
	}
	for _, cause := range e.Causes {
		leaves(cause, visit)
	}
}

// word adds what does not fit the schema.
func (m *misfits) word(e *jsonschema.ValidationError, document any) {
	value := shown(at(document, e.InstanceLocation))
	add := func(value, problem, remedy string) { m.add(e.InstanceLocation, value, problem, remedy) }
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, missing := range k.Missing {
			m.add(append(slices.Clip(e.InstanceLocation), missing), "", "is missing", "add it")
		}
	case *kind.AdditionalProperties:
		for _, unknown := range k.Properties {
			m.add(append(slices.Clip(e.InstanceLocation), unknown), "", "is no option", "check its spelling and its place, or leave it out")
		}
	case *kind.Type:
		add(value, "is "+article(k.Got)+", where "+article(strings.Join(k.Want, " or "))+" is wanted", "write "+article(k.Want[0]))
	case *kind.Enum:
		add(value, "is not one of "+list(k.Want), "write one of them")
	case *kind.Const:
		add(value, "is not "+fmt.Sprint(k.Want), "write "+fmt.Sprint(k.Want))
	case *kind.Pattern:
		add(value, "does not have the form that is wanted", "see the description of this option in the schema; it matches "+k.Want)
	case *kind.UniqueItems:
		add("", fmt.Sprintf("has the same at [%d] and [%d]", k.Duplicates[0], k.Duplicates[1]), "leave one out")
	case *kind.MinItems:
		add("", "is empty", "write at least one")
	case *kind.MinLength:
		add(value, fmt.Sprintf("is shorter than %d characters", k.Want), "write the whole of it, or leave it out")
	case *kind.MaxLength:
		add(value, fmt.Sprintf("is longer than %d characters", k.Want), "shorten it")
	case *kind.Minimum:
		add(value, "is less than "+k.Want.RatString(), "write at least that")
	case *kind.Maximum:
		add(value, "is more than "+k.Want.RatString(), "write at most that")
	default:
		add(value, "does not fit the schema", "see schema.json")
	}
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

func list(values []any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, ", ")
}

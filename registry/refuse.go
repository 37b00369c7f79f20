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

// refuseBySchema reports where a value does not fit the schema, or holds a CDK
// token. It returns the rows that don't fit, and whether everything else does.
// The schema is asked in an order that changes, and so the faults are sorted.
func refuseBySchema(all *fault.List, value any) (unsound map[int]bool, sound bool) {
	faults := &fault.List{}
	defer func() {
		slices.SortStableFunc(*faults, func(a, b fault.Fault) int {
			return cmp.Or(comparePlaces(a.Option, b.Option), cmp.Compare(a.Problem, b.Problem))
		})
		*all = append(*all, *faults...)
	}()
	unsound, sound = map[int]bool{}, true
	mark := func(at []string) {
		if len(at) < 2 || at[0] != "repositories" {
			sound = false
			return
		}
		row, _ := strconv.Atoi(at[1])
		unsound[row] = true
	}
	tokens := map[string]bool{}
	texts(value, nil, func(at []string, text string) {
		// Whatever looks like one: a template would make a reference of it.
		if strings.Contains(text, "{Token[") {
			faults.Add(place(at), text, "holds a CDK token, which means nothing outside a CDK app", "write the value itself")
			tokens[place(at)] = true
			mark(at)
		}
	})
	var invalid *jsonschema.ValidationError
	if err := schema().Validate(value); errors.As(err, &invalid) {
		leaves(invalid, func(leaf *jsonschema.ValidationError) {
			if !tokens[place(leaf.InstanceLocation)] {
				add(faults, leaf, value)
			}
			mark(leaf.InstanceLocation)
		})
	}
	return unsound, sound
}

// comparePlaces compares places as people count: rows by their number, keys by
// the alphabet.
func comparePlaces(a, b string) int {
	number := func(text string) (n, length int) {
		for length < len(text) && text[length] >= '0' && text[length] <= '9' && length < 9 {
			n, length = 10*n+int(text[length]-'0'), length+1
		}
		return n, length
	}
	for i, j := 0, 0; ; i, j = i+1, j+1 {
		if i >= len(a) || j >= len(b) {
			return cmp.Compare(len(a)-i, len(b)-j)
		}
		if x, digits := number(a[i:]); digits > 0 {
			if y, others := number(b[j:]); others > 0 {
				if x != y {
					return cmp.Compare(x, y)
				}
				i, j = i+digits-1, j+others-1
				continue
			}
		}
		if a[i] != b[j] {
			return cmp.Compare(a[i], b[j])
		}
	}
}

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

// add words an error of the schema.
func add(faults *fault.List, e *jsonschema.ValidationError, document any) {
	place, value := place(e.InstanceLocation), text(at(document, e.InstanceLocation))
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, missing := range k.Missing {
			faults.Add(under(e.InstanceLocation, missing), "", "is missing", "add it")
		}
	case *kind.AdditionalProperties:
		for _, unknown := range k.Properties {
			faults.Add(under(e.InstanceLocation, unknown), "", "is no option", "check its spelling and its place, or leave it out")
		}
	case *kind.Type:
		faults.Add(place, value, "is "+article(k.Got)+", where "+article(strings.Join(k.Want, " or "))+" is wanted", "write "+article(k.Want[0]))
	case *kind.Enum:
		faults.Add(place, value, "is not one of "+list(k.Want), "write one of them")
	case *kind.Const:
		faults.Add(place, value, "is not "+fmt.Sprint(k.Want), "write "+fmt.Sprint(k.Want))
	case *kind.Pattern:
		faults.Add(place, value, "does not have the form that is wanted", "see the description of this option in the schema; it matches "+k.Want)
	case *kind.UniqueItems:
		faults.Add(place, "", fmt.Sprintf("has the same at [%d] and [%d]", k.Duplicates[0], k.Duplicates[1]), "leave one out")
	case *kind.MinItems:
		faults.Add(place, "", "is empty", "write at least one")
	case *kind.MinLength:
		faults.Add(place, value, fmt.Sprintf("is shorter than %d characters", k.Want), "write the whole of it, or leave it out")
	case *kind.MaxLength:
		faults.Add(place, value, fmt.Sprintf("is longer than %d characters", k.Want), "shorten it")
	case *kind.Minimum:
		faults.Add(place, value, "is less than "+k.Want.RatString(), "write at least that")
	case *kind.Maximum:
		faults.Add(place, value, "is more than "+k.Want.RatString(), "write at most that")
	default:
		faults.Add(place, value, "does not fit the schema", "see schema.json")
	}
}

// place writes a location as people do: "repositories[3].s3.bucket".
func place(location []string) string {
	var b strings.Builder
	for _, step := range location {
		if _, err := strconv.Atoi(step); err == nil {
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

func under(location []string, name string) string {
	if len(location) == 0 {
		return name
	}
	return place(location) + "." + name
}

// at returns the value at a location.
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

// text shows a scalar; lists and objects are too long for a message.
func text(value any) string {
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

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
	ofRegistry().Check(value, func(p schema.Problem) {
		if !tokens[place(p.At)] {
			add(faults, p, value)
		}
		mark(p.At)
	})
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

// add words what does not fit the schema.
func add(faults *fault.List, p schema.Problem, document any) {
	place, value := place(p.At), text(at(document, p.At))
	want := strings.Join(p.Want, ", ")
	switch p.Keyword {
	case "required":
		for _, missing := range p.Want {
			faults.Add(under(p.At, missing), "", "is missing", "add it")
		}
	case "additionalProperties":
		for _, unknown := range p.Want {
			faults.Add(under(p.At, unknown), "", "is no option", "check its spelling and its place, or leave it out")
		}
	case "type":
		faults.Add(place, value, "is "+article(p.Got)+", where "+article(strings.Join(p.Want, " or "))+" is wanted", "write "+article(p.Want[0]))
	case "enum":
		faults.Add(place, value, "is not one of "+want, "write one of them")
	case "const":
		faults.Add(place, value, "is not "+want, "write "+want)
	case "pattern":
		faults.Add(place, value, "does not have the form that is wanted", "see the description of this option in the schema; it matches "+want)
	case "uniqueItems":
		faults.Add(place, "", fmt.Sprintf("has the same at [%d] and [%d]", p.Same[0], p.Same[1]), "leave one out")
	case "minItems":
		faults.Add(place, "", "is empty", "write at least one")
	case "minLength":
		faults.Add(place, value, "is shorter than "+want+" characters", "write the whole of it, or leave it out")
	case "maxLength":
		faults.Add(place, value, "is longer than "+want+" characters", "shorten it")
	case "minimum":
		faults.Add(place, value, "is less than "+want, "write at least that")
	case "maximum":
		faults.Add(place, value, "is more than "+want, "write at most that")
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

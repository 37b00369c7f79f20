package cfn

import (
	"slices"
	"strconv"
	"strings"
)

// When is what is assumed of what only the deployment decides.
type When []Assumption

// Assumption narrows what something may be.
type Assumption struct {
	// About is a parameter ("parameter Stage") or the text of a condition.
	About string
	// Options are what it may be, Others what it may be without that
	// assumption. Of a parameter: Default, a value in quotes, Another; of a
	// condition: Holds, Fails.
	Options, Others []string
}

// The options that are no value in quotes. Whether a parameter is given at all
// matters, because a default may change.
const (
	// Default: no value is given.
	Default = "its default"
	// Another: a value is given that no condition of the template names.
	Another = "another value"
	// Holds and Fails: of a condition that is not about a parameter alone.
	Holds = "true"
	Fails = "false"
)

// Another reports whether the assumption leaves more open than it names.
func (a Assumption) Another() bool { return slices.Contains(a.Options, Another) }

// Key is equal where the assumptions are.
func (w When) Key() string {
	texts := make([]string, len(w))
	for i, a := range w {
		texts[i] = a.About + "=" + strings.Join(a.Options, "|")
	}
	slices.Sort(texts)
	return strings.Join(texts, "\x00")
}

// and adds an assumption, in place of a wider one about the same.
func (w When) and(a Assumption) When {
	narrowed := slices.DeleteFunc(slices.Clone(w), func(other Assumption) bool { return other.About == a.About })
	return append(narrowed, a)
}

// With adds other assumptions. It is not possible where they exclude each
// other.
func (w When) With(others When) (both When, possible bool) {
	both = w
	for _, a := range others {
		if options := both.about(a.About); options != nil {
			left := slices.DeleteFunc(slices.Clone(options), func(o string) bool { return !slices.Contains(a.Options, o) })
			if len(left) == 0 {
				return nil, false
			}
			all := slices.Concat(a.Options, a.Others)
			a = Assumption{a.About, left, slices.DeleteFunc(all, func(o string) bool { return slices.Contains(left, o) })}
		}
		both = both.and(a)
	}
	return both, true
}

// about returns the options that are left of something.
func (w When) about(about string) []string {
	for _, a := range w {
		if a.About == about {
			return a.Options
		}
	}
	return nil
}

// aboutParameter begins what an assumption about a parameter is about.
const aboutParameter = "parameter "

// about is what an assumption about a parameter of this template is about.
func (t *Template) about(parameter string) string { return aboutParameter + t.scoped(parameter) }

// universe returns everything that something may be.
func (t *Template) universe(about string) []string {
	name, isParameter := strings.CutPrefix(about, aboutParameter)
	if !isParameter {
		return []string{Holds, Fails}
	}
	name = strings.TrimPrefix(name, t.scope.Name)
	var all []string
	if t.parameters[name].known {
		all = append(all, Default)
	}
	for _, value := range t.compared[name] {
		all = append(all, strconv.Quote(value))
	}
	return append(all, Another)
}

// comparedValues collects the values that conditions compare parameters with.
func comparedValues(conditions any, into map[string][]string) {
	switch value := conditions.(type) {
	case []any:
		for _, element := range value {
			comparedValues(element, into)
		}
	case map[string]any:
		for name, element := range value {
			comparedValues(element, into)
			pair, _ := element.([]any)
			if name != "Fn::Equals" || len(pair) != 2 {
				continue
			}
			for i := range pair {
				parameter, isRef := object(pair[i])["Ref"].(string)
				text, isText := pair[1-i].(string)
				if isRef && isText && !slices.Contains(into[parameter], text) {
					into[parameter] = append(into[parameter], text)
					slices.Sort(into[parameter])
				}
			}
		}
	}
}

package cfn

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// forEach begins the name of a loop.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
const forEach = "Fn::ForEach::"

// unrolled returns a section of the template with its loops expanded, at any
// depth. A loop over the section that goes over what is not known, and what a
// transform adds to it, is named in Elsewhere.
func (t *Template) unrolled(name string, section map[string]any) map[string]any {
	v := t.view(nil)
	expanded := object(v.unrolled(section))
	for _, key := range slices.Sorted(maps.Keys(expanded)) {
		if strings.HasPrefix(key, forEach) || key == "Fn::Transform" {
			t.elsewhere(name+" "+key, expanded[key])
			delete(expanded, key)
		}
	}
	return expanded
}

// unrolled returns a value with its loops expanded, as far as what they go
// over is known. The others stay.
func (v *view) unrolled(value any) any {
	if !v.template.step() {
		return nil
	}
	switch value := value.(type) {
	case []any:
		list := make([]any, len(value))
		for i, element := range value {
			list[i] = v.unrolled(element)
		}
		return list
	case map[string]any:
		expanded := make(map[string]any, len(value))
		for name := range ordered(value) {
			if bodies, known := v.bodies(name, value[name]); known {
				for _, body := range bodies {
					for key, element := range object(v.unrolled(body)) {
						_, twice := expanded[key]
						if _, own := value[key]; own || twice {
							expanded[name] = v.unrolled(value[name]) // which of the two counts is not known
						}
						expanded[key] = element
					}
				}
			} else {
				expanded[name] = v.unrolled(value[name])
			}
		}
		return expanded
	}
	return value
}

// ordered returns the names of an object: in alphabetical order where there is a
// loop among them, whose body meets what came before it.
func ordered(object map[string]any) iter.Seq[string] {
	for name := range object {
		if strings.HasPrefix(name, forEach) {
			return slices.Values(slices.Sorted(maps.Keys(object)))
		}
	}
	return maps.Keys(object)
}

// bodies returns the body of a loop for each element that it goes over.
func (v *view) bodies(name string, value any) ([]any, bool) {
	loop, isList := value.([]any)
	if !strings.HasPrefix(name, forEach) || !isList || len(loop) != 3 {
		return nil, false
	}
	variable, isText := loop[0].(string)
	elements, known := v.collection(loop[1])
	if !isText || !known {
		return nil, false
	}
	bodies := make([]any, len(elements))
	for i, element := range elements {
		bodies[i] = v.template.replaced(loop[2], variable, element)
	}
	return bodies, true
}

// collection returns what a loop goes over: known texts.
func (v *view) collection(value any) ([]string, bool) {
	list, isList := v.resolve(value).([]any)
	texts := make([]string, 0, len(list))
	for _, element := range list {
		text, isText := element.(string)
		if !isText || policy.HasUnknown(text) {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, isList && v.pending == ""
}

// replaced returns a copy of a loop's body for one element: ${Variable} and
// &{Variable} in every text, and Ref of the variable. (With & the element
// loses what no logical id may have.)
func (t *Template) replaced(body any, variable, element string) any {
	alphanumeric := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, element)
	replacer := strings.NewReplacer("${"+variable+"}", element, "&{"+variable+"}", alphanumeric)
	return t.copied(body, replacer, map[string]string{variable: element})
}

// copied copies a value with its texts, and references to variables, replaced.
func (t *Template) copied(value any, texts *strings.Replacer, variables map[string]string) any {
	if !t.step() {
		return nil
	}
	switch value := value.(type) {
	case string:
		return texts.Replace(value)
	case []any:
		list := make([]any, len(value))
		for i, e := range value {
			list[i] = t.copied(e, texts, variables)
		}
		return list
	case map[string]any:
		if name, ok := value["Ref"].(string); ok && len(value) == 1 {
			if element, ok := variables[name]; ok {
				return element
			}
		}
		object := make(map[string]any, len(value))
		for name, e := range value {
			object[texts.Replace(name)] = t.copied(e, texts, variables)
		}
		return object
	}
	return value
}

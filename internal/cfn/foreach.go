package cfn

import (
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// forEach begins the name of a loop.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
const forEach = "Fn::ForEach::"

// unrolled returns a section of the template with its loops expanded. A loop
// over what is not known is named in Elsewhere.
func (t *Template) unrolled(section map[string]any) map[string]any {
	v := t.view(nil)
	expanded := v.unrolled(section)
	for _, name := range slices.Sorted(maps.Keys(expanded)) {
		if strings.HasPrefix(name, forEach) || name == "Fn::Transform" {
			t.elsewhere(name, expanded[name])
			delete(expanded, name)
		}
	}
	return expanded
}

// unrolled returns an object with its loops expanded, as far as what they go
// over is known.
func (v *view) unrolled(value map[string]any) map[string]any {
	loops := slices.DeleteFunc(slices.Sorted(maps.Keys(value)), func(name string) bool { return !strings.HasPrefix(name, forEach) })
	if len(loops) == 0 {
		return value
	}
	expanded := maps.Clone(value)
	for _, name := range loops {
		loop, _ := value[name].([]any)
		if len(loop) != 3 {
			continue
		}
		variable, isText := loop[0].(string)
		elements, known := v.collection(loop[1])
		if !isText || !known {
			continue
		}
		delete(expanded, name)
		for _, element := range elements {
			body, _ := v.template.replaced(loop[2], variable, element).(map[string]any)
			maps.Copy(expanded, v.unrolled(body))
		}
	}
	return expanded
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
func (t *Template) replaced(value any, variable, element string) any {
	if !t.step() {
		return nil
	}
	alphanumeric := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, element)
	replacer := strings.NewReplacer("${"+variable+"}", element, "&{"+variable+"}", alphanumeric)
	switch value := value.(type) {
	case string:
		return replacer.Replace(value)
	case []any:
		list := make([]any, len(value))
		for i, e := range value {
			list[i] = t.replaced(e, variable, element)
		}
		return list
	case map[string]any:
		if value["Ref"] == variable && len(value) == 1 {
			return element
		}
		object := make(map[string]any, len(value))
		for name, e := range value {
			object[replacer.Replace(name)] = t.replaced(e, variable, element)
		}
		return object
	}
	return value
}

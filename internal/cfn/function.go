package cfn

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// functions compute a function from its resolved argument, and report whether
// they can; otherwise its value is unknown. What is not here is never known.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
var functions = map[string]func(t *Template, argument any) (any, bool){
	"Fn::Join":         join,
	"Fn::Select":       selectElement,
	"Fn::Split":        split,
	"Fn::Length":       length,
	"Fn::ToJsonString": toJSON,
}

// call resolves a function.
func (v *view) call(name string, argument any) any {
	switch name {
	case "Ref":
		if id, ok := argument.(string); ok {
			return v.reference(id, "")
		}
	case "Fn::GetAtt":
		if id, attribute, ok := v.attribute(argument); ok {
			return v.reference(id, attribute)
		}
	case "Fn::If":
		return v.choose(argument)
	case "Fn::Sub":
		if text, ok := v.substitute(argument); ok {
			return text
		}
	case "Fn::FindInMap":
		return v.find(argument)
	}
	resolved := v.resolve(argument)
	if compute, ok := functions[name]; ok {
		if value, ok := compute(v.template, resolved); ok {
			return value
		}
	}
	return v.template.unknown(name, resolved)
}

// attribute reads the argument of Fn::GetAtt: a list of two, or the two with a
// dot between them.
func (v *view) attribute(argument any) (id, attribute string, ok bool) {
	switch argument := argument.(type) {
	case string:
		return strings.Cut(argument, ".")
	case []any:
		if len(argument) != 2 {
			return "", "", false
		}
		id, isText := argument[0].(string)
		attribute, known := v.resolve(argument[1]).(string)
		return id, attribute, isText && known && !policy.HasUnknown(attribute)
	}
	return "", "", false
}

// choose resolves the branch of Fn::If that counts. Where the deployment
// decides, the condition is pending.
func (v *view) choose(argument any) any {
	branches, ok := argument.([]any)
	if !ok || len(branches) != 3 {
		return v.template.unknown("Fn::If", v.resolve(argument))
	}
	name, isText := branches[0].(string)
	if !isText {
		name = "named by " + v.template.describe(branches[0])
	}
	switch d := v.decided(name); {
	case d.pending == "" && d.holds:
		return v.resolve(branches[1])
	case d.pending == "":
		return v.resolve(branches[2])
	case v.opaque:
		condition := v.template.describe(map[string]any{"Condition": name})
		return map[string]any{"Fn::If": []any{condition, v.resolve(branches[1]), v.resolve(branches[2])}}
	default:
		v.pending = first(v.pending, d.pending)
	}
	return absent
}

// find looks up a mapping. With a key that is not known, the value is one of
// the mapping's, all of which are part of its identity.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html
func (v *view) find(argument any) any {
	list, _ := v.resolve(argument).([]any)
	var keys []string
	for _, element := range list {
		if key, ok := element.(string); ok && len(keys) < 3 {
			keys = append(keys, key)
		}
	}
	if len(keys) != 3 {
		return v.template.unknown("Fn::FindInMap", list)
	}
	mapping, found := v.template.mappings[keys[0]]
	if !found {
		return v.template.unknown("Fn::FindInMap", list)
	}
	top, found := object(mapping)[keys[1]]
	value, foundToo := object(top)[keys[2]]
	switch {
	case found && foundToo:
		return v.resolve(value)
	case policy.HasUnknown(keys[1]) || policy.HasUnknown(keys[2]):
		return v.template.unknown("Fn::FindInMap", []any{list, v.resolve(mapping)})
	}
	if raw, _ := argument.([]any); len(raw) == 4 { // language extensions
		if preset, ok := object(raw[3])["DefaultValue"]; ok {
			return v.resolve(preset)
		}
	}
	return v.template.unknown("Fn::FindInMap", list)
}

// substitute replaces ${Name} and ${Name.Attribute}; ${!Name} is the text
// ${Name}, a policy variable.
func (v *view) substitute(argument any) (any, bool) {
	text, ok := argument.(string)
	var own map[string]any
	if pair, isPair := argument.([]any); isPair && len(pair) == 2 {
		text, ok = pair[0].(string)
		own = object(pair[1])
	}
	if !ok {
		return nil, false
	}
	var parts []string
	for {
		start := strings.Index(text, "${")
		end := strings.Index(text[max(start, 0):], "}")
		if start < 0 || end < 0 {
			return v.template.joined(append(parts, text)), true
		}
		parts = append(parts, text[:start])
		name := text[start+2 : start+end]
		text = text[start+end+1:]
		if literal, isLiteral := strings.CutPrefix(name, "!"); isLiteral {
			parts = append(parts, "${"+literal+"}")
			continue
		}
		name = strings.TrimSpace(name)
		value := any(nil)
		if element, isOwn := own[name]; isOwn {
			value = v.resolve(element)
		} else {
			id, attribute, _ := strings.Cut(name, ".")
			value = v.reference(id, attribute)
		}
		part, isText := value.(string)
		if !isText {
			part = v.template.unknown("text of", value)
		}
		parts = append(parts, part)
	}
}

func join(t *Template, argument any) (any, bool) {
	pair, _ := argument.([]any)
	if len(pair) != 2 {
		return nil, false
	}
	separator, ok1 := pair[0].(string)
	elements, ok2 := pair[1].([]any)
	if !ok1 || !ok2 {
		return nil, false
	}
	var parts []string
	for i, element := range elements {
		text, ok := element.(string)
		if !ok {
			return nil, false
		}
		if i > 0 {
			parts = append(parts, separator)
		}
		parts = append(parts, text)
	}
	return t.joined(parts), true
}

func selectElement(_ *Template, argument any) (any, bool) {
	pair, _ := argument.([]any)
	if len(pair) != 2 {
		return nil, false
	}
	text, _ := pair[0].(string)
	list, isList := pair[1].([]any)
	i, err := strconv.Atoi(text)
	if err != nil || !isList || i < 0 || i >= len(list) {
		return nil, false
	}
	return list[i], true
}

// split: where an unknown may have the delimiter in it, what comes out is not
// known.
func split(_ *Template, argument any) (any, bool) {
	pair, _ := argument.([]any)
	if len(pair) != 2 {
		return nil, false
	}
	delimiter, ok1 := pair[0].(string)
	text, ok2 := pair[1].(string)
	if !ok1 || !ok2 || delimiter == "" || policy.HasUnknown(delimiter+text) {
		return nil, false
	}
	var list []any
	for _, part := range strings.Split(text, delimiter) {
		list = append(list, part)
	}
	return list, true
}

func length(_ *Template, argument any) (any, bool) {
	list, ok := argument.([]any)
	return strconv.Itoa(len(list)), ok
}

func toJSON(_ *Template, argument any) (any, bool) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(shown(argument)) != nil || b.Len() > longestText {
		return nil, false
	}
	return strings.TrimSpace(b.String()), true
}

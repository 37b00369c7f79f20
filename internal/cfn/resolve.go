package cfn

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// absentValue is what AWS::NoValue and null are: the property is not there.
type absentValue struct{}

var absent = absentValue{}

// view resolves values under assumptions about conditions that only the
// deployment can decide.
type view struct {
	template *Template
	when     When
	// inCondition is true while a condition compares values: there a parameter
	// with a default may be given another value.
	inCondition bool
	// pending is the first condition met that is neither decided nor assumed;
	// what was resolved since is of no use.
	pending string
	// opaque resolves both branches of such conditions instead, for the
	// identity of an unknown.
	opaque    bool
	memo      map[string]any
	decisions map[string]decision
	open      map[string]bool
}

func (t *Template) view(when When) *view {
	key := when.Key()
	if v := t.views[key]; v != nil {
		v.pending = ""
		return v
	}
	v := t.newView(when)
	t.views[key] = v
	return v
}

func (t *Template) newView(when When) *view {
	return &view{template: t, when: when, memo: map[string]any{}, decisions: map[string]decision{}, open: map[string]bool{}}
}

// opaque resolves a value and keeps both branches of what is not decided.
func (t *Template) opaque(value any, when When) any {
	key := "opaque " + when.Key()
	v := t.views[key]
	if v == nil {
		v = t.newView(when)
		v.opaque = true
		t.views[key] = v
	}
	return v.resolve(value)
}

// resolve returns a value as far as it is known: text, which may have
// unknowns, a list, an object, or absent.
func (v *view) resolve(value any) any {
	if !v.template.step() {
		return policy.Unknown("not resolved")
	}
	switch value := value.(type) {
	case nil:
		return absent
	case string:
		return v.template.dynamic(value)
	case []any:
		list := make([]any, 0, len(value))
		for _, element := range value {
			if resolved := v.resolve(element); resolved != absent {
				list = append(list, resolved)
			}
		}
		return list
	case map[string]any:
		if name, argument, ok := call(value); ok {
			return v.call(name, argument)
		}
		object := make(map[string]any, len(value))
		for name, element := range value {
			if name == "Fn::Transform" {
				object[name] = v.template.unknown(name, v.resolve(element))
			} else if resolved := v.resolve(element); resolved != absent {
				object[name] = resolved
			}
		}
		return object
	}
	return value
}

// call returns the function that an object of one key calls.
func call(object map[string]any) (name string, argument any, ok bool) {
	if len(object) != 1 {
		return "", nil, false
	}
	for name, argument := range object {
		if name == "Ref" || strings.HasPrefix(name, "Fn::") && !strings.HasPrefix(name, forEach) {
			return name, argument, true
		}
	}
	return "", nil, false
}

// longestText bounds texts that functions make, in bytes: the largest that
// CloudFormation takes as a template in one piece is a little less.
const longestText = 64 << 10

// joined puts texts together, in which a dynamic reference may appear.
func (t *Template) joined(parts []string) string {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	if size > longestText {
		list := make([]any, len(parts))
		for i, part := range parts {
			list[i] = part
		}
		return t.unknown("a long text", list)
	}
	return t.dynamic(strings.Join(parts, ""))
}

// dynamic replaces references to a parameter store or a secret, whose value
// CloudFormation puts in.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
func (t *Template) dynamic(text string) string {
	const begin, end = "{{resolve:", "}}"
	at := strings.Index(text, begin)
	if at < 0 {
		return text
	}
	var b strings.Builder
	for at >= 0 {
		length := strings.Index(text[at:], end)
		if length < 0 {
			break
		}
		length += len(end)
		b.WriteString(text[:at])
		identity := escaped(text[at : at+length])
		if t.scope.Elsewhere {
			identity = t.scope.Name + identity
		}
		b.WriteString(policy.Unknown(short(identity)))
		text = text[at+length:]
		at = strings.Index(text, begin)
	}
	b.WriteString(text)
	return b.String()
}

package cfn

import (
	"reflect"
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

// decision is what is known of a condition: whether it holds, or the part of
// it that is not decided.
type decision struct {
	holds   bool
	pending string
}

// decided evaluates a condition by its name.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
func (v *view) decided(name string) decision {
	if d, done := v.decisions[name]; done {
		return d
	}
	var d decision
	switch expression, found := v.template.conditions[name]; {
	case !found || v.open[name]:
		d = v.assume("condition " + v.template.scoped(name))
	default:
		v.open[name] = true
		d = v.evaluate(expression)
		v.open[name] = false
		if coarse, ok := v.template.coarse[name]; ok && d.pending != "" {
			d = v.assume(coarse)
		}
	}
	v.decisions[name] = d
	return d
}

// assume decides a condition as it is assumed, or not at all.
func (v *view) assume(condition string) decision {
	if options := v.when.about(condition); len(options) == 1 {
		return decision{holds: options[0] == Holds}
	}
	return decision{pending: condition}
}

func (v *view) evaluate(expression any) decision {
	if !v.template.step() {
		return decision{}
	}
	function, argument := "", any(nil)
	if object := object(expression); len(object) == 1 {
		for function, argument = range object {
		}
	}
	list, _ := argument.([]any)
	name, isName := argument.(string)
	switch {
	case function == "Condition" && isName:
		return v.decided(name)
	case function == "Fn::Not" && len(list) == 1:
		d := v.evaluate(list[0])
		d.holds = !d.holds
		return d
	case function == "Fn::And" && len(list) > 0:
		return v.several(list, false)
	case function == "Fn::Or" && len(list) > 0:
		return v.several(list, true)
	case function == "Fn::Equals" && len(list) == 2:
		return v.equal(list[0], list[1])
	}
	return v.assume(v.template.scope.Name + v.template.describe(expression))
}

// several evaluates conditions of which one that comes out as decisive
// settles the whole.
func (v *view) several(list []any, decisive bool) decision {
	pending := ""
	for _, expression := range list {
		switch d := v.evaluate(expression); {
		case d.pending != "":
			pending = first(pending, d.pending)
		case d.holds == decisive:
			return decision{holds: decisive}
		}
	}
	return decision{holds: !decisive, pending: pending}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (v *view) equal(left, right any) decision {
	if v.another(left, right) || v.another(right, left) {
		return decision{}
	}
	outer := v.pending
	v.pending = ""
	v.inCondition = true
	a, b := v.resolve(left), v.resolve(right)
	v.inCondition = false
	inner := v.pending
	v.pending = outer
	switch {
	case inner != "":
		return decision{pending: inner}
	case reflect.DeepEqual(a, b):
		return decision{holds: true}
	case !hasUnknown(a) && !hasUnknown(b):
		return decision{}
	}
	texts := []string{compact(a), compact(b)}
	slices.Sort(texts)
	condition := texts[1] + " equals " + texts[0]
	if d := v.assume(condition); d.pending == "" {
		return d
	}
	return decision{pending: condition}
}

// another reports whether a parameter is assumed to be another value than all
// that it is compared with.
func (v *view) another(parameter, value any) bool {
	name, isRef := object(parameter)["Ref"].(string)
	text, isText := value.(string)
	options := v.when.about(v.template.about(name))
	return isRef && isText && len(options) == 1 && options[0] == Another && slices.Contains(v.template.compared[name], text)
}

func hasUnknown(value any) bool {
	switch value := value.(type) {
	case string:
		return policy.HasUnknown(value)
	case []any:
		return slices.ContainsFunc(value, hasUnknown)
	case map[string]any:
		for name, element := range value {
			if policy.HasUnknown(name) || hasUnknown(element) {
				return true
			}
		}
	}
	return false
}

// describe returns a text that changes with everything that a condition
// depends on.
func (t *Template) describe(expression any) string {
	return compact(t.opaque(t.spelledOut(expression, map[string]bool{}), nil))
}

// spelledOut replaces the names of conditions by what they say.
func (t *Template) spelledOut(expression any, open map[string]bool) any {
	if !t.step() {
		return nil
	}
	switch value := expression.(type) {
	case []any:
		list := make([]any, len(value))
		for i, element := range value {
			list[i] = t.spelledOut(element, open)
		}
		return list
	case map[string]any:
		if name, ok := value["Condition"].(string); ok && len(value) == 1 {
			if open[name] {
				return value
			}
			open[name] = true
			defer delete(open, name)
			return []any{name, t.spelledOut(t.conditions[name], open)}
		}
		spelled := make(map[string]any, len(value))
		for name, element := range value {
			spelled[name] = t.spelledOut(element, open)
		}
		return spelled
	}
	return expression
}

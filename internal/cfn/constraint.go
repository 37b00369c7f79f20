package cfn

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Constraints are what a template says of the values that a parameter may be
// given.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
type Constraints struct {
	kind, pattern string
	values        []string
	// bounds are MinLength, MaxLength, MinValue and MaxValue, as far as given.
	bounds map[string]float64
}

func readConstraints(declared map[string]any) Constraints {
	c := Constraints{bounds: map[string]float64{}}
	c.kind, _ = declared["Type"].(string)
	c.pattern, _ = declared["AllowedPattern"].(string)
	list, _ := declared["AllowedValues"].([]any)
	for _, value := range list {
		text, _ := value.(string)
		c.values = append(c.values, text)
	}
	for _, name := range []string{"MinLength", "MaxLength", "MinValue", "MaxValue"} {
		text, _ := declared[name].(string)
		if bound, err := strconv.ParseFloat(text, 64); err == nil {
			c.bounds[name] = bound
		}
	}
	return c
}

// Beyond says which of these constraints others do not keep, so that values
// may be given that these refuse: the constraint as text, or the values. Of two
// patterns it is not known which is narrower.
func (c Constraints) Beyond(others Constraints) []string {
	narrower := c.kind == "String" && others.kind == "Number" || c.kind == "CommaDelimitedList" && strings.HasPrefix(others.kind, "List<")
	if c.kind != others.kind && !narrower {
		return []string{"Type: " + c.kind}
	}
	if len(others.values) > 0 {
		return beyondValues(c, others.values)
	}
	var all []string
	if len(c.values) > 0 {
		all = append(all, "AllowedValues: "+strings.Join(c.values, ", "))
	}
	if c.pattern != "" && c.pattern != others.pattern {
		all = append(all, "AllowedPattern: "+c.pattern)
	}
	for _, name := range slices.Sorted(maps.Keys(c.bounds)) {
		if other, has := others.bounds[name]; !has || strings.HasPrefix(name, "Min") && other < c.bounds[name] || strings.HasPrefix(name, "Max") && other > c.bounds[name] {
			all = append(all, name+": "+strconv.FormatFloat(c.bounds[name], 'f', -1, 64))
		}
	}
	return all
}

// beyondValues says whether constraints refuse one of the values.
func beyondValues(c Constraints, values []string) []string {
	if len(c.values) > 0 {
		if slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(c.values, v) }) {
			return []string{"AllowedValues: " + strings.Join(c.values, ", ")}
		}
		return nil
	}
	pattern, err := regexp.Compile("^(?:" + c.pattern + ")$")
	if c.pattern != "" && (err != nil || slices.ContainsFunc(values, func(v string) bool { return !pattern.MatchString(v) })) {
		return []string{"AllowedPattern: " + c.pattern}
	}
	return nil
}

// Constraints returns those of the parameters that values of the template refer
// to, also through the names of resources that they refer to, by the
// parameter's name. One that is given has its value whatever they say.
func (t *Template) Constraints(values ...any) map[string]Constraints {
	all, seen := map[string]Constraints{}, map[string]bool{}
	for _, value := range values {
		t.refersTo(value, all, seen)
	}
	return all
}

func (t *Template) refersTo(value any, all map[string]Constraints, seen map[string]bool) {
	if !t.step() {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			t.refersTo(element, all, seen)
		}
	case string:
		for _, name := range substituted.FindAllStringSubmatch(v, -1) {
			t.refersToName(name[1], all, seen)
		}
	case map[string]any:
		if name, argument, isCall := call(v); isCall && (name == "Ref" || name == "Fn::GetAtt") {
			if list, isList := argument.([]any); isList && len(list) > 0 {
				argument = list[0]
			}
			text, _ := argument.(string)
			t.refersToName(text, all, seen)
			return
		}
		for _, element := range v {
			t.refersTo(element, all, seen)
		}
	}
}

// substituted matches what Fn::Sub replaces.
var substituted = regexp.MustCompile(`\$\{\s*([A-Za-z0-9.:]+)\s*\}`)

func (t *Template) refersToName(name string, all map[string]Constraints, seen map[string]bool) {
	name, _, _ = strings.Cut(name, ".")
	if seen[name] {
		return
	}
	seen[name] = true
	if p, isParameter := t.parameters[name]; isParameter {
		if !p.given {
			all[name] = p.constraints
		}
		return
	}
	for property, value := range t.Resources[name].Properties {
		if strings.HasSuffix(property, "Name") || property == "Path" {
			t.refersTo(value, all, seen)
		}
	}
}

package cfn

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// parameter is a parameter of a template.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
type parameter struct {
	kind string
	// text is its value, as given or by default.
	text  string
	known bool
	// given is true of a value that is no default, and so is certain.
	given       bool
	constraints Constraints
}

func readParameters(section map[string]any, given map[string]string) map[string]parameter {
	all := map[string]parameter{}
	for name, value := range section {
		declared := object(value)
		p := parameter{constraints: readConstraints(declared)}
		p.kind = p.constraints.kind
		switch preset := declared["Default"].(type) {
		case string:
			p.text, p.known = preset, true
		case []any: // not as CloudFormation has it, but people write it
			p.text, p.known = joinTexts(",", preset)
		}
		if text, isGiven := given[name]; isGiven {
			p.text, p.known, p.given = text, true, true
		}
		all[name] = p
	}
	for name, text := range given {
		if strings.HasPrefix(name, "AWS::") {
			all[name] = parameter{kind: "String", text: text, known: true, given: true}
		}
	}
	return all
}

// of returns what a reference to the parameter is under assumptions: where that
// is not known, an unknown of this identity. In a condition, it is not ok as
// long as it may be several things.
func (p parameter) of(unknown string, options []string, inCondition bool) (value any, ok bool) {
	switch {
	case p.given, strings.HasPrefix(p.kind, "AWS::SSM::Parameter::Value<"):
		return p.value(unknown), true
	case inCondition && len(options) != 1:
		return nil, false
	case len(options) == 0 || slices.Contains(options, Default):
		return p.value(unknown), true
	case len(options) > 1 || options[0] == Another:
		return policy.Unknown(unknown), true
	}
	p.text, _ = strconv.Unquote(options[0])
	p.known = true
	return p.value(unknown), true
}

// value is what a reference to the parameter is. The value of a parameter
// store entry is not known, whatever its name is: the name is what a default
// or a given value says.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
func (p parameter) value(unknown string) any {
	switch {
	case !p.known:
		return policy.Unknown(unknown)
	case strings.HasPrefix(p.kind, "AWS::SSM::Parameter::Value<"):
		return policy.Unknown(unknown + " from the SSM parameter " + escaped(p.text))
	case p.kind == "CommaDelimitedList" || strings.HasPrefix(p.kind, "List<"):
		return p.list()
	}
	return p.text
}

func (p parameter) list() []any {
	list := []any{}
	for _, text := range strings.Split(p.text, ",") {
		if text = strings.TrimSpace(text); text != "" {
			list = append(list, text)
		}
	}
	return list
}

func joinTexts(separator string, list []any) (string, bool) {
	texts := make([]string, len(list))
	for i, element := range list {
		text, ok := element.(string)
		if !ok {
			return "", false
		}
		texts[i] = text
	}
	return strings.Join(texts, separator), true
}

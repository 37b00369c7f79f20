package review

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/cfn"
	"github.com/cipublisher/cipublisher/internal/lazyregexp"
)

// A resource that is passed a role lets its code, or the service, use what the
// role may do: a function, a task, a build, a pipeline, the target of a rule. CloudFormation
// names such properties alike in all services, so that the name decides, at
// any depth and in JSON text too, whatever the type. The same role in the same
// property of the same resource is no change; everything else is.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html

// passedProperty matches the names of properties whose values are roles or
// instance profiles: Role, RoleArn, TaskRoleArn, ServiceRole, IamRoles,
// IamInstanceProfile, and what API Gateway and Cognito call them.
var passedProperty = lazyregexp.New(`(?i)((role|instanceprofile)(s?arns?|names?|s)?|credentials(arn)?|snscallerarn)$`)

// instanceProfile matches those whose value may be an object with a name or
// an ARN.
var instanceProfile = lazyregexp.New(`(?i)instanceprofile(specification)?$`)

// notPassed are properties below which names are the author's own.
var notPassed = []string{"Tags", "Variables", "TemplateBody"}

// passed adds the roles that a resource is passed. Those of IAM's own types
// are not passed but named, and are read elsewhere.
func (r *reader) passed(res resource) {
	if strings.HasPrefix(res.Type, "AWS::IAM::") || slices.ContainsFunc(facts[res.Type], func(f fact) bool { return f.property == "" }) {
		return // or compared as a whole
	}
	r.passedIn(r.own(res), "", res.Properties, res.when)
}

// passedIn looks for roles in a value at a place: names of properties with dots
// between them, without the indexes of lists, whose order means nothing.
func (r *reader) passedIn(h *Holder, place string, value any, when cfn.When) {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			r.passedIn(h, place, element, when)
		}
	case string:
		r.passedText(h, place, v, when)
	case map[string]any:
		switch {
		case isCall(v, "Fn::If"):
			for _, c := range r.template.Elements(v, when) {
				r.passedIn(h, place, c.Value, c.When)
			}
		case passedProperty.MatchString(place) && isCall(v, ""), instanceProfile.MatchString(place):
			r.elements(h, fact{property: place, kind: InRole}, v, when)
		case isCall(v, ""):
			for _, c := range r.template.Cases(v, when) {
				if !isCall(object(c.Value), "") {
					r.passedIn(h, place, c.Value, c.When)
				}
			}
		default:
			r.passedBelow(h, place, v, when)
		}
	}
}

func (r *reader) passedBelow(h *Holder, place string, properties map[string]any, when cfn.When) {
	if option, isText := properties["OptionName"].(string); isText { // of AWS Elastic Beanstalk
		r.passedIn(h, below(place, option), properties["Value"], when)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if !slices.Contains(notPassed, name) {
			r.passedIn(h, below(place, name), properties[name], when)
		}
	}
}

// passedText adds a text that is a role, or looks for roles in one that is
// JSON, such as the definition of a state machine.
func (r *reader) passedText(h *Holder, place, text string, when cfn.When) {
	var properties map[string]any
	switch {
	case passedProperty.MatchString(place):
		r.elements(h, fact{property: place, kind: InRole}, text, when)
	case strings.HasPrefix(strings.TrimSpace(text), "{") && json.Unmarshal([]byte(text), &properties) == nil:
		r.passedBelow(h, place, properties, when)
	}
}

func below(place, name string) string {
	if place == "" {
		return name
	}
	return place + "." + name
}

package review

import (
	"slices"
	"strings"
)

const parameterType = "AWS::CloudFormation::Parameter"

// parameters adds a holder for each parameter that decides what is granted: if
// it may be given more values than before, more may be granted.
func (r *reader) parameters() {
	var values []any
	for _, res := range r.template.Resources {
		values = append(values, granting(res.Type, res.Properties)...)
	}
	for name, constraints := range r.template.Constraints(values...) {
		h := r.holder(parameterType, name)
		h.ID, h.constraints = r.prefix+name, &constraints
	}
}

// granting returns those properties of a resource that decide what it grants:
// all, if it is of a type that does little else.
func granting(resourceType string, properties map[string]any) []any {
	if readers[resourceType] != nil && resourceType != bucketType || attachments[resourceType].document != "" || strings.HasPrefix(resourceType, "AWS::Serverless::") {
		return []any{without(properties, "Tags", "Description")}
	}
	var all []any
	for _, f := range facts[resourceType] {
		if f.property == "" {
			return []any{properties}
		}
		first, _, _ := strings.Cut(f.property, ".")
		all = append(all, properties[first])
	}
	return append(all, grantingBelow(properties)...)
}

func grantingBelow(value any) (all []any) {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			all = append(all, grantingBelow(element)...)
		}
	case map[string]any:
		for name, element := range v {
			switch {
			case slices.Contains(notPassed, name):
			case policyProperty.MatchString(name), passedProperty.MatchString(name):
				all = append(all, element)
			default:
				all = append(all, grantingBelow(element)...)
			}
		}
	}
	return all
}

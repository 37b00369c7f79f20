package review

import (
	"maps"
	"strings"

	"github.com/cipublisher/cipublisher/internal/lazyregexp"
	"github.com/cipublisher/cipublisher/policy"
)

var service = lazyregexp.New(`^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)$`)

// principalOf reads a principal that is one text: everybody, a service, or
// else an account or an ARN.
func principalOf(text string) *policy.Principal {
	switch {
	case text == "*":
		return &policy.Principal{Everyone: true}
	case service.MatchString(text):
		return &policy.Principal{Service: []string{text}}
	}
	return &policy.Principal{AWS: []string{text}}
}

// arnOf is the ARN of what a policy is for, where its name is given alone.
func (r *reader) arnOf(resourceType, name string) string {
	if resourceType != functionType || strings.Contains(name, ":") {
		if name == "" {
			return "*"
		}
		return name
	}
	return r.text(map[string]any{"Fn::Join": []any{":", []any{
		"arn", map[string]any{"Ref": "AWS::Partition"}, "lambda", map[string]any{"Ref": "AWS::Region"},
		map[string]any{"Ref": "AWS::AccountId"}, "function",
	}}}, nil) + ":" + name
}

// awsManagedARN is the ARN of a policy of AWS's in the template's partition.
func (r *reader) awsManagedARN(name string) string {
	return r.text(map[string]any{"Fn::Join": []any{":", []any{"arn", map[string]any{"Ref": "AWS::Partition"}, "iam", "", "aws", "policy/" + name}}}, nil)
}

func object(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

func withProperty(properties map[string]any, name string, value any) map[string]any {
	copied := maps.Clone(properties)
	copied[name] = value
	return copied
}

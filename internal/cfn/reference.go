package cfn

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// reference returns what Ref, or Fn::GetAtt of an attribute, is.
func (v *view) reference(id, attribute string) any {
	if p, ok := v.parameter(id); ok && attribute == "" {
		about := v.template.about(id)
		value, ok := p.of(v.template.scoped(id), v.when.about(about), v.inCondition)
		if !ok {
			v.pending = first(v.pending, about)
		}
		return value
	}
	key := id
	if attribute != "" {
		key += "." + attribute
	}
	if value, done := v.memo[key]; done {
		return value
	}
	if v.open[key] || !v.template.step() { // what a resource says of itself is not known
		return policy.Unknown(v.template.scoped(key))
	}
	v.open[key] = true
	outer := v.pending
	v.pending = ""
	value := v.refer(id, attribute)
	if v.pending == "" {
		v.memo[key] = value
	}
	v.pending = first(outer, v.pending)
	v.open[key] = false
	return value
}

// parameter returns a parameter of the template, or one that every template
// has.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
func (v *view) parameter(name string) (parameter, bool) {
	p, ok := v.template.parameters[name]
	return p, ok || strings.HasPrefix(name, "AWS::") && name != "AWS::NoValue"
}

func (v *view) refer(id, attribute string) any {
	t := v.template
	if id == "AWS::NoValue" && attribute == "" {
		return absent
	}
	resource, found := t.Resources[id]
	identity := t.scoped(id)
	if attribute != "" {
		identity += "." + escaped(attribute)
	}
	switch {
	case !found:
		return policy.Unknown(identity)
	case isProvider(resource.Type) && (attribute == "" || attribute == "Arn" || attribute == "OpenIDConnectProviderArn"):
		if url, ok := v.resolve(either(resource.Properties, "Url", "url")).(string); ok && url != "" {
			return v.format("arn:{partition}:iam::{account}:oidc-provider/{name}", strings.TrimPrefix(url, "https://"), resource)
		}
	}
	naming := namings[resource.Type]
	if format, ok := naming.values[attribute]; ok {
		name, ok := v.resolve(resource.Properties[naming.property]).(string)
		if !ok || name == "" {
			name = policy.Unknown(t.scoped(id))
		}
		return v.format(format, name, resource)
	}
	if depends := v.dependencies(resource); depends != "" {
		identity += " of " + depends
	}
	return policy.Unknown(identity)
}

// isProvider reports whether a type is an identity provider of OpenID Connect:
// CloudFormation's own, or what CDK makes with a Lambda.
func isProvider(resourceType string) bool {
	return resourceType == "AWS::IAM::OIDCProvider" || resourceType == "Custom::AWSCDKOpenIdConnectProvider"
}

func either(properties map[string]any, names ...string) any {
	for _, name := range names {
		if value, ok := properties[name]; ok {
			return value
		}
	}
	return nil
}

// dependencies is what the value of an attribute depends on beside the
// resource's logical id: the name that the resource is given; everything, of
// a resource whose attributes somebody's code makes up.
func (v *view) dependencies(r Resource) string {
	if strings.HasPrefix(r.Type, "Custom::") || r.Type == "AWS::CloudFormation::CustomResource" || r.Type == "AWS::CloudFormation::Stack" ||
		strings.HasSuffix(r.Type, "::MODULE") || !strings.HasPrefix(r.Type, "AWS::") {
		return compact(v.resolve(r.Properties))
	}
	last := r.Type[strings.LastIndex(r.Type, ":")+1:]
	for _, name := range []string{last + "Name", "Name", last + "Identifier", last + "Id"} {
		if text, ok := v.resolve(r.Properties[name]).(string); ok && text != "" {
			return policy.ShowUnknown(short(escaped(text)))
		}
	}
	return ""
}

// format fills in a name, and what only the deployment knows of an ARN.
func (v *view) format(format, name string, r Resource) any {
	path := "/"
	if text, ok := v.resolve(r.Properties["Path"]).(string); ok && text != "" {
		path = text
	}
	return v.template.joined([]string{strings.NewReplacer(
		"{name}", name, "{path}", path,
		"{partition}", v.pseudo("AWS::Partition"), "{region}", v.pseudo("AWS::Region"), "{account}", v.pseudo("AWS::AccountId"),
	).Replace(format)})
}

func (v *view) pseudo(name string) string {
	text, _ := v.reference(name, "").(string)
	return text
}
